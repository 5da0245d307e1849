"""Whatever the order of delivery: rows are those of a rebuild, and sums those of a recount."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from funnel import invariants, recording
from funnel.chains import Steps
from funnel.models import Journey, Purchase
from funnel.stages import FUNNEL, IMPLIED
from tests.funnel import brute
from tests.funnel.conftest import BEGIN

pytestmark = pytest.mark.django_db
HOUR, WEEK = 3_600, 7 * 86_400
# Times that like to coincide, and to lie just inside and outside of the window.
TIMES = st.sampled_from([0, 1, 2, 24, 100, 167, 168, 169, 170, 192, 336, 337]).map(HOUR.__mul__)
STAGES = st.sampled_from([*FUNNEL, "landing", "cart", "purchase", "share"]).map(str)
SOURCES = st.sampled_from(["", "fb", "google"])
STORIES = st.lists(st.tuples(TIMES, STAGES, SOURCES), min_size=1, max_size=9)
RULES = Steps(tuple(map(str, FUNNEL)), WEEK, frozenset(map(str, IMPLIED)))
names = itertools.count()


@pytest.fixture(autouse=True)
def _sound(db):
    """After all the stories of a test: nothing in the store contradicts its events."""
    yield
    assert invariants.broken() == []


def deliver(events: list[tuple[int, tuple]]) -> str:
    """A new visitor to whom these numbered events happen, told in this order."""
    visitor = f"visitor-{next(names)}"
    for number, (time, stage, source) in events:
        at = BEGIN + timedelta(seconds=time)
        event = {"name": stage, "visitor": visitor, "at": at, "received_at": at}
        event |= {"key": f"{stage}:{visitor}:{number}", "value": 100, "currency": "TWD"}
        recording.store(event | {"context": {"source": source} if source else {}})
    return visitor


def rows(visitor: str) -> list[dict]:
    columns = [f.name for f in Journey._meta.fields if f.name not in ("id", "visitor")]
    return list(Journey.objects.filter(visitor=visitor).order_by("ordinal").values(*columns))


def bought(visitor: str) -> list[tuple]:
    columns = ("at", "kind", "journey__ordinal")
    return sorted(Purchase.objects.filter(visitor=visitor).values_list(*columns))


@given(events=STORIES, data=st.data())
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_any_order_of_delivery_gives_the_same_rows(events, data):
    in_time = sorted(enumerate(events), key=lambda event: event[1][0])
    one, other = deliver(in_time), deliver(data.draw(st.permutations(in_time)))

    assert rows(one) == rows(other)
    assert bought(one) == bought(other)


@given(events=STORIES)
@example(events=[(0, "landing", ""), (144 * HOUR, "landing", ""), (145 * HOUR, "cart", "")])
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_rows_equal_trying_everything(events):
    visitor = deliver(list(enumerate(events)))
    history = [(time, stage) for time, stage, _ in events]

    reached = max((row["reached"] for row in rows(visitor)), default=0)
    assert reached == brute.furthest(history, RULES)[0]
    complete = {chain[-1][0] for chain in brute.chains(history, RULES) if len(chain) == len(FUNNEL)}
    in_funnel = {
        (at - BEGIN).total_seconds() for at, kind, _ in bought(visitor) if kind == "funnel"
    }
    assert in_funnel == complete


@given(times=st.lists(TIMES, min_size=1, max_size=9))
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
def test_landings_make_journeys_as_the_rule_says(times):
    visitor = deliver([(number, (time, "landing", "")) for number, time in enumerate(times)])

    entries = []
    for time in sorted(times):
        if not entries or time - entries[-1] > WEEK:
            entries.append(time)
    assert [(row["entry_at"] - BEGIN).total_seconds() for row in rows(visitor)] == entries
