"""Whose doing an order was: three views of the same orders, each of which adds up."""

import random
from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction

import pytest

from funnel.api import record_refund
from funnel.models import Event, Journey, Purchase
from funnel.reports import credit
from funnel.reports.counts import Boundary
from funnel.reports.question import Question
from funnel.stages import FUNNEL
from tests.funnel.conftest import BEGIN
from tests.funnel.spend.conftest import WAY
from tests.funnel.spend.test_sources import ask

pytestmark = pytest.mark.django_db


def orders(said: dict, touch: str) -> dict:
    found = {row["value"]: row["touches"][touch] for row in said["rows"]}
    return {
        value: (touches["orders"], sum(part["net"] for part in touches["revenue"]))
        for value, touches in found.items()
        if touches["orders"]
    }


def march() -> Question:
    return Question(BEGIN.date().replace(day=1), BEGIN.date().replace(day=31), by="source")


def test_each_touch_gets_its_due(dora, storefront, goes):
    goes("ada", "fb", "google", "line", *WAY, "purchase:1000")
    said = ask(dora, by="source")

    assert orders(said, "first") == {"fb": (1, 1000)}
    assert orders(said, "last") == {"line": (1, 1000)}
    assert orders(said, "linear") == {"fb": (0.4, 334), "google": (0.3, 333), "line": (0.3, 333)}


def test_who_brought_them_twice_gets_two_parts(dora, storefront, goes):
    goes("ada", "fb", "google", "fb", *WAY, "purchase:1000")
    assert orders(ask(dora, by="source"), "linear") == {"google": (0.3, 333), "fb": (0.7, 667)}


def test_a_direct_visit_with_a_campaign_is_the_firsts(dora, storefront, goes):
    goes("ada", "-:autumn", "-:winter", *WAY, "purchase:300")
    for touch in ("first", "last", "linear"):
        assert orders(ask(dora), touch) == {"autumn": (1, 300)}


def test_direct_visits_and_those_after_the_order_get_none(dora, storefront, goes):
    goes("ada", "-", "fb", "-", *WAY, "purchase:700", "google")
    said = ask(dora, by="source")
    assert orders(said, "first") == {"(direct)": (1, 700)}
    assert orders(said, "linear") == {"fb": (1, 700)}

    goes("ben", "-", "-", *WAY, "purchase:300")
    assert orders(ask(dora, by="source"), "linear") == {"fb": (1, 700), "(direct)": (1, 300)}


def test_a_refund_is_shared_as_the_order_was(dora, storefront, goes):
    goes("ada", "fb", "google", *WAY, "purchase:1001")
    record_refund("ada-6", amount=500, currency="TWD", at=BEGIN + timedelta(days=1))
    said = ask(dora, by="source")
    assert orders(said, "linear") == {"fb": (0.5, 501 - 250), "google": (0.5, 500 - 250)}


@pytest.mark.parametrize("seed", range(12))
def test_every_view_adds_up_on_random_histories(goes, seed):
    chance = random.Random(seed)
    names = ("fb", "google", "line", "-")
    for number in range(12):
        steps = chance.choices([*names, *names, *WAY, "purchase"], k=chance.randint(1, 14))
        steps = [f"purchase:{chance.randint(1, 999)}" if s == "purchase" else s for s in steps]
        currency = chance.choice(["TWD", "USD"])
        goes(f"v{number}", chance.choice(names), *steps, currency=currency)

    found = credit.views(march(), Boundary.now())

    first, *others = (credit.total(view) for view in found.values())
    assert others == [first, first]
    assert first.journeys == Journey.objects.filter(reached__gt=0).count()
    assert first.orders == Purchase.objects.count()
    last = {value: (part.journeys, part.orders) for value, part in found["last"].items()}
    assert {value: pair for value, pair in last.items() if any(pair)} == last_by_hand()
    assert linear_by_hand() == {
        value: brought
        for value, part in found["linear"].items()
        if (brought := sum(money.gross for money in part.money.values()))
    }


def last_by_hand() -> dict[str, tuple[int, int]]:
    """Journeys and orders by the source of the last touch."""
    journeys = Counter(Journey.objects.filter(reached__gt=0).values_list("last_source", flat=True))
    orders = Counter(Purchase.objects.values_list("journey__last_source", flat=True))
    return {value: (journeys[value], orders[value]) for value in journeys | orders}


def linear_by_hand() -> dict[str, int]:
    """Gross revenue by source, read off every event."""
    found = defaultdict(int)
    for order in Purchase.objects.select_related("journey"):
        journey, until = order.journey, furthest_at(order.journey)
        landings = Event.objects.filter(visitor=journey.visitor, name="landing")
        own = [
            event
            for event in landings.order_by("at", "key")
            if journey.entry_at <= event.at <= until
        ]
        sources = [event.context.get("source") or "(direct)" for event in own]
        # What came in the middle has no landing: it keeps what it came with.
        touches = [name for name in sources if name != "(direct)"] or [journey.source]
        # What can't be divided goes to who lost most by it, then to who came last the longest ago.
        names = sorted(set(touches), key=touches[::-1].index, reverse=True)
        exact = {name: Fraction(order.value * touches.count(name), len(touches)) for name in names}
        left = order.value - sum(map(int, exact.values()))
        lost = sorted(names, key=lambda name: int(exact[name]) - exact[name])
        for name in names:
            found[name] += int(exact[name]) + (name in lost[:left])
    return {name: value for name, value in found.items() if value}


def furthest_at(journey: Journey):
    """When it came as far as it did; its first landing where that was only implied."""
    if journey.reached < 2:
        return journey.started_at or journey.entry_at
    stage = FUNNEL[journey.reached - 1]
    return journey.started_at + timedelta(microseconds=getattr(journey, f"{stage}_after") or 0)
