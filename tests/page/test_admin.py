from datetime import UTC, datetime

import pytest

from shop.lib.colours import contrast
from shop.page.models import Page, Section, Storefront, Testimonial

pytestmark = pytest.mark.django_db

NO_ROWS = {"-TOTAL_FORMS": 0, "-INITIAL_FORMS": 0, "-MIN_NUM_FORMS": 0, "-MAX_NUM_FORMS": 1000}


def no_rows(*prefixes):
    return {prefix + key: value for prefix in prefixes for key, value in NO_ROWS.items()}


@pytest.fixture
def save_page(dora, page):
    """Saves the default page with some fields changed; returns the answer."""
    fields = {"title": page.title, "slug": page.slug, "language": "en", "published": "on"}
    return lambda **changed: dora.client.post(
        f"/admin/page/page/{page.pk}/change/",
        {**fields, **no_rows("sections", "questions"), **changed},
    )


@pytest.fixture
def save_storefront(dora, storefront):
    fields = {
        field.name: getattr(storefront, field.name) or ""
        for field in Storefront._meta.fields
        if field.name not in ("id", "logo")
    }
    return lambda **changed: dora.client.post(
        "/admin/page/storefront/1/change/", {**fields, **changed}
    )


@pytest.fixture
def review(page):
    return Testimonial.objects.create(name="Ada", words="Good.", stars=5)


def act(dora, name, *things):
    listed = type(things[0])._meta.model_name
    data = {"action": name, "_selected_action": [thing.pk for thing in things]}
    return dora.client.post(f"/admin/page/{listed}/", data, follow=True)


def test_what_is_saved_is_on_the_page_at_once(save_page, see):
    see()
    assert save_page(title="Another title").status_code == 302
    assert "<title>Another title</title>" in see()


def test_every_list_and_form_opens(dora, full_page, review):
    section = full_page.sections.first()
    for place in ("page/", "section/", "testimonial/", f"page/{full_page.pk}/change/"):
        assert dora.client.get(f"/admin/page/{place}").status_code == 200
    for place in (f"section/{section.pk}/change/", f"testimonial/{review.pk}/change/"):
        assert dora.client.get(f"/admin/page/{place}").status_code == 200


def test_the_storefronts_list_leads_to_the_one_storefront(dora, storefront):
    response = dora.client.get("/admin/page/storefront/")
    assert response["Location"] == "/admin/page/storefront/1/change/"


def test_without_a_storefront_it_leads_to_a_new_one(dora):
    assert dora.client.get("/admin/page/storefront/")["Location"] == "/admin/page/storefront/add/"


def test_an_empty_colour_is_the_themes(dora, save_storefront):
    assert save_storefront(accent="", theme="harvest").status_code == 302
    html = dora.client.get("/admin/page/storefront/1/change/").content.decode()
    assert html.count('class="own-colour"') == 6
    assert 'placeholder="#BE3A2A"' in html


def test_each_theme_is_shown_as_a_small_drawing(dora, storefront):
    html = dora.client.get("/admin/page/storefront/1/change/").content.decode()
    assert html.count('class="swatch"') == html.count('name="theme"') == 3
    assert " style=" not in html[html.index('class="swatch"') :].partition("</fieldset>")[0]


def test_a_theme_is_on_the_page_at_once(save_storefront, full_page, see):
    see()
    assert save_storefront(theme="studio").status_code == 302
    assert 'content="#FFFFFF" media="(prefers-color-scheme: light)"' in see()


def test_reviews_are_approved_and_taken_off(dora, review, add_section, see):
    add_section("testimonials", heading="Reviews")
    act(dora, "approve", review)
    assert "Good." in see()
    act(dora, "withdraw", review)
    assert "Good." not in see()


def test_another_page_can_be_shown_first(dora, page, see):
    other = Page.objects.create(title="Spring", slug="spring", language="en", published=True)
    act(dora, "show_first", other)
    assert "<title>Spring</title>" in see("/")
    assert Page.objects.get(is_default=True) == other


def test_country_codes_are_tidied(save_storefront):
    assert save_storefront(countries="tw, jp").status_code == 302
    assert Storefront.objects.get().countries == "TW JP"


# Refused


def test_a_second_storefront(dora, storefront):
    assert dora.client.get("/admin/page/storefront/add/").status_code == 403
    assert dora.client.post("/admin/page/storefront/1/delete/").status_code == 403


@pytest.mark.parametrize("slug", ["cart", "admin"])
def test_an_address_of_the_shops_own(slug, save_page):
    assert b"The shop itself uses this address." in save_page(slug=slug).content


@pytest.mark.parametrize("slug", ["a b", "咖啡", "../x", "a" * 51, ""])
def test_an_address_that_is_none(slug, save_page):
    assert save_page(slug=slug).status_code == 200


def test_the_page_at_the_root_is_not_deleted(dora, page):
    other = Page.objects.create(title="Spring", slug="spring", language="en", published=True)
    answer = dora.client.post(f"/admin/page/page/{page.pk}/delete/", {"post": "yes"})
    assert "is the page at /" in answer.content.decode()
    assert "is the page at /" in act(dora, "delete_selected", page, other).content.decode()
    assert Page.objects.count() == 2
    dora.client.post(f"/admin/page/page/{other.pk}/delete/", {"post": "yes"})
    assert Page.objects.get() == page


def test_an_unpublished_page_at_the_root(dora, page):
    draft = Page.objects.create(title="Draft", slug="draft", language="en")
    assert b"Choose one page that is published." in act(dora, "show_first", draft).content
    assert Page.objects.get(is_default=True) == page


@pytest.mark.parametrize("colour", ["red", "#12", "#12345678", "url(x)", "#1234 6"])
def test_a_colour_that_is_none(colour, save_storefront):
    assert save_storefront(accent=colour).status_code == 200


def test_colours_that_cannot_be_read(save_storefront):
    assert b"Too pale" in save_storefront(ink="#DDDDDD").content
    assert b"Too pale" in save_storefront(paper="#333333").content
    assert b"Too pale" in save_storefront(theme="harvest", primary="#B07040").content


def test_words_on_the_button_fit_any_accent(save_storefront, storefront):
    assert save_storefront(accent="#FFCC00").status_code == 302
    storefront.refresh_from_db()
    assert storefront.look.light["on_accent"] == storefront.look.light["ink"]


def test_another_currency_after_the_first_order(save_storefront, ben, variant):
    ben.buy(variant)
    assert b"There are orders already" in save_storefront(currency="USD").content


@pytest.mark.parametrize("stars", [0, 6, -1, "x", ""])
def test_stars_out_of_five(stars, dora, review):
    fields = {"name": "Ada", "words": "Good.", "language": "en", "position": 0, "stars": stars}
    dora.client.post(f"/admin/page/testimonial/{review.pk}/change/", fields)
    review.refresh_from_db()
    assert review.stars == 5


def test_a_stranger(page, visitor):
    assert "/admin/login/" in visitor.get("/admin/page/page/")["Location"]


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_an_items_sentences_are_seen_whole_and_kept_on_one_line(dora, full_page):
    section = full_page.sections.first()
    item = section.items.create(heading="Fresh")
    rows = {"items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 1, "items-0-id": item.pk}
    typed = {"items-0-section": section.pk, "items-0-heading": "Fresh", "items-0-position": 0}
    page = f"/admin/page/section/{section.pk}/change/"
    assert b'<textarea name="items-0-text"' in dora.client.get(page).content
    fields = {"page": full_page.pk, "kind": section.kind, "position": 0, "visible": "on"}
    dora.client.post(page, {**fields, **rows, **typed, "items-0-text": "Roasted.\r\nPacked."})
    item.refresh_from_db()
    assert item.text == "Roasted. Packed."


def test_a_new_review_comes_last(dora, review):
    Testimonial.objects.update(position=4)
    form = dora.client.get("/admin/page/testimonial/add/").context["adminform"].form
    assert form["position"].value() == 5


def test_a_new_question_comes_last_until_it_is_moved(dora, page):
    page.questions.create(question="Is it fresh?", answer="Yes.", position=7)
    answer = dora.client.get(f"/admin/page/page/{page.pk}/change/")
    _sections, questions = answer.context["inline_admin_formsets"]
    assert questions.formset.empty_form["position"].value() == 8
    assert questions.formset.forms[-1]["position"].value() == 7


@pytest.fixture
def save_section(dora, full_page):
    """Saves a story's form with some fields changed; returns the answer."""
    section = full_page.sections.get(kind="story")
    fields = {"page": full_page.pk, "kind": "story", "position": 0, "visible": "on"}
    return lambda **changed: dora.client.post(
        f"/admin/page/section/{section.pk}/change/", {**fields, **no_rows("items"), **changed}
    )


def test_a_schedule_is_by_the_shops_clock(save_section):
    save_section(show_from="2026-12-01T10:00", show_until="2026-12-24T18:30")
    section = Section.objects.get(kind="story")
    assert section.show_from == datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    assert section.show_until == datetime(2026, 12, 24, 10, 30, tzinfo=UTC)


def test_the_list_says_when_a_section_is_shown(dora, full_page):
    Section.objects.filter(kind="hero").update(visible=False)
    Section.objects.filter(kind="faq").update(show_from=datetime(2030, 1, 1, tzinfo=UTC))
    Section.objects.filter(kind="story").update(show_until=datetime(2020, 1, 1, tzinfo=UTC))
    html = dora.client.get("/admin/page/section/").content.decode()
    for words in ("hidden", "from 1 Jan 2030, 08:00", "over since 1 Jan 2020, 08:00", "shown"):
        assert f'<td class="field-on_page">{words}</td>' in html


@pytest.mark.parametrize("until", ["2026-12-01T09:59", "2026-12-01T10:00", "soon", "1" * 5000])
def test_an_end_that_is_none(until, save_section):
    assert save_section(show_from="2026-12-01T10:00", show_until=until).status_code == 200
    assert not Section.objects.exclude(show_from=None).exists()
