"""The owner's forms with a script: order by dragging and by keyboard, and the live preview."""

import pytest

from shop.page.models import Page, Question, Section
from tests.browser.conftest import DESKTOP


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
    form.wait_for_timeout(100)
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
