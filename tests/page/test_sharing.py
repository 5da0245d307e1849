"""Links that share the page: they work by themselves, carry a mark and are counted once."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from funnel.models import Event, Filtered, Journey
from shop.orders.models import Order
from shop.page.models import Page

pytestmark = pytest.mark.django_db

PLAIN = {"accept": "text/plain"}


def shares():
    return Event.objects.filter(name="share").count()


@pytest.fixture
def link(visitor, settings):
    """What is passed on when this visitor shares, without the host."""

    def passed_on(who=visitor, at="/share/link/?page=coffee", **headers):
        words = who.get(at, headers={**PLAIN, **headers}).content.decode()
        assert words.startswith(settings.SITE_URL)
        return words.removeprefix(settings.SITE_URL)

    return passed_on


@pytest.mark.parametrize(
    ("to", "host", "name"),
    [("line", "line.me", "url"), ("facebook", "facebook.com", "u"), ("x", "x.com", "url")],
)
def test_leads_on_to_the_network_with_the_pages_address(to, host, name, page, visitor, settings):
    there = urlsplit(visitor.get(f"/share/{to}/?page=coffee")["Location"])
    assert there.hostname.endswith(host)
    assert parse_qs(there.query)[name][0].startswith(f"{settings.SITE_URL}/?ref=")
    assert shares() == 1


def test_the_page_and_the_order_page_have_the_links(full_page, ben, variant, see):
    links = re.findall(r'href="(/share/\w+/\?page=coffee)"', see())
    assert len(set(links)) == 4
    ben.add(variant)
    ben.client.post("/cart/lines/", {"variant": variant.pk, "quantity": 1, "page": "coffee"})
    order = ben.client.get(ben.buy(variant, method="cash_on_delivery")["Location"])
    assert "/share/line/?page=" in order.content.decode()
    assert Order.objects.get().number not in link_targets(order.content.decode())


def link_targets(html):
    return "".join(re.findall(r'href="(/share/[^"]+)"', html))


def test_the_link_can_be_copied_without_a_script(page, visitor):
    html = visitor.get("/share/link/?page=coffee").content.decode()
    assert re.search(r'value="http[^"]+/\?ref=\w+" readonly', html)
    assert shares() == 1


def test_each_click_counts_once(page, visitor):
    visitor.get("/share/line/")
    visitor.get("/share/line/")
    visitor.get("/share/link/?page=coffee&counted")
    assert shares() == 2


def test_a_share_hangs_on_the_visit_it_comes_from(full_page, visitor):
    visitor.get("/")
    visitor.get("/share/line/")
    assert {event.visitor for event in Event.objects.all()} == {Journey.objects.get().visitor}


def test_a_visit_by_a_shared_link_is_a_share(full_page, link, buyer):
    address = link()
    cleo = buyer().client
    cleo.get(f"{address}&fbclid=x", REMOTE_ADDR="10.0.0.9")
    journey = Journey.objects.latest("id")
    assert (journey.source, journey.medium) == ("share", "referral")
    landing = Event.objects.get(name="landing")
    assert f"ref={landing.context['ref']}" in address


def test_the_mark_tells_sharers_apart_and_names_nobody(page, link, ben):
    mine, theirs = link(), link(ben.client, **{"user-agent": "Mozilla/5.0 Another"})
    assert mine == link()
    assert mine != theirs
    assert Event.objects.first().visitor not in mine + theirs


def test_who_asks_for_privacy_has_no_mark_of_their_own(page, link):
    assert link(**{"sec-gpc": "1"}).endswith("?ref=friend")


def test_shares_the_page_one_is_on(page, link):
    Page.objects.create(title="中文", slug="zh", language="zh-hant", published=True)
    assert link(at="/share/link/?page=zh").startswith("/zh/?ref=")


# Refused


@pytest.mark.parametrize("address", ["/share/myspace/", "/share/x.com/", "/share//"])
def test_leads_nowhere_else(address, page, visitor):
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("named", ["draft", "nothing", "%00", "A" * 999, "https://evil.example"])
def test_a_page_that_cannot_be_shared_gives_way_to_the_first(named, page, visitor, settings):
    Page.objects.create(title="Draft", slug="draft", language="en")
    response = visitor.get(f"/share/line/?page={named}")
    if response.status_code != 400:
        assert (
            f"{settings.SITE_URL}/?ref=" in parse_qs(response["Location"].split("?")[1])["url"][0]
        )


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_what_another_site_embeds_is_nobodys_share(site, page, visitor):
    visitor.get("/share/line/", headers={"sec-fetch-site": site})
    assert shares() == 0
    visitor.get("/share/line/", headers={"sec-fetch-site": "same-origin"})
    assert shares() == 1


def test_robots_and_those_who_only_fetch_ahead_share_nothing(page, visitor):
    visitor.get("/share/line/", headers={"user-agent": "Googlebot/2.1"})
    visitor.get("/share/line/", headers={"sec-purpose": "prefetch"})
    visitor.head("/share/line/")
    assert shares() == 0
    assert Filtered.objects.count() == 2
