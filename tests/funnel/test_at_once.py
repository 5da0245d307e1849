"""Many at the same time: the same rows as one after another. Runs on every database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connections

from funnel import caps
from funnel.api import Stage, record, record_refund
from funnel.invariants import broken
from funnel.models import Event, Journey, KnownValue, Purchase
from funnel.stages import FUNNEL
from tests.funnel.conftest import BEGIN, journeys

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls: list) -> list:
    """Run the calls in eight threads; what each returned."""

    def run(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, calls))


def happen(visitor: str, stage: str, seconds: float, **more):
    at = BEGIN + timedelta(seconds=seconds)
    return lambda: record(None, Stage(stage), visitor=visitor, at=at, **more)


def test_one_visitors_first_landings_make_one_journey():
    assert all(at_once([happen("ada", "landing", n) for n in range(24)]))

    assert journeys()[0] == 1
    assert Event.objects.count() == 24
    assert broken() == []


def test_one_visitors_stages_in_any_order_make_one_whole_journey():
    stages = [happen("ada", stage, 10 * n, key="a") for n, stage in enumerate(FUNNEL)]

    assert all(at_once(stages[::-1]))

    assert journeys() == [1] * 7
    assert Purchase.objects.get().kind == "funnel"
    assert broken() == []


def test_interest_and_landing_never_miss_each_other():
    for number in range(8):
        visitor = f"visitor-{number}"
        assert all(at_once([happen(visitor, "interest", 5), happen(visitor, "landing", 0)]))

    assert journeys()[:2] == [8, 8]
    assert broken() == []


def test_the_same_order_told_many_times_at_once_is_stored_once():
    told = at_once([happen("ada", "purchase", n, key="L-1", value=100) for n in range(16)])

    assert told.count(True) == 1
    assert Purchase.objects.count() == 1
    assert broken() == []


def test_a_refund_and_its_purchase_never_miss_each_other():
    orders = [f"L-{number}" for number in range(12)]
    acts = []
    for order in orders:
        acts.append(happen(order, "purchase", 0, key=order, value=100, currency="TWD"))
        acts.append(partial(record_refund, order, amount=100, currency="TWD"))

    assert all(at_once(acts))

    assert Purchase.objects.filter(refunded=100).count() == len(orders)
    assert broken() == []


def test_many_visitors_at_once_lose_no_count():
    at_once([happen(f"v{n % 20}", FUNNEL[n // 20], n // 20, key=f"{n}") for n in range(60)])

    assert journeys()[:3] == [20, 20, 20]
    assert broken() == []


def test_returning_visitors_open_each_journey_once():
    weeks = [happen("ada", "landing", week * 8 * 86_400) for week in range(6)]

    assert all(at_once(weeks[::-1] + weeks))

    found = Journey.objects.order_by("ordinal").values_list("ordinal", flat=True)
    assert list(found) == [1, 2, 3, 4, 5, 6]
    assert broken() == []


def test_new_campaigns_at_once_never_take_more_places_than_there_are(visit, monkeypatch):
    monkeypatch.setattr(caps, "MOST", 5)
    caps.forget_days()

    def land(number):
        return record(visit(f"/?utm_campaign=c{number}", ip=f"192.0.2.{number}"), Stage.LANDING)

    assert all(at_once([lambda n=n: land(n) for n in range(20)]))

    assert KnownValue.objects.filter(dimension="campaign").count() == 5
    caps.forget_days()
