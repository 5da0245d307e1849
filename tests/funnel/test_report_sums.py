"""Every breakdown sums to the total, in both units, and every filter equals its row."""

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import time_machine

from funnel.chains import ordered
from funnel.models import Event
from funnel.recording import rules, store
from funnel.reports.question import BY, UNITS
from funnel.stages import FUNNEL
from funnel.statements import micros
from tests.funnel.asking import ask, counts

pytestmark = pytest.mark.django_db
BEGIN, NOW = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 2, 7, tzinfo=UTC)
PERIOD = {"from_": "2026-03-06", "to": "2026-03-30"}


def happen(chance: random.Random, number: int) -> None:
    """One more event of somebody, somewhere, some time."""
    stage = chance.choices(FUNNEL, (6, 2, 3, 2, 2, 2, 2))[0]
    at = BEGIN + timedelta(seconds=chance.randrange(32 * 86_400))
    context = {"device": chance.choice(["phone", "computer"])}
    if stage == "landing":
        context |= {"source": chance.choice(["", "google", "line"]), "campaign": "a", "page": "p"}
    bought = {"value": 320, "currency": "TWD"} if stage == "purchase" else {}
    store(
        {
            "key": f"{stage}:{number}",
            "visitor": f"v{chance.randrange(7)}",
            "name": str(stage),
            "at": at,
            "received_at": at,
            "context": context,
            **({"value": None, "currency": ""} | bought),
        }
    )


@pytest.fixture
def traffic():
    chance = random.Random(11)
    with time_machine.travel(NOW, tick=False):
        for number in range(110):
            happen(chance, number)
        yield


def test_rows_sum_to_the_total(dora, traffic):
    for by, unit in product(BY, UNITS):
        said = ask(dora, by=by, unit=unit, **PERIOD)
        for place, stage in enumerate(said["stages"]):
            rows = [row["counts"][stage["stage"]] for row in said["breakdown"]]
            assert sum(rows) == counts(said)[place], (by, stage["stage"])
        assert sum(row["still_open"] for row in said["breakdown"]) == said["still_open"]
        assert said["still_open"] > 0
        assert counts(said) == counts(ask(dora, unit=unit, **PERIOD))


def test_a_filter_equals_its_row(dora, traffic):
    for unit in UNITS:
        for row in ask(dora, by="source", unit=unit, device="phone", **PERIOD)["breakdown"]:
            alone = ask(dora, source=row["value"], device="phone", unit=unit, **PERIOD)
            assert counts(alone) == list(row["counts"].values())
            assert alone["still_open"] == row["still_open"]


def test_days_sum_to_the_period(dora, traffic):
    days = [f"2026-03-{day:02}" for day in range(6, 31)]
    each = [ask(dora, from_=day, to=day) for day in days]
    whole = ask(dora, **PERIOD)

    for name in ("count", "still_open"):
        columns = zip(*[counts(said, name) for said in each], strict=True)
        assert [sum(column) for column in columns] == counts(whole, name)


def test_visitors_are_those_that_their_events_tell_of(dora, traffic):
    """Each visitor anew: the furthest chain among those whose landing lies in the period."""
    said = ask(dora, unit="visitor", **PERIOD)
    start, end = (micros(datetime.fromisoformat(said["period"][side])) for side in ("start", "end"))
    histories = {}
    for visitor, at, name in Event.objects.values_list("visitor", "at", "name"):
        if name != "landing" or start <= micros(at) < end:
            histories.setdefault(visitor, []).append((micros(at), name))
    furthest = [len(ordered(rules().told(history), rules())) for history in histories.values()]

    assert counts(said) == [sum(stage <= far for far in furthest) for stage in range(1, 8)]


def test_money_sums_to_the_total(dora, traffic):
    for by in BY:
        said = ask(dora, by=by, **PERIOD)
        rows = [part["gross"] for row in said["breakdown"] for part in row["revenue"]]
        assert sum(rows) == sum(row["gross"] for row in said["revenue"]) > 0
