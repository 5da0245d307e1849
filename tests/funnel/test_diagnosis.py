"""Why didn't they buy: a verdict with its evidence, and none where there is nothing to tell."""

from datetime import timedelta

import pytest
import time_machine

from funnel.api import DetailName, Stage, note, record
from funnel.models import Spend
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


def ads(begin, *, shown: int, clicked: int, campaign: str = "tea") -> None:
    told = {"impressions": shown, "clicks": clicked, "cost": 10, "currency": "TWD"}
    Spend.objects.create(day=begin.date(), source="fb", campaign=campaign, **told)


@pytest.fixture
def same_weeks(rf):
    """Nothing got worse after the landing; a third of those who come buy."""
    for begin in (GOOD_WEEK, BAD_WEEK):
        week(rf, begin, came=60, carts=40, bought=20)


def test_ads_that_nobody_clicks_any_more_are_the_top_of_the_funnel(dora, same_weeks):
    """At 4 % of 10,000 instead of 1 %, 300 more would have come, of whom 100 buy."""
    ads(GOOD_WEEK, shown=8_000, clicked=320)
    ads(BAD_WEEK, shown=10_000, clicked=100)
    verdict = ask(dora)["verdict"]
    assert (verdict["before"], verdict["after"]) == ("ad_impressions", "ad_clicks")
    assert (verdict["now"], verdict["best"]) == ([100, 10_000], [320, 8_000])
    assert (verdict["lost"], verdict["at_stake"]) == (300, {"TWD": 100_000})
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"}).content.decode()
    assert "Most is lost between Ad impressions and Ad clicks" in page
    assert "Money is spent on ads and nobody clicks." in page
    assert "/admin/funnel/sources/?from=" in page


def test_the_campaign_that_is_clicked_less_is_the_evidence(dora, same_weeks):
    for campaign, clicked in (("tea", 340), ("mist", 20)):
        ads(GOOD_WEEK, shown=8_000, clicked=320, campaign=campaign)
        ads(BAD_WEEK, shown=8_000, clicked=clicked, campaign=campaign)
    segment = ask(dora)["verdict"]["segment"]
    assert (segment["by"], segment["value"]) == ("campaign", "mist")
    assert (segment["now"], segment["best"]) == ([20, 8_000], [320, 8_000])


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ((900, 90), (900, 9)),  # too few were shown
        ((8_000, 320), (10_000, 390)),  # chance
        ((8_000, 320), (2_000, 5_000)),  # a file that tells clicks and no impressions
    ],
)
def test_ads_of_which_nothing_can_be_told_are_no_verdict(dora, same_weeks, then, now):
    ads(GOOD_WEEK, shown=then[0], clicked=then[1])
    ads(BAD_WEEK, shown=now[0], clicked=now[1])
    assert ask(dora)["verdict"] is None
    for form in ("html", "json"):
        asked = QUESTION | {"format": form, "compare": "previous"}
        assert dora.client.get("/admin/funnel/report/", asked).status_code == 200


def test_filters_that_ads_know_nothing_of_leave_them_out(dora, same_weeks):
    ads(GOOD_WEEK, shown=8_000, clicked=320)
    ads(BAD_WEEK, shown=10_000, clicked=100)
    assert ask(dora, device="phone")["verdict"] is None


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
    assert ask(dora)["sentence"] == "No visits in these days."
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"})
    assert page.status_code == 200


def test_it_is_one_of_the_reports():
    assert "diagnosis" in [report.slug for report in REPORTS]
