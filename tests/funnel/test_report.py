"""The report says what the worked table says, whichever unit it is asked for."""

from datetime import UTC, datetime

import pytest
import time_machine

from funnel.models import DailyTotal
from funnel.stages import FUNNEL
from tests.funnel.asking import ask, counts, get
from tests.funnel.conftest import tell
from tests.funnel.test_worked_table import TABLE

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 4, 20, tzinfo=UTC)
MARCH = {"from_": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture(autouse=True)
def _in_april():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.mark.parametrize("name", TABLE)
def test_visitors_of_the_worked_table(dora, name):
    story, expected, purchases = TABLE[name]
    tell(story)

    said = ask(dora, unit="visitor", **MARCH)

    assert counts(said) == expected
    assert said["stages"][6]["late"] == purchases.count("late")
    assert said["stages"][6]["mid_entry"] == purchases.count("mid_entry")


def test_journeys_are_the_usual_unit(dora):
    tell("L@0 L@8d C@8d+60 1@8d+90 2@8d+120 3@8d+200 P@8d+300")

    said = ask(dora, **MARCH)

    assert counts(said) == [2, 1, 1, 1, 1, 1, 1]
    assert said["stages"][6]["median_seconds_from_first"] == 300


def test_interest_seen_and_implied_are_told_apart(dora):
    tell("L@0 E@5", visitor="ada")
    tell("L@0 C@5", visitor="ben")

    said = ask(dora, **MARCH)

    assert (said["explicit_interest"], said["implied_interest"]) == (1, 1)
    assert counts(said)[:3] == [2, 2, 1]


def test_medians_from_the_stage_before(dora):
    tell("L@0 E@30 C@60", visitor="ada")
    tell("L@0 E@10 C@100", visitor="ben")

    said = ask(dora, **MARCH)

    assert counts(said, "median_seconds_from_previous")[:4] == [None, 20, 60, None]


def test_where_strays_came_in(dora):
    tell("1@0 2@10 3@20 P@30")

    said = ask(dora, **MARCH)

    assert counts(said, "came_in_here") == [0, 0, 0, 1, 0, 0, 0]
    assert counts(said, "with_strays") == [0, 0, 0, 1, 1, 1, 1]
    assert said["mid_entries"] == 1


def test_side_stages_stand_alone(dora):
    tell("S@0 S@60")

    shares = ask(dora, **MARCH)["side_stages"][0]

    assert shares == {"stage": "share", "events": 2, "visitors": 1}


def test_what_was_filtered_is_shown(dora, visit):
    from funnel.api import Stage, record

    record(visit(agent="Googlebot/2.1 (+http://www.google.com/bot.html)"), Stage.LANDING)

    assert ask(dora)["filtered"] == {"bot": 1, "prefetch": 0, "staff": 0}


def test_nothing_at_all(dora):
    page = get(dora).content.decode()

    assert "No visits in these days." in page
    assert ask(dora)["sentence"] == "No visits in these days."
    assert counts(ask(dora), "percent_of_first") == [None] * 7


def test_the_page_names_each_stage(dora):
    tell("L@0 C@5")

    page = get(dora, **MARCH).content.decode()

    assert page.count('class="stage-name"') == 7
    assert "Nobody" not in page  # one visit is too few to judge
    assert "Too few to tell" in page


def test_the_page_explains_its_layers(dora):
    tell("L@0 C@5")

    page = get(dora, **MARCH).content.decode()

    assert page.count('title="bottom of the funnel: get the order">BOFU</abbr>') == 4
    assert "TOFU: top of the funnel: be seen;" in page


def test_the_way_back_leads_to_today(dora):
    page = get(dora, **MARCH).content.decode()
    assert '<a href="/admin/">Today</a> &rsaquo; Where visitors drop off' in page


@pytest.fixture
def ten_thousand():
    """A day's total of 10,000 landings, of which 2,000 went on and 50 bought."""
    stages = dict.fromkeys([str(stage) for stage in FUNNEL], 2_000)
    stages |= {"landing": 10_000, "purchase": 50, "interest_explicit": 2_000}
    DailyTotal.objects.create(
        day="2026-03-05", entered_by="landing", strays=0, journeys=10_000, **stages
    )


def test_the_worked_example(dora, ten_thousand):
    said = ask(dora, **MARCH)

    assert counts(said)[:2] == [10_000, 2_000]
    assert counts(said, "percent_of_previous")[1] == 20
    assert said["stages"][6]["percent_of_previous"] == 2.5
    page = get(dora, **MARCH).content.decode()
    assert "10,000" in page
    assert "2.5\u202f%" in page
    assert "1,950 of 2,000" in page


def test_medians_of_many_journeys_follow_later(dora, ten_thousand):
    DailyTotal.objects.update(landing=20_000)

    page = get(dora, **MARCH).content.decode()

    assert not ask(dora, **MARCH)["median_times"]
    assert 'hx-trigger="load"' in page
    assert "times=1" in page
    assert ask(dora, times=1, **MARCH)["median_times"]


def test_htmx_gets_the_stages_alone(dora):
    tell("L@0 E@30")

    answer = dora.client.get(
        "/admin/funnel/report/?times=1&from=2026-03-01", HTTP_HX_REQUEST="true"
    )

    assert answer.content.decode().lstrip().startswith('<section id="stages"')
    assert "30 s" in answer.content.decode()
