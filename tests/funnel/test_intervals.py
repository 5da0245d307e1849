from hypothesis import given
from hypothesis import strategies as st

from funnel.reports.intervals import differ, wilson


def test_the_worked_example():
    low, high = wilson(50, 2000)
    # Worked out from the formula by hand.
    assert (round(low, 2), round(high, 2)) == (1.9, 3.28)


def test_nothing_of_nothing():
    assert wilson(0, 0) is None


def test_one_of_one_is_not_sure():
    low, high = wilson(1, 1)
    assert round(low, 1) == 20.7
    assert high == 100


@given(st.integers(1, 10**7), st.floats(0, 1))
def test_it_holds_the_rate_and_stays_on_the_scale(whole, share):
    part = int(whole * share)
    low, high = wilson(part, whole)
    assert 0 <= low <= 100 * part / whole <= high <= 100


@given(st.integers(0, 50), st.integers(50, 90))
def test_more_of_the_same_is_surer(part, whole):
    low, high = wilson(part, whole)
    surer_low, surer_high = wilson(part * 10, whole * 10)
    assert surer_high - surer_low < high - low


def test_chance_and_more_than_chance():
    assert not differ(10, 100, 14, 100)
    assert differ(100, 1000, 140, 1000)
    assert not differ(0, 0, 5, 10)
    assert not differ(0, 10, 0, 10)
