"""The owner's forms with a script: order by dragging and by keyboard, and the live preview."""

import pytest
from django.db import models
from playwright.sync_api import expect

from shop.catalogue.models import Product
from shop.page.models import Item, Page, Question, Section, Storefront, Testimonial
from tests.browser.conftest import DESKTOP, PHONE


@pytest.fixture
def rows(dora, page):
    for place, heading in enumerate(("One", "Two", "Three")):
        Section.objects.create(page=page, kind="story", heading=heading, position=place)
    Question.objects.create(page=page, question="Fresh?", answer="Yes.")
    return lambda: list(page.sections.values_list("heading", flat=True))


@pytest.fixture
def form(rows, browse, dora):
    """The page's form, in a browser that Dora is logged in with."""
    form = browse(DESKTOP)
    session = dora.client.cookies["sessionid"].value
    form.goto("/healthz")
    form.context.add_cookies([{"name": "sessionid", "value": session, "url": form.url}])
    form.goto(f"/admin/page/page/{Page.objects.get().pk}/change/")
    form.wait_for_selector(".row-tools")
    return form


def save(form):
    with form.expect_navigation():
        form.click("[name=_continue]")


def test_a_section_is_dragged(form, rows):
    form.locator("#sections-2 .row-drag").scroll_into_view_if_needed()
    handle = form.locator("#sections-2 .row-drag").bounding_box()
    first = form.locator("#sections-0 h3").bounding_box()
    form.mouse.move(handle["x"] + 5, handle["y"] + 5)
    form.mouse.down()
    form.mouse.move(first["x"] + 20, first["y"] + 2, steps=5)
    form.mouse.up()
    save(form)
    assert rows() == ["Three", "One", "Two"]


def test_a_section_is_moved_by_the_keyboard_and_keeps_the_focus(form, rows):
    form.focus("#sections-0 .row-down")
    form.keyboard.press("Enter")
    form.keyboard.press("Enter")
    assert form.evaluate("document.activeElement.closest('.inline-related').id") == "sections-0"
    assert "3 / 3" in form.inner_text("#sections-group [role=status]")
    save(form)
    assert rows() == ["Two", "Three", "One"]


def test_a_new_row_that_is_taken_back_harms_no_saved_one(form, rows):
    for _ in range(2):
        form.click("#sections-group .add-row a")
    form.select_option("#id_sections-4-kind", "faq")
    form.fill("#id_sections-4-heading", "Four")
    for _ in range(4):
        form.click("#sections-4 .row-up")
    form.click("#sections-3 .inline-deletelink")
    expect(form.locator("#id_sections-TOTAL_FORMS")).to_have_value("4")
    save(form)
    assert rows() == ["Four", "One", "Two", "Three"]


def test_the_preview_follows_what_is_typed(form):
    inside = form.frame_locator("iframe[name=preview]")
    inside.get_by_role("heading", name="Two").wait_for()
    form.click("#sections-1 .row-open")
    form.fill("#id_sections-1-heading", "Typed")
    inside.get_by_role("heading", name="Typed").wait_for()
    assert Section.objects.filter(heading="Typed").count() == 0


def test_a_broken_form_says_so_and_keeps_the_last_preview(form):
    inside = form.frame_locator("iframe[name=preview]")
    inside.get_by_role("heading", name="Two").wait_for()
    form.fill("#id_title", "")
    form.get_by_text("Title: This field is required.").wait_for()
    assert inside.get_by_role("heading", name="Two").is_visible()


def test_the_preview_has_a_phones_width_and_a_desktops(form):
    inside = form.frame_locator("iframe[name=preview]")
    inside.get_by_role("heading", name="Two").wait_for()
    width = "document.querySelector('iframe').contentWindow.innerWidth"
    assert form.evaluate(width) == 390
    form.get_by_text("Desktop", exact=True).click()
    assert form.evaluate(width) == 1280


def filled(model, words):
    """As many of these letters, without a space, as each text column takes."""
    return {
        field.name: words[: field.max_length]
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField) and not field.choices
    }


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_words_without_a_space_break_no_layout(full_page, browse, shape):
    words = "W" * 600
    for model in (Section, Item, Question, Testimonial):
        model.objects.update(**filled(model, words))
    Product.objects.update(**dict.fromkeys(("name_en", "tagline_en"), words[:100]))
    Storefront.objects.update(name_en=words[:80], tagline_en=words[:160], address_en=words[:160])
    visitor = browse(shape)
    visitor.goto("/")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visitor.evaluate(wide) == 0
