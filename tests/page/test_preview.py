"""A draft: invisible to the public, visible by its link, until the link expires."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import signing

from funnel.models import Event
from shop.cart.models import Cart
from shop.page import preview
from shop.page.models import Page, Section
from tests.page.test_admin import no_rows

pytestmark = pytest.mark.django_db

LATER = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def spring(full_page):
    """A page that is not published, with a section that is shown, one hidden and one planned."""
    page = Page.objects.create(title="Spring", slug="spring", language="en")
    Section.objects.create(page=page, kind="hero", heading="First flush")
    Section.objects.create(page=page, kind="story", heading="Not ready", visible=False)
    Section.objects.create(page=page, kind="trust", heading="Much later", show_from=LATER)
    return page


@pytest.fixture
def type_in(dora, page):
    """Posts the page's form to its preview, with some fields changed."""
    fields = {"title": page.title, "slug": page.slug, "language": "en", "published": "on"}
    rows = no_rows("sections", "questions")
    place = f"/admin/page/page/{page.pk}/preview/"
    return lambda **changed: dora.client.post(place, {**fields, **rows, **changed})


def test_the_public_sees_no_draft(spring, visitor):
    assert visitor.get("/spring/").status_code == 404


def test_its_link_shows_it_hidden_sections_and_all(spring, see):
    html = see(preview.link(spring))
    for words in ("First flush", "Not ready", "Much later"):
        assert words in html
    assert 'data-note="hidden"' in html
    assert 'data-note="from 1 Jan 2030, 08:00"' in html
    assert html.count("data-note") == 2


def test_its_link_shows_what_is_saved_now(spring, see):
    link = preview.link(spring)
    see(link)
    Section.objects.filter(heading="Not ready").update(heading="Ready")
    assert "Ready" in see(link)


def test_its_link_expires(spring, visitor, settings):
    settings.PREVIEW_TIME = timedelta(hours=2)
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False) as clock:
        link = preview.link(spring)
        clock.shift(timedelta(hours=2) - timedelta(seconds=1))
        assert visitor.get(link).status_code == 200
        clock.shift(timedelta(seconds=1))
        answer = visitor.get(link)
    assert answer.status_code == 410
    assert "First flush" not in answer.text
    assert "Whoever sent it to you can make a new one." in answer.text


def test_a_draft_is_not_found_kept_or_framed(spring, visitor):
    answer = visitor.get(preview.link(spring))
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_draft_runs_no_script_and_records_nothing(spring, visitor):
    before = Event.objects.count()
    answer = visitor.get(preview.link(spring))
    assert "sandbox allow-same-origin" in answer["Content-Security-Policy"]
    assert "funnel.js" not in answer.text
    assert 'name="visit"' not in answer.text
    assert (Event.objects.count(), Cart.objects.count()) == (before, 0)
    assert not answer.cookies


def test_a_published_page_has_a_draft_too_and_its_own_stays_in_the_cache(full_page, see):
    Section.objects.filter(kind="story").update(visible=False)
    assert "The story" in see(preview.link(full_page))
    assert "The story" not in see("/")
    assert "data-note" not in see("/")


def test_what_is_typed_is_drawn_and_not_saved(full_page, type_in, see):
    answer = type_in(title="Typed, not saved")
    assert "<title>Typed, not saved</title>" in answer.text
    assert Page.objects.get().title == "Wushan Coffee"
    assert "<title>Wushan Coffee</title>" in see("/")


def test_a_new_section_is_drawn_and_not_saved(full_page, type_in):
    rows = {"sections-TOTAL_FORMS": 1, "sections-0-kind": "story", "sections-0-position": 9}
    assert "Just typed" in type_in(**rows, **{"sections-0-heading": "Just typed"}).text
    assert full_page.sections.count() == 8


def test_a_page_that_is_not_there_yet_can_be_seen(dora, storefront):
    fields = {"title": "New", "slug": "new", "language": "en"}
    answer = dora.client.post(
        "/admin/page/page/add/preview/", fields | no_rows("sections", "questions")
    )
    assert "<title>New</title>" in answer.text
    assert not Page.objects.exists()


def test_a_section_is_drawn_on_its_page(dora, full_page):
    section = full_page.sections.get(kind="story")
    fields = {"page": full_page.pk, "kind": "story", "position": 3, "heading": "Retold"}
    answer = dora.client.post(
        f"/admin/page/section/{section.pk}/preview/", fields | no_rows("items")
    )
    assert "Retold" in answer.text
    assert answer["X-Section"] == "story"
    assert full_page.sections.get(kind="story").heading == "The story"


def test_only_what_is_typed_may_stand_in_a_frame_of_the_admins(dora, full_page, type_in):
    answer = type_in()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    for place in ("/", "/cart/", f"/admin/page/page/{full_page.pk}/change/"):
        answer = dora.client.get(place)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_no_word_of_a_save_is_left_behind(dora, full_page, type_in):
    type_in(title="Typed")
    assert "messagelist" not in dora.client.get("/admin/page/page/").text


def test_the_form_leads_to_both(dora, full_page):
    html = dora.client.get(f"/admin/page/page/{full_page.pk}/change/").text
    assert f'data-preview="/admin/page/page/{full_page.pk}/preview/"' in html
    assert 'href="/preview/' in html


# Refused


def test_a_form_that_is_broken_says_so(full_page, type_in):
    answer = type_in(title="", slug="cart")
    assert answer.status_code == 422
    assert "Title: This field is required." in answer.text
    assert "The shop itself uses this address." in answer.text


@pytest.mark.parametrize(
    "token",
    [
        *("x", "a:b:c", "%00", "\u202e", "😀" * 99, "x" * 5000, ".."),
        pytest.param(signing.dumps([1, 9**10]), id="of no page"),  # its own name holds the time
    ],
)
def test_a_link_that_is_none(token, spring, visitor):
    answer = visitor.get(f"/preview/{token}/")
    assert answer.status_code in (400, 404)
    assert "First flush" not in answer.text


def test_a_link_that_was_tampered_with(spring, visitor):
    link = preview.link(spring)
    assert visitor.get(link.replace(":", "A:", 1)).status_code == 404


def test_a_link_to_a_page_that_is_no_more(spring, visitor):
    link = preview.link(spring)
    spring.delete()
    assert "leads to no draft" in visitor.get(link).text


def test_a_stranger_sees_no_typed_draft(full_page, visitor):
    answer = visitor.post(f"/admin/page/page/{full_page.pk}/preview/", {"title": "X"})
    assert "/admin/login/" in answer["Location"]


def test_a_preview_is_not_got(dora, full_page):
    assert dora.client.get(f"/admin/page/page/{full_page.pk}/preview/").status_code == 405
