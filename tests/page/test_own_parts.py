"""What differs between two visitors of the same cached page."""

import re

import pytest

from shop.page.models import Section

pytestmark = pytest.mark.django_db


def test_the_cart_is_counted(full_page, ben, cleo, variant):
    ben.add(variant, 2)
    assert ">2</span>" in ben.client.get("/").content.decode()
    assert ">2</span>" not in cleo.client.get("/").content.decode()


def test_two_strangers_get_the_same_but_for_their_visit(full_page, ben, cleo):
    pages = (who.client.get("/").content.decode() for who in (ben, cleo))
    mine, theirs = (re.sub(r'<meta name="visit"[^>]+>', "", html) for html in pages)
    assert mine == theirs
    assert "csrf" not in mine.lower()


def test_a_visit_is_recorded_once_and_the_script_is_told(full_page, visitor):
    html = visitor.get("/").content.decode()
    assert 'data-landing="recorded"' in html


def test_a_prefetch_leaves_the_visit_to_the_script(full_page, visitor):
    html = visitor.get("/", headers={"sec-purpose": "prefetch;prerender"}).content.decode()
    assert 'data-landing="pending"' in html


def test_a_coupon_by_link_is_said_and_used(full_page, ben, variant, coupon):
    assert (
        "Coupon <strong>WELCOME10</strong>" in ben.client.get("/?coupon=welcome10").content.decode()
    )
    ben.add(variant)
    assert "WELCOME10" in ben.client.get("/cart/").content.decode()


def test_the_device_can_be_remembered_and_forgotten(full_page, visitor):
    assert "Remember this device" in visitor.get("/").content.decode()
    visitor.post("/funnel/consent/", {"consent": "yes", "next": "/"})
    assert "Forget this device" in visitor.get("/").content.decode()


# Refused


@pytest.mark.parametrize("code", ["<script>", "A" * 5000, "😀", "' or 1=1", " ", "\u202e", "\n"])
def test_a_rubbish_coupon_does_no_harm(code, full_page, visitor):
    response = visitor.get("/", {"coupon": code})
    assert response.status_code == 200
    assert b"<script>" not in response.content.lower()


def test_an_owners_text_is_never_taken_for_a_seam(add_section, see):
    add_section("story", heading="0123456789abcdef:badge; badge;")
    assert "0123456789abcdef:badge; badge;" in see()


def test_scripts_in_the_owners_words_are_text(add_section, see):
    add_section("hero", heading="<script>alert(1)</script>", text="<script>alert(2)</script>")
    Section.objects.update(kicker='" onclick="alert(3)')
    html = see()
    assert "<script>alert" not in html
    assert ' onclick="' not in html
