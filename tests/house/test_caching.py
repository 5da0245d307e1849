"""No answer with anything private in it may be kept by a cache between shop and browser: every
address of the shop is asked by a buyer with a cart and an order, and by the owner."""

import pytest
from django.urls import URLPattern, get_resolver

from shop.catalogue.models import Product

pytestmark = pytest.mark.django_db

# What is the same for everybody and may be kept by anybody. (Pictures and static files have
# addresses that follow from their content.)
PUBLIC = {"look", "theme", "robots", "share_picture", "picture", "ahead"}


def addresses(patterns=None, prefix=""):
    """(name, route) of every address, the admin's among them."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name or "", route
        else:
            yield from addresses(pattern.url_patterns, route)


def filled(route, secret, page):
    """The route with things that are there in its places."""
    for place, thing in {
        "<str:secret>": secret,
        "<slug:slug>/": f"{page.slug}/",
        "<slug:to>": "link",
        "<path:object_id>": "1",
        "<int:line_id>": "1",
        "<int:page_id>-<slug:digest>": f"{page.pk}-0",
    }.items():
        route = route.replace(place, thing)
    return "/" + route.replace("^", "").replace("$", "")


@pytest.fixture
def everything(page, ben, variant):
    """Ben with an order and another cart; the secret of his order's page."""
    ben.buy(variant)
    address = ben.pay()["Location"]
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    return address.split("/orders/")[1].strip("/")


def kept_by_others(response):
    """Whether a shared cache may store it (RFC 9111: also where nothing forbids it)."""
    rules = response.get("Cache-Control", "")
    return not ("private" in rules or "no-store" in rules)


@pytest.mark.parametrize("by", ["server", "beacon"])
@pytest.mark.parametrize("who", ["ben", "dora"])
def test_only_what_is_everybodys_may_be_kept(who, by, everything, page, request, settings):
    settings.FUNNEL_LANDING_BY = by
    client = request.getfixturevalue(who).client
    public = PUBLIC | ({"home", "page"} if by == "beacon" else set())
    asked, kept = 0, set()
    for name, route in addresses():
        if "<" in (path := filled(route, everything, page)) or "(" in path:
            continue
        for headers in ({}, {"hx-request": "true"}):
            response = client.get(path, headers=headers)
            asked += 1
            if response.status_code == 200 and kept_by_others(response):
                kept.add(name)
                assert not response.cookies, path
    assert asked > 100
    assert kept - public == set()


def test_an_order_is_never_stored(everything, ben):
    rules = ben.client.get(f"/orders/{everything}/")["Cache-Control"]
    assert "no-store" in rules
    assert "private" in rules


def test_posts_are_not_kept(ben, variant):
    assert "public" not in ben.add(variant).get("Cache-Control", "")
    assert Product.objects.exists()
