"""The trend on a phone and on a desktop: it fits, is for everyone, its notes can be read."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from funnel.models import Annotation
from tests.browser.conftest import DESKTOP, PHONE
from tests.funnel.conftest import tell

TREND = "/admin/funnel/trend/?compare=previous&show=cart_of_landing"
SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def visits(db):
    """Three weeks of visits, every third with something in the cart; and a note."""
    now = timezone.now()
    for number in range(60):
        story = "L@0 E@9 C@20" if number % 3 == 0 else "L@0"
        tell(story, visitor=f"v{number}", begin=now - timedelta(hours=9 * number + 1))
    Annotation.objects.create(day=(now - timedelta(days=4)).date(), text="New ad started")


@SHAPES
def test_it_fits_and_logs_no_error(as_dora, visits, shape):
    page = as_dora(shape, TREND)

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == shape["viewport"]["width"]
    assert page.get_by_role("img", name="Cart, in % of landings").is_visible()
    assert page.get_by_text("New ad started").is_visible()
    assert page.errors == []


@SHAPES
def test_axe_finds_nothing(as_dora, visits, shape):
    page = as_dora(shape, TREND, bypass_csp=True)
    page.get_by_text("Show as a table").click()

    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_is_looked_at_is_chosen_and_kept(as_dora, visits, script):
    page = as_dora(DESKTOP, TREND, java_script_enabled=script)
    page.get_by_label("Look at").select_option("purchase_of_previous")

    page.get_by_role("button", name="Week").click()

    page.wait_for_url("**every=week**")
    assert page.get_by_label("Look at").input_value() == "purchase_of_previous"
    assert page.get_by_role("img", name="Purchase, in % of the stage before").is_visible()


def test_a_note_is_written_from_the_page(as_dora, visits):
    page = as_dora(DESKTOP, TREND)
    page.get_by_role("link", name="Add a note on a day").click()
    page.get_by_label("Note").fill("A newspaper wrote about us")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(TREND)

    assert page.get_by_text("A newspaper wrote about us").is_visible()
