"""Rates that stand beside each other go by one basis, and the page says which."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from funnel.api import Stage, record
from funnel.reports.funnel_report import answer
from funnel.reports.question import Question
from funnel.templatetags.funnel_report import change, points, rate
from tests.funnel.asking import get
from tests.funnel.conftest import tell

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, tzinfo=UTC)
FIRST, LAST = NOW.date() - timedelta(days=14), NOW.date()
FINISHED, OPEN = NOW - timedelta(days=10), NOW - timedelta(days=1)
MORE = "C@1 1@2 2@3 3@4 P@5"


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def come(visit):
    """So many visitors from a source on a day, of whom some buy."""

    def arrive(source: str, number: int, begin: datetime, *, buying: int = 0) -> None:
        for place in range(number):
            visitor, request = f"{source}-{begin:%d}-{place}", visit(f"/?utm_source={source}")
            record(request, Stage.LANDING, visitor=visitor, at=begin)
            if place < buying:
                tell(MORE, visitor=visitor, begin=begin)

    return arrive


def conversions() -> dict[str, float | None]:
    found = answer(Question(FIRST, LAST, by="source"))
    return {row.value: row.last.shown_of_first for row in found.segments}


def test_all_rows_of_a_breakdown_go_by_the_finished_ones(dora, come):
    """LINE has few finished ones: its rate so far would put it above Google."""
    come("google", 40, FINISHED, buying=4)
    come("line", 10, FINISHED, buying=0)
    come("line", 10, OPEN, buying=5)

    assert conversions() == {"google": 10, "line": 0}
    page = get(dora, by="source").content.decode()
    assert "0 of 10<" in page
    assert "Conversion counts the finished ones only, in each row" in page


def test_the_head_says_what_its_rate_was_worked_out_from(dora, come):
    come("google", 40, FINISHED, buying=4)
    assert "4 of 40\n" in get(dora).content.decode()

    come("line", 10, OPEN, buying=5)
    assert "4 of 40 finished" in get(dora).content.decode()


def test_or_all_go_by_those_so_far(dora, come):
    come("google", 20, FINISHED, buying=2)
    come("line", 10, OPEN, buying=5)

    assert conversions() == {"google": 10, "line": 50}
    page = get(dora, by="source").content.decode()
    assert "Conversion is the one so far, in each row" in page
    assert page.count("Dropped so far") == 8  # the head and, for a phone, each stage


def test_the_period_before_goes_by_the_same(come):
    """This week is all open, the week before all finished: the change is one of rates so far."""
    come("google", 40, OPEN, buying=4)
    come("google", 40, FINISHED, buying=2)

    found = answer(Question(LAST - timedelta(days=6), LAST, compare=True))

    assert [found.final, found.last.was.final] == [False, False]
    assert [found.last.shown_of_first, found.last.was.shown_of_first] == [10, 5]


def test_changes_of_rates_are_points(dora, come):
    come("google", 40, OPEN, buying=4)
    come("google", 40, FINISHED, buying=2)

    page = get(dora, days="7", compare="previous").content.decode()

    assert "<small>+5.0 points</small>" in page
    assert "before 2 (+2)" in page
    assert "Too few to compare" not in page


def test_four_journeys_are_too_few_to_compare_with(dora, come):
    come("google", 40, OPEN, buying=4)
    come("google", 4, FINISHED, buying=2)

    page = get(dora, days="7", compare="previous").content.decode()

    assert "Too few to compare: 40 now and 4 in the period before, where 30" in page
    assert "points</small>" not in page
    assert "before 4<" in page


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "–"), (0, "0.0"), (0.04, "<0.1"), (5.7, "5.7"), (14.91, "14.9"), (100, "100.0")],
)
def test_rates_have_one_decimal(value, written):
    assert rate(value).removesuffix("\u202f%") == written


def test_large_numbers_change_by_whole_ones():
    assert change(12_345_678, 1) == "+12,345,677"
    assert change(1, 1) == "±0"
    assert points(10, 20.04) == "−10.0 points"
