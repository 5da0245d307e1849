"""The simulation's own counting, on histories that are worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.demo.truth import Truth

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STEPS = ("cart", "checkout_order", "checkout_delivery", "checkout_payment")


@pytest.fixture
def ben():
    """Notes what Ben did, at so many days after the start."""
    truth = Truth()

    def did(*stages: str, day: float = 0.0) -> Truth:
        for second, stage in enumerate(stages):
            at = START + day * DAY + timedelta(seconds=second)
            truth.note("ben", stage, at, source="(direct)", device="phone")
        return truth

    return did


def test_interest_is_implied_and_never_told(ben):
    counts = ben("landing", "cart").counts(currency="TWD")
    assert (counts["stage: interest"], counts["stage: interest, as browsers told"]) == (1, 0)
    assert (counts["stage: cart"], counts["stage: checkout_order"]) == (1, 0)


def test_a_landing_after_the_window_is_the_next_journey_of_one_visitor(ben):
    ben("landing")
    counts = ben("landing", day=7.01).counts(currency="TWD")
    assert (counts["stage: landing"], counts["visitors: landing"]) == (2, 1)


def test_the_window_is_inclusive(ben):
    ben("landing")
    assert ben("landing", day=7).counts(currency="TWD")["stage: landing"] == 1


def test_a_purchase_within_the_window_is_in_the_funnel(ben):
    ben("landing", *STEPS).note_order("A", "ben", START + 6 * DAY, 720)
    counts = ben().counts(currency="TWD")
    assert counts["purchases: in the funnel"] == counts["stage: purchase"] == 1
    assert counts["money: all in the books, TWD"] == 720


def test_a_purchase_after_the_window_is_late(ben):
    ben("landing", *STEPS).note_order("A", "ben", START + 8 * DAY, 720)
    counts = ben().counts(currency="TWD")
    assert (counts["purchases: late"], counts["stage: purchase"]) == (1, 0)


def test_a_history_without_a_landing_is_a_mid_entry(ben):
    ben(*STEPS).note_order("A", "ben", START + DAY, 720)
    counts = ben("interest").counts(currency="TWD")
    assert (counts["purchases: mid-entry"], counts["stage: (mid-entry)"]) == (1, 1)
    assert counts["stage: landing"] == 0


def test_an_order_counts_once_and_money_goes_back(ben):
    truth = ben("landing", *STEPS)
    truth.note_order("A", "ben", START + DAY, 720)
    truth.note_order("A", "", START + 2 * DAY, 999)
    truth.note_money_back("A")
    counts = truth.counts(currency="TWD")
    assert (counts["purchases: all in the books"], counts["money: given back, TWD"]) == (1, 720)


def test_what_staff_buy_is_unattributed(ben):
    ben().note_order("A", "", START, 720)
    assert ben().counts(currency="TWD")["purchases: unattributed"] == 1
