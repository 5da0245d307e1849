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
    counts = ben("landing", "cart").counts("TWD")
    assert (counts["stage: interest"], counts["stage: interest, as browsers told"]) == (1, 0)
    assert (counts["stage: cart"], counts["stage: checkout_order"]) == (1, 0)


def test_a_landing_after_the_window_is_the_next_journey_of_one_visitor(ben):
    ben("landing")
    counts = ben("landing", day=7.01).counts("TWD")
    assert (counts["stage: landing"], counts["visitors: landing"]) == (2, 1)


def test_the_window_is_inclusive(ben):
    ben("landing")
    assert ben("landing", day=7).counts("TWD")["stage: landing"] == 1


def test_a_purchase_within_the_window_is_in_the_funnel(ben):
    ben("landing", *STEPS).note_order("A", "ben", START + 6 * DAY, 720)
    counts = ben().counts("TWD")
    assert counts["purchases: in the funnel"] == counts["stage: purchase"] == 1
    assert counts["money: all in the books, TWD"] == 720


def test_a_purchase_after_the_window_is_late(ben):
    ben("landing", *STEPS).note_order("A", "ben", START + 8 * DAY, 720)
    counts = ben().counts("TWD")
    assert (counts["purchases: late"], counts["stage: purchase"]) == (1, 0)


def test_a_history_without_a_landing_is_a_mid_entry(ben):
    ben(*STEPS).note_order("A", "ben", START + DAY, 720)
    counts = ben("interest").counts("TWD")
    assert (counts["purchases: mid-entry"], counts["stage: (mid-entry)"]) == (1, 1)
    assert counts["stage: landing"] == 0


def test_an_order_counts_once_and_money_goes_back(ben):
    truth = ben("landing", *STEPS)
    truth.note_order("A", "ben", START + DAY, 720)
    truth.note_order("A", "", START + 2 * DAY, 999)
    truth.note_money_back("A")
    counts = truth.counts("TWD")
    assert counts["purchases: all in the books"] == 1
    assert counts["money: given back by the funnel, TWD"] == 720


def test_what_staff_buy_is_unattributed(ben):
    ben().note_order("A", "", START, 720)
    assert ben().counts("TWD")["purchases: unattributed"] == 1


def test_each_currency_has_its_own_sums(ben):
    truth = ben("landing", *STEPS)
    truth.note_order("A", "ben", START + DAY, 720)
    truth.note_order("B", "ben", START + 2 * DAY, 1999, "USD")
    counts = truth.counts("TWD", "USD")
    assert counts["money: all in the books, TWD"] == 720
    assert counts["money: all in the books, USD"] == 1999


def test_one_person_on_two_devices_is_one_visitor_from_the_first_landing_on(ben):
    truth = ben("landing", *STEPS)
    truth.note("laptop", "landing", START + DAY, source="(direct)", device="computer")
    truth.note_order("A", "laptop", START + 2 * DAY, 720)
    truth.recognise("ben", "ben@example.com")
    truth.recognise("laptop", "ben@example.com")
    counts = truth.counts("TWD")
    assert (counts["visitors: landing"], counts["visitors: purchase"]) == (1, 1)
    assert counts["purchases: in the funnel"] == 1


def test_who_takes_consent_back_is_somebody_else_from_then_on(ben):
    truth = ben("landing")
    truth.recognise("ben", "ben@example.com")
    truth.recognise("laptop", "ben@example.com")
    truth.part("laptop")
    truth.note("laptop", "landing", START + DAY, source="(direct)", device="computer")
    assert truth.counts("TWD")["visitors: landing"] == 2


def test_the_past_stays_with_the_person_if_that_browser_was_the_first(ben):
    truth = ben("landing", *STEPS)
    truth.note_order("A", "ben", START + DAY, 720)
    truth.recognise("ben", "ben@example.com")
    truth.part("ben")
    truth.note("ben", "landing", START + 2 * DAY, source="(direct)", device="phone")
    truth.recognise("laptop", "ben@example.com")
    truth.note("laptop", "landing", START + 3 * DAY, source="(direct)", device="computer")
    counts = truth.counts("TWD")
    assert (counts["visitors: landing"], counts["stage: landing"]) == (2, 2)
    assert counts["purchases: in the funnel"] == 1


def test_a_day_around_the_change_of_the_clock_is_counted_by_itself(ben):
    ben("landing")
    truth = ben("landing", day=8)
    day = (START + 8 * DAY).date()
    assert truth.counts("TWD", days={day})[f"day: landings of {day}"] == 1
