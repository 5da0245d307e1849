"""An owner's own funnels: which events fill a step, and who is counted in a period."""

import random
from collections import defaultdict
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections

from funnel.api import DetailName, Stage, note, record
from funnel.chains import Steps
from funnel.custom import count
from funnel.histories import TELLING, Asked, Definition, Step, histories
from funnel.models import Event, Journey
from tests.funnel import brute
from tests.funnel.conftest import BEGIN, tell

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# Of visitors' keys: they are read by parts of the alphabet, and none may fall between two.
BEGINNINGS = ("-", "_", "0", "9", "A", "a", "Z", "z", "", "~", "é", "!")
COUNTS = {
    "ordered": lambda *asked: brute.furthest(*asked)[0],
    "strict": brute.strict,
    "unordered": brute.unordered,
}


def steps(*names: str) -> tuple[Step, ...]:
    """`product: beans` is a step with a value."""
    return tuple(Step(*name.split(": ")) for name in names)


def asked(*names: str, order="ordered", hours=24, period=48, among=None) -> Asked:
    definition = Definition(steps(*names), order, timedelta(hours=hours))
    return Asked(definition, BEGIN, BEGIN + timedelta(hours=period), among)


def reached(*names: str, **how) -> list[int]:
    return count(asked(*names, **how), now=BEGIN + timedelta(days=99)).reached


def at(seconds: float, visitor: str = "ben") -> dict:
    return {"visitor": visitor, "at": BEGIN + timedelta(seconds=seconds)}


def test_stages_and_details_in_one_funnel():
    tell("L@0 C@60 1@90", visitor="ada")
    tell("L@0 C@60")
    note(None, DetailName.QUESTION, "shipping", **at(30))

    assert reached("landing", "cart", "checkout_order") == [2, 2, 1]
    assert reached("landing", "question", "cart") == [2, 1, 1]
    assert reached("landing", "question: shipping", "cart") == [2, 1, 1]
    assert reached("landing", "question: returns", "cart") == [2, 0, 0]


def test_what_a_stage_tells_fills_a_step():
    tell("L@0", visitor="ada")
    record(None, Stage.LANDING, **at(0))
    record(None, Stage.CART, details={DetailName.PRODUCT: "beans"}, **at(5))

    assert reached("landing", "product: beans") == [2, 1]
    assert reached("landing", "product: tea") == [2, 0]
    assert reached("landing", "product") == [2, 1]
    assert reached("landing", "product", order="strict") == [2, 1]


def test_one_event_fills_one_step():
    record(None, Stage.LANDING, **at(0))
    record(None, Stage.CART, details={DetailName.PRODUCT: "beans"}, **at(5))

    assert reached("cart", "product: beans") == [1, 0]
    record(None, Stage.CART, **at(5))
    assert reached("cart", "product: beans") == [1, 1]


def test_a_chain_starts_in_the_period_and_may_end_after_it():
    tell(f"L@{47 * 3600} C@{71 * 3600}")
    tell(f"L@{47 * 3600} C@{71 * 3600 + 1}", visitor="ada")
    tell(f"L@{48 * 3600} C@{48 * 3600 + 5}", visitor="cleo")

    assert reached("landing", "cart") == [2, 1]
    assert reached("landing", "cart", order="unordered") == [2, 1]


@pytest.mark.parametrize("end", [1, 1.5, 1.25, 1.000001])
@pytest.mark.parametrize("names", [["landing"], ["landing", "cart"]])
def test_a_period_may_end_within_a_second(names, end):
    tell(f"L@{end}")
    tell(f"L@{end - 0.000001:f} C@{end - 0.000001:f}", visitor="ada")

    assert reached(*names, period=end / 3600) == [1] * len(names)


def test_strict_is_broken_by_whatever_was_recorded():
    tell("L@0 C@60")
    assert reached("landing", "cart", order="strict") == [1, 1]
    note(None, DetailName.DEPTH, "25", **at(30))
    assert reached("landing", "cart", order="strict") == [1, 0]


def test_only_the_visitors_who_are_asked_for():
    tell("L@0 C@60", visitor="ada")
    tell("L@0")
    ada = Journey.objects.filter(visitor="ada", entry_at__gte=BEGIN).values("visitor")

    assert reached("landing", "cart", among=ada) == [1, 1]


def test_who_started_less_than_the_window_ago_is_open_done_or_not():
    tell("L@0 C@60 1@90", visitor="ada")
    tell("L@0 C@60")
    tell(f"L@0 L@{10 * 3600}", visitor="cleo")

    def open_at(hours: int) -> list[int]:
        question = asked("landing", "cart", "checkout_order")
        return count(question, now=BEGIN + timedelta(hours=hours)).open_at

    assert [open_at(23), open_at(24), open_at(34)] == [[3, 2, 1], [1, 0, 0], [0, 0, 0]]


def test_median_times_are_those_of_the_chains():
    for number, later in enumerate((10, 20, 90)):
        tell(f"L@0 C@{later} 1@{later + 5}", visitor=f"v{number}")

    found = count(asked("landing", "cart", "checkout_order"), now=BEGIN)
    assert found.medians() == [None, (20, 20), (5, 25)]


def test_nothing_recorded_counts_nothing():
    assert reached("landing", "cart") == [0, 0]


def a_crowd(chance: random.Random, visitors: int) -> dict[str, list[tuple]]:
    """Rows of events with values and tied times; by visitor what each event may be called."""
    told, rows = defaultdict(list), []
    for number in range(visitors * 4):
        name = chance.choice(["landing", "cart", "purchase", "question", "product", "other"])
        value = chance.choice(["beans", "tea"])
        known = name in TELLING and chance.random() < 0.6
        context = {"value": value} if name in ("question", "product") else {}
        context |= {"product": value} if known else {}
        called = {name, f"{name}: {value}"} if "value" in context else {name}
        called |= {"product", f"product: {value}"} if known else set()
        hours, visitor = (
            chance.choice((0, 1, 2, 3, 5, 6, 7, 8, 9)),
            f"{chance.choice(BEGINNINGS)}{chance.randrange(visitors // 4)}",
        )
        told[visitor].append((hours, frozenset(called)))
        row = {"key": str(number), "visitor": visitor, "name": name, "context": context}
        rows.append(Event(**row, at=BEGIN + hours * HOUR, received_at=BEGIN))
    Event.objects.using(settings.FUNNEL_DATABASE).bulk_create(rows)
    return told


@pytest.mark.parametrize("order", COUNTS)
def test_rows_equal_trying_everything(order):
    chance = random.Random(order)
    told = a_crowd(chance, visitors=150)
    possible = ["landing", "cart", "purchase", "question", "product", "product: beans"]
    for _ in range(12):
        names = chance.choices(possible, k=chance.randint(2, 4))
        hours, period = chance.choice((1, 3, 6)), chance.choice((5, 7, 48))

        arithmetic = Steps(tuple(names), hours)
        furthest = [COUNTS[order](events, arithmetic, period) for events in told.values()]
        expected = [sum(far > place for far in furthest) for place in range(len(names))]
        assert reached(*names, order=order, hours=hours, period=period) == expected, names


@pytest.mark.parametrize("order", COUNTS)
def test_whoever_is_asked_for_is_counted_as_if_alone(order):
    chance = random.Random(order)
    told = a_crowd(chance, visitors=60)
    some = set(chance.sample(sorted(told), 20))
    for visitor in some:
        tell("L@0", visitor=visitor, begin=BEGIN - timedelta(days=400))
    among = Journey.objects.filter(visitor__in=some).values("visitor")

    arithmetic = Steps(("landing", "cart"), 3)
    furthest = [COUNTS[order](told[visitor], arithmetic, 48) for visitor in some]
    expected = [sum(far > place for far in furthest) for place in range(2)]
    for _ in range(2):
        assert reached("landing", "cart", order=order, hours=3, among=among) == expected


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_read_outside_a_transaction_nothing_stays_behind():
    tell("L@0 C@5")
    among = Journey.objects.values("visitor")
    broken = Asked(
        Definition(steps("landing", "cart"), "ordered", HOUR), BEGIN, BEGIN + HOUR, among
    )
    half_read = histories(broken, BEGIN)
    next(half_read)
    half_read.close()

    assert reached("landing", "cart", among=among) == [1, 1]
    assert not connections[settings.FUNNEL_DATABASE].in_atomic_block
    tell("L@9", visitor="ada")
    assert reached("landing", "cart") == [2, 1]


def test_within_a_transaction_an_error_leaves_nothing_behind():
    tell("L@0 C@5")
    among = Journey.objects.values("visitor")
    asked_for = asked("landing", "cart", among=among)
    for _ in range(2):
        half_read = histories(asked_for, BEGIN)
        next(half_read)
        half_read.close()

    assert reached("landing", "cart", among=among) == [1, 1]
