"""The report on a phone and on a desktop: fits, is accessible, and fetches what costs more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.models import DailyTotal
from funnel.stages import FUNNEL
from tests.browser.conftest import DESKTOP, PHONE
from tests.funnel.conftest import tell

REPORT = "/admin/funnel/report/?by=source&compare=previous"


@pytest.fixture
def visits(db):
    """Forty journeys, ten as far as each of the first four stages."""
    way = ["L@0", "E@9", "C@20", "1@30"]
    for number in range(40):
        story = " ".join(way[: 1 + number % 4])
        tell(story, visitor=f"v{number}", begin=timezone.now() - timedelta(hours=1))


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_fits_and_logs_no_error(as_dora, visits, shape):
    page = as_dora(shape, REPORT)

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == shape["viewport"]["width"]
    assert page.locator(".stage-name").count() == 7
    assert page.errors == []


def test_the_menu_is_one_line_on_a_phone_and_shows_where_one_is(as_dora):
    page = as_dora(PHONE, REPORT)

    assert page.locator("#header").bounding_box()["height"] < 130
    here = page.locator(".rooms a[aria-current]").bounding_box()
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= PHONE["viewport"]["width"]


@pytest.mark.parametrize(("shape", "hinted"), [(PHONE, True), (DESKTOP, False)])
def test_a_breakdown_that_is_cut_says_so(as_dora, visits, shape, hinted):
    page = as_dora(shape, REPORT)

    cut = page.locator(".wide").evaluate("box => box.scrollWidth > box.clientWidth")
    assert cut == page.locator(".sideways").is_visible() == hinted


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_both_switches_act_at_once_and_keep_what_was_chosen(as_dora, visits, script):
    page = as_dora(DESKTOP, REPORT, java_script_enabled=script)
    page.locator("select[name=source]").select_option("(direct)")

    page.get_by_role("button", name="Visitors").click()
    page.wait_for_url("**unit=visitor**")
    page.get_by_role("button", name="7 days").click()
    page.wait_for_url("**days=7**")

    chosen = page.locator(".switch [aria-current]").all_inner_texts()
    assert chosen == ["7 days", "Visitors"]
    assert page.locator("select[name=source]").input_value() == "(direct)"
    assert page.locator("select[name=by]").input_value() == "source"


def test_enter_shows_the_days_that_were_typed(as_dora, visits):
    page = as_dora(DESKTOP, REPORT)
    page.get_by_label("From", exact=True).fill("2026-01-02")

    page.get_by_label("From", exact=True).press("Enter")

    page.wait_for_url("**from=2026-01-02**")
    assert "days=" not in page.url


def test_medians_of_many_journeys_arrive_by_themselves(as_dora, visits):
    """A total says that there are too many to wait for."""
    many = dict.fromkeys([*map(str, FUNNEL), "interest_explicit", "journeys"], 20_000)
    day = (timezone.now() - timedelta(hours=1)).date()
    DailyTotal.objects.create(
        day=day, cut="source", source="x", entered_by="landing", strays=0, **many
    )

    page = as_dora(DESKTOP, REPORT)

    page.get_by_role("cell", name="9 s", exact=True).wait_for()
    assert page.locator(".waiting").count() == 0
