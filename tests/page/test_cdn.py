"""Where a CDN keeps the landing nothing in it is any one visitor's, and it is not kept for long."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from funnel.models import Event, Filtered
from shop.page.document import forget_pages
from shop.page.models import Page, Section
from tests.conftest import BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _behind_a_cdn(settings):
    settings.FUNNEL_LANDING_BY = "beacon"


def bare(response):
    """The page without the token of the rendering, which names the page only."""
    return re.sub(r'<meta name="visit" content="[^"]+"', "", response.content.decode())


def test_a_buyer_an_owner_and_a_stranger_get_the_same(full_page, ben, dora, visitor, variant):
    ben.add(variant, 2)
    ben.client.post("/funnel/consent/", {"consent": "yes"})
    answers = [client.get("/") for client in (ben.client, dora.client, visitor)]
    assert len({bare(answer) for answer in answers}) == 1
    for answer in answers:
        assert answer["Cache-Control"] == "public, max-age=0, s-maxage=60"
        assert not answer.cookies
        assert answer["Vary"] == "Accept-Encoding"


def test_a_page_in_another_language_sets_no_cookie_either(page, visitor):
    Page.objects.create(title="中文", slug="zh", language="zh-hant", published=True)
    assert not visitor.get("/zh/").cookies


def test_it_is_not_kept_past_the_moment_at_which_it_changes(full_page, visitor):
    soon = timezone.now() + timedelta(seconds=20)
    Section.objects.filter(kind="story").update(show_until=soon)
    forget_pages()
    kept = int(visitor.get("/")["Cache-Control"].rpartition("=")[2])
    assert 15 <= kept <= 20


def test_it_records_nothing_by_itself(full_page, visitor):
    assert 'data-landing="pending"' in visitor.get("/").content.decode()
    assert not Event.objects.exists()
    assert not Filtered.objects.exists()


def test_the_number_in_the_cart_comes_later(full_page, ben, variant):
    ben.add(variant, 2)
    (address,) = re.findall(r'id="cart-badge"[^>]+hx-get="([^"]+)"', bare(ben.client.get("/")))
    answer = ben.client.get(address, headers={"hx-request": "true"})
    assert ">2</span>" in answer.content.decode()
    assert "data-now=" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_who_is_remembered_can_still_be_forgotten(full_page, visitor):
    html = visitor.get("/").content.decode()
    assert "Remember this device" in html
    assert "Forget this device" in html


def test_without_a_cookie_things_go_into_the_cart(full_page, variant, settings):
    client = Client(enforce_csrf_checks=True, headers={"user-agent": BROWSER})
    client.get("/")
    fields = {"variant": variant.pk, "quantity": 1}
    origin = {"origin": settings.SITE_URL}
    assert client.post("/cart/lines/", fields, headers=origin).status_code == 302


# Refused


def test_a_coupons_link_is_nobody_elses(full_page, visitor, coupon):
    response = visitor.get("/?coupon=WELCOME10")
    assert response["Cache-Control"] == "private, no-cache"
    assert "WELCOME10" in response.content.decode()


def test_a_page_that_is_not_there_is_not_kept(page, visitor):
    response = visitor.get("/nothing/")
    assert response.status_code == 404
    assert "public" not in response.get("Cache-Control", "")
