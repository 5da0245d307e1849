"""Why didn't they buy: a verdict with its evidence, and none where there is nothing to tell."""

from datetime import timedelta

import pytest
import time_machine

from funnel.api import DetailName, Stage, note, record
from funnel.reports import REPORTS
from tests.funnel.asking import blocks
from tests.funnel.conftest import BEGIN

pytestmark = pytest.mark.django_db(databases="__all__")
ADDRESS = "/admin/funnel/diagnosis/"
STAGES = list(Stage)[:7]
GOOD_WEEK, BAD_WEEK = BEGIN, BEGIN + timedelta(days=14)
QUESTION = {"from": "2026-03-16", "to": "2026-03-22", "format": "json"}


@pytest.fixture(autouse=True)
def later():
    """All of it is over: nothing is still open."""
    with time_machine.travel(BEGIN + timedelta(days=60), tick=False):
        yield


def week(rf, begin, *, came: int, carts: int, bought: int, source: str = "fb", refused: int = 0):
    """So many journeys; those with a cart go through the checkout, of whom so many buy."""
    for number in range(came):
        visitor, at = f"{source}-{begin:%m%d}-{number}", begin + timedelta(minutes=number)
        stages = STAGES[: 1 if number >= carts else 7 if number < bought else 6]
        for place, stage in enumerate(stages):
            request = rf.get(f"/?utm_source={source}", headers={"user-agent": "Firefox"})
            record(
                request if stage == Stage.LANDING else None,
                stage,
                visitor=visitor,
                value=1000,
                currency="TWD",
                at=at + timedelta(seconds=place),
            )
        if number < refused:
            moment = at + timedelta(seconds=5)
            note(
                None, DetailName.FIELD_ERROR, "delivery.phone: invalid", visitor=visitor, at=moment
            )


def ask(dora, **more) -> dict:
    return dora.client.get(ADDRESS, QUESTION | more).json()


def test_the_step_that_got_worse_is_named_with_what_it_costs(dora, rf):
    week(rf, GOOD_WEEK, came=60, carts=60, bought=50)
    week(rf, BAD_WEEK, came=60, carts=60, bought=25)
    verdict = ask(dora)["verdict"]
    assert (verdict["before"], verdict["after"]) == ("checkout_payment", "purchase")
    assert (verdict["now"], verdict["best"]) == ([25, 60], [50, 60])
    assert verdict["best_period"] == ["2026-03-02", "2026-03-08"]
    assert verdict["lost"] == 25
    assert verdict["at_stake"] == {"TWD": 25_000}


def test_the_segment_that_got_worse_is_the_evidence(dora, rf):
    week(rf, GOOD_WEEK, came=40, carts=40, bought=36)
    week(rf, GOOD_WEEK, came=40, carts=40, bought=36, source="ads")
    week(rf, BAD_WEEK, came=40, carts=40, bought=36)
    week(rf, BAD_WEEK, came=40, carts=40, bought=10, source="ads")
    segment = ask(dora)["verdict"]["segment"]
    assert (segment["by"], segment["value"]) == ("source", "ads")
    assert (segment["now"], segment["best"]) == ([10, 40], [36, 40])


def test_the_reason_that_rose_is_the_evidence(dora, rf):
    week(rf, GOOD_WEEK, came=60, carts=60, bought=50, refused=3)
    week(rf, BAD_WEEK, came=60, carts=60, bought=25, refused=30)
    reason = ask(dora)["verdict"]["reason"]
    assert (reason["name"], reason["value"]) == ("field_error", "delivery.phone: invalid")
    assert (reason["now"], reason["best"]) == ([30, 60], [3, 60])


def test_chance_is_no_verdict(dora, rf):
    week(rf, GOOD_WEEK, came=60, carts=60, bought=30)
    week(rf, BAD_WEEK, came=60, carts=60, bought=28)
    said = ask(dora)
    assert said["verdict"] is None
    assert said["caution"].startswith("No step is worse")


def test_too_few_are_no_verdict(dora, rf):
    week(rf, GOOD_WEEK, came=20, carts=20, bought=20)
    week(rf, BAD_WEEK, came=20, carts=20, bought=1)
    said = ask(dora)
    assert said["verdict"] is None
    assert said["sentence"].startswith("Too few to tell")


def test_a_lucky_small_week_is_not_the_best(dora, rf):
    week(rf, GOOD_WEEK, came=100, carts=100, bought=80)
    week(rf, GOOD_WEEK + timedelta(days=7), came=3, carts=3, bought=3)
    week(rf, BAD_WEEK, came=100, carts=100, bought=40)
    assert ask(dora)["verdict"]["best"] == [80, 100]


def test_nothing_earlier_is_said(dora, rf):
    week(rf, BAD_WEEK, came=60, carts=60, bought=25)
    said = ask(dora)
    assert (said["periods_before"], said["verdict"]) == (0, None)
    assert said["caution"].startswith("There is no earlier period")


def test_unfinished_journeys_are_not_compared(dora, rf):
    week(rf, GOOD_WEEK, came=60, carts=60, bought=50)
    week(rf, BAD_WEEK, came=60, carts=60, bought=25)
    with time_machine.travel(BAD_WEEK + timedelta(days=1), tick=False):
        said = ask(dora)
    assert said["verdict"] is None
    assert said["caution"].startswith("Too many journeys are still open")


def test_the_page_has_one_button_to_the_next_action(dora, rf):
    week(rf, GOOD_WEEK, came=60, carts=60, bought=50)
    week(rf, BAD_WEEK, came=60, carts=60, bought=25)
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"}).content.decode()
    assert "A simpler checkout" in page
    assert '/admin/funnel/reasons/?from=2026-03-16&amp;to=2026-03-22"' in page


def test_the_csv_has_the_evidence(dora, rf):
    week(rf, GOOD_WEEK, came=60, carts=60, bought=50)
    week(rf, BAD_WEEK, came=60, carts=60, bought=25)
    text = dora.client.get(ADDRESS, QUESTION | {"format": "csv"}).content.decode()
    assert blocks(text)[1][0]["now"] == "25"


def test_an_empty_shop(dora):
    assert ask(dora)["sentence"] == "No visits yet in these days."
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"})
    assert page.status_code == 200


def test_it_is_one_of_the_reports():
    assert "diagnosis" in [report.slug for report in REPORTS]
