"""Orders and money: once per order, per currency, moved back by refunds."""

import pytest

from funnel.api import Stage, record, record_refund, recorded_purchases
from funnel.invariants import broken
from funnel.models import DailyMoney, Purchase
from tests.funnel.conftest import BEGIN, journeys, tell

pytestmark = pytest.mark.django_db


def buy(order: str, *, value=1000, currency="TWD", visitor="ben"):
    tell("L@0 C@1 1@2 2@3 3@4", visitor=visitor)
    return record(
        None, Stage.PURCHASE, key=order, visitor=visitor, value=value, currency=currency, at=LATER
    )


LATER = BEGIN.replace(minute=1)


def money(**which) -> list[tuple]:
    """Orders, gross and refunds, over all days."""
    rows = DailyMoney.objects.filter(cut="", **which).order_by("currency")
    return list(rows.values_list("currency", "orders", "gross", "refunds"))


def test_an_order_is_counted_once_however_often_it_is_told():
    for _ in range(4):
        buy("L-1")

    assert journeys()[-1] == 1
    assert money() == [("TWD", 1, 1000, 0)]


def test_two_currencies_are_never_added_up():
    buy("L-1", value=3000)
    buy("L-2", value=100, currency="USD", visitor="cleo")

    assert money() == [("TWD", 1, 3000, 0), ("USD", 1, 100, 0)]


def test_refunds_move_money_and_never_the_count():
    buy("L-1")

    record_refund("L-1", key="a", amount=400, currency="TWD")
    record_refund("L-1", key="b", amount=600, currency="TWD")

    assert journeys()[-1] == 1
    assert money() == [("TWD", 1, 1000, 1000)]


def test_a_refund_counts_once_per_key():
    buy("L-1")

    assert record_refund("L-1", key="a", amount=400, currency="TWD") is True
    assert record_refund("L-1", key="a", amount=400, currency="TWD") is False
    assert Purchase.objects.get().refunded == 400


def test_a_refund_that_comes_before_its_purchase_waits_for_it():
    record_refund("L-1", key="a", amount=400, currency="TWD")

    buy("L-1")

    assert money() == [("TWD", 1, 1000, 400)]


def test_a_refund_in_another_currency_moves_nothing():
    buy("L-1")

    record_refund("L-1", key="a", amount=400, currency="USD")

    assert money() == [("TWD", 1, 1000, 0)]


def test_money_moves_along_when_a_late_event_changes_the_journey():
    tell("C@10 1@20 2@30 3@40 P@50")
    assert money(kind="mid_entry")[0][1:] == (1, 0, 0)

    tell("L@0")

    assert money(kind="mid_entry")[0][1:] == (0, 0, 0)
    assert money(kind="funnel")[0][1:] == (1, 0, 0)
    assert broken() == []


def test_the_shop_can_ask_which_orders_are_known():
    buy("L-1")
    record_refund("L-1", key="all", amount=1000, currency="TWD")

    assert recorded_purchases(["L-1", "L-2"]) == {"L-1": (1000, 1000)}
