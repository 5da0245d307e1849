"""A campaign page is a copy to be changed; what is sold on it is the shop's."""

import pytest

from shop.page.duplicate import duplicate_page, free_slug
from shop.page.models import Page
from tests.page.test_admin import act, no_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(full_page):
    new = duplicate_page(full_page, title="Spring")
    Page.objects.filter(pk=new.pk).update(published=True)
    return new


def told(page):
    """What a page says, without its keys."""
    sections = page.sections.values_list("kind", "position", "heading", "text", "button", "visible")
    items = page.sections.values_list("kind", "items__heading", "items__position")
    questions = page.questions.values_list("question", "answer", "position")
    return [list(rows.order_by("kind")) for rows in (sections, items)], list(questions)


def test_it_says_the_same(full_page, campaign, see):
    assert told(campaign) == told(full_page)
    assert "The story" in see("/coffee-2/")


def test_it_is_not_published_and_leads_nobody_away(full_page):
    new = duplicate_page(full_page, title="Spring")
    assert (new.published, new.is_default, new.slug) == (False, False, "coffee-2")
    assert new.translation_of is None


def test_a_change_leaves_the_original_alone(full_page, campaign, see):
    campaign.sections.filter(kind="story").update(heading="Another story")
    campaign.sections.get(kind="trust").items.update(heading="Another mark")
    campaign.questions.update(question="Another question?")
    before = told(full_page)
    assert told(campaign) != before
    assert "Another" not in see("/")
    assert "Another story" in see("/coffee-2/")


def test_both_sell_from_one_stock_with_one_coupon(campaign, ben, variant, coupon):
    ben.client.get("/coffee-2/?coupon=WELCOME10")
    ben.buy(variant, 2)
    variant.refresh_from_db()
    coupon.refresh_from_db()
    assert (variant.stock, coupon.used) == (8, 1)


def test_addresses_stay_free_and_short(full_page, campaign):
    assert free_slug("coffee") == "coffee-3"
    assert free_slug("a" * 50) == "a" * 48 + "-2"


def test_from_the_list(full_page, dora):
    answer = act(dora, "duplicate", full_page)
    assert "“Wushan Coffee (copy)” was made. It is not published." in answer.text


def test_from_its_form_with_what_was_typed(full_page, dora):
    fields = {"title": "Typed", "slug": "coffee", "language": "en", "_duplicate": "yes"}
    place = f"/admin/page/page/{full_page.pk}/change/"
    answer = dora.client.post(place, fields | no_rows("sections", "questions"))
    new = Page.objects.exclude(pk=full_page.pk).get()
    assert answer["Location"] == f"/admin/page/page/{new.pk}/change/"
    assert new.title == "Typed (copy)"


def test_a_section_from_its_form(full_page, dora):
    section = full_page.sections.get(kind="story")
    fields = {"page": full_page.pk, "kind": "story", "position": 3, "_duplicate": "yes"}
    place = f"/admin/page/section/{section.pk}/change/"
    dora.client.post(place, fields | no_rows("items"))
    copy = full_page.sections.filter(kind="story").last()
    assert [item.heading for item in copy.items.all()] == ["item of story"]
    assert copy != section
