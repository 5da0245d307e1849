"""Days are the shop's: a journey belongs to its entry's day, an order to its own."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from funnel.api import Ledger, Sums
from tests.funnel.asking import ask, counts
from tests.funnel.conftest import tell

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = ("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")


def of(dora, days, **more) -> dict:
    return ask(dora, from_=days[0], to=days[1], **more)


@pytest.fixture
def over_midnight():
    """31 January 23:50 in Taipei; bought twenty minutes later."""
    tell("L@0 C@1 1@2 2@3 3@4 P@1200", begin=datetime(2026, 1, 31, 15, 50, tzinfo=UTC))


@pytest.mark.parametrize("unit", ["journey", "visitor"])
def test_the_cohort_is_januarys(dora, over_midnight, unit):
    assert counts(of(dora, JANUARY, unit=unit)) == [1] * 7
    assert counts(of(dora, FEBRUARY, unit=unit)) == [0] * 7


def test_the_order_is_februarys(dora, over_midnight):
    january, february = of(dora, JANUARY), of(dora, FEBRUARY)

    assert january["reconciliation"] == []
    assert february["reconciliation"][0]["in_funnel"]["orders"] == 1
    assert january["revenue"][0]["orders"] == 1


@pytest.mark.parametrize(("window", "bought"), [(3600, 1), (3599, 0)])
def test_the_day_with_25_hours(dora, settings, window, bought):
    settings.TIME_ZONE, settings.FUNNEL_WINDOW = "America/New_York", timedelta(seconds=window)
    tell("L@0 C@1 1@2 2@3 3@4 P@3600", begin=datetime(2026, 11, 1, 5, 30, tzinfo=UTC))

    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC)):
        said = of(dora, ("2026-11-01", "2026-11-01"))

    assert counts(said)[-1] == bought
    assert said["stages"][6]["late"] == 1 - bought
    assert said["period"]["start"] == "2026-11-01T00:00:00-04:00"
    assert said["period"]["end"] == "2026-11-02T00:00:00-05:00"


def test_still_open_is_kept_out_of_final_rates(dora):
    now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        tell("L@0", begin=now - timedelta(days=2), visitor="cleo")
        tell("L@0 C@5", begin=now - timedelta(days=9), visitor="ben")
        said = of(dora, ("2026-03-01", "2026-03-20"))

    assert said["still_open"] == 1
    assert counts(said, "finished")[:3] == [1, 1, 1]
    assert counts(said, "percent_of_first")[2] == 100
    assert counts(said, "percent_of_first_so_far")[2] == 50


@pytest.mark.parametrize("unit", ["journey", "visitor"])
@pytest.mark.parametrize(
    ("story", "still_open"),
    [("L@0", 0), ("L@1", 1), ("L@0 L@6d", 1), ("L@1 L@2", 1), ("P@1d", 0)],
)
def test_open_means_landed_on_within_the_window(dora, story, still_open, unit):
    """The boundary is inside a day: the last landing at its very moment is finished."""
    now = datetime(2026, 3, 20, 3, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        tell(story, begin=now - timedelta(days=7))
        assert of(dora, ("2026-03-01", "2026-03-20"), unit=unit)["still_open"] == still_open


def test_a_visitor_counts_by_the_chains_that_start_in_the_period(dora):
    """Entered on 31 March, landed again on 1 April and bought: each month sees its own chain."""
    begin = datetime(2026, 3, 31, 15, tzinfo=UTC)
    tell("L@0 C@60 L@6h 1@6h+1 2@6h+2 3@6h+3 P@6h+4", begin=begin)
    march, april = ("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")

    assert counts(of(dora, march)) == [1] * 7
    assert counts(of(dora, march, unit="visitor")) == [1] * 7
    assert counts(of(dora, april)) == [0] * 7
    # What came without its cart implies interest, as everywhere.
    assert counts(of(dora, april, unit="visitor")) == [1, 1, 0, 0, 0, 0, 0]


def test_the_period_before(dora):
    tell("L@0 C@5", begin=datetime(2026, 3, 5, tzinfo=UTC), visitor="ada")
    tell("L@0", begin=datetime(2026, 3, 12, tzinfo=UTC), visitor="ben")

    said = of(dora, ("2026-03-08", "2026-03-14"), compare="previous")

    assert counts(said)[:3] == [1, 0, 0]
    assert [stage["count"] for stage in said["previous"]][:3] == [1, 1, 1]


def test_books_that_differ_say_so(dora, books, over_midnight):
    sums = {"TWD": Sums(2, 0, 0)}
    nothing = [lambda *_: ()] * 2
    books(Ledger(lambda *_: sums, *nothing, lambda amount, code: f"{amount}", lambda code: 0))

    line = of(dora, FEBRUARY)["reconciliation"][0]

    assert (line["holds"], line["difference"]["orders"]) == (False, 1)
