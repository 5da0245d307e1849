"""What search engines are told: the published pages, and that all the rest is none of theirs."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from shop.page.models import Page, Section

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture
def listed(visitor):
    """The sitemap's urls, parsed."""
    return lambda: ElementTree.fromstring(visitor.get("/sitemap.xml").content).findall(
        "s:url", NAMES
    )


def places(urls):
    return [url.find("s:loc", NAMES).text for url in urls]


def test_lists_the_published_pages(page, listed, settings):
    settings.SITE_URL = "https://shop.example"
    Page.objects.create(title="Spring", slug="spring", language="en", published=True)
    Page.objects.create(title="Draft", slug="draft", language="en")
    assert places(listed()) == ["https://shop.example/", "https://shop.example/spring/"]


def test_says_who_says_the_same(page, listed, settings):
    Page.objects.create(
        title="中文", slug="zh", language="zh-hant", published=True, translation_of=page
    )
    for url in listed():
        links = url.findall("x:link", NAMES)
        assert [link.get("hreflang") for link in links] == ["en", "zh-hant", "x-default"]
        assert links[1].get("href") == f"{settings.SITE_URL}/zh/"


def test_says_when_a_page_changed(full_page, listed, dora):
    Page.objects.update(changed_at=timezone.now() - timedelta(days=40))
    section = Section.objects.first()
    fields = {"page": full_page.pk, "kind": section.kind, "heading": "Anew", "position": 0}
    rows = {"items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0}
    dora.client.post(f"/admin/page/section/{section.pk}/change/", fields | rows)
    (url,) = listed()
    assert url.find("s:lastmod", NAMES).text == timezone.localdate().isoformat()


def test_robots_are_shown_the_sitemap(visitor, settings, db):
    lines = visitor.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


@pytest.mark.parametrize("address", ["/", "/coffee/"])
def test_a_published_page_may_be_found(address, page, visitor):
    response = visitor.get(address)
    assert "noindex" not in response["X-Robots-Tag"]
    assert b"noindex" not in response.content


# Refused


PRIVATE = (
    *("/cart/", "/checkout/order/", "/checkout/delivery/", "/checkout/payment/"),
    *("/admin/", "/admin/login/", "/nothing/here/", "/healthz"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_else_is_indexed(address, ben, variant):
    ben.add(variant)
    assert ben.client.get(address)["X-Robots-Tag"] == "noindex"


def test_an_order_is_not_indexed(ben, variant):
    ben.buy(variant)
    address = ben.pay()["Location"]
    assert ben.client.get(address)["X-Robots-Tag"] == "noindex"


def test_a_page_that_is_not_published_is_not_there(page, visitor):
    Page.objects.update(published=False)
    assert visitor.get("/coffee/").status_code == 404
