"""The sentence names the step that costs most, and never prices what can't be priced."""

import pytest

from funnel.ledger import Sums
from funnel.reports.counts import Counts
from funnel.reports.leak import biggest_leak, sentence
from funnel.reports.stage_rows import percent, stage_rows

SOLD = {"TWD": Sums(orders=50, gross=50_000)}


def test_the_example_that_every_report_must_reproduce():
    """10,000 saw the ad, 2,000 clicked, 50 bought."""
    assert percent(2_000, 10_000) == 20
    assert percent(50, 2_000) == 2.5
    rows = stage_rows(Counts(reached=[10_000, 2_000, 2_000, 2_000, 2_000, 2_000, 50]))
    assert (rows[1].of_previous, rows[-1].of_previous, rows[-1].of_first) == (20, 2.5, 0.5)


def test_the_step_with_the_largest_loss_in_money():
    """8,000 lost at the top are worth 8,000 × 50 / 2,000 orders, 1,950 lost at the end 1,950."""
    leak = biggest_leak([10_000, 2_000, 2_000, 2_000, 2_000, 2_000, 50], SOLD)

    assert (leak.before, leak.after) == ("checkout_payment", "purchase")
    assert (leak.lost, leak.at_stake) == (1_950, {"TWD": 1_950_000})
    assert "1,950 of 2,000" in leak.sentence
    assert "up to NT$1,950,000 at stake" in leak.sentence
    assert leak.arithmetic.startswith("1,950 × 50/50 × NT$1,000 = NT$1,950,000, if they bought")


def test_the_conversion_of_those_who_pass():
    leak = biggest_leak([1_000, 100, 90, 80, 70, 60, 50], SOLD)

    assert leak.after == "interest"
    assert leak.at_stake == {"TWD": 900 * 50 * 1_000 // 100}


def test_two_currencies_are_never_one_sum():
    sold = {"TWD": Sums(orders=40, gross=40_000), "USD": Sums(orders=10, gross=50_000)}
    leak = biggest_leak([1_000, 100, 90, 80, 70, 60, 50], sold)

    assert leak.at_stake == {"TWD": 450 * 800, "USD": 450 * 1_000}


def test_the_arithmetic_can_be_done_again():
    """215 × 22/60 × 1,168.33 an order would be other than is written with 1,168."""
    leak = biggest_leak([300, 275, 60, 50, 40, 30, 22], {"TWD": Sums(orders=30, gross=35_050)})

    assert leak.average == {"TWD": 1_168}
    assert leak.at_stake == {"TWD": round(215 * 22 / 60 * 1_168)}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([200, 100, 90, 80, 70, 60, 50], "So far most money is held up between Landing and"),
        ([200, 190, 90, 80, 70, 60, 4], "Too few orders yet"),
        ([200, 100, 0, 0, 0, 0, 0], "So far nobody got past Interest: all 100 have"),
    ],
)
def test_open_journeys_are_not_lost_yet(counts, words):
    sold = {"TWD": Sums(orders=counts[-1], gross=1_000 * counts[-1])}
    leak = biggest_leak(counts, sold, final=False)

    assert words in leak.sentence
    assert leak.sentence.startswith("So far")
    assert "stopped" not in leak.sentence
    assert "lost" not in leak.sentence


def test_nobody_passes():
    leak = biggest_leak([200, 100, 0, 0, 0, 0, 0], {})

    assert leak.at_stake == {}
    assert leak.sentence.startswith("Nobody gets past Interest: all 100 stopped there")


@pytest.mark.parametrize("counts", [[29, 3, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0]])
def test_too_few_to_tell(counts):
    leak = biggest_leak(counts, {})

    assert leak is None
    assert sentence(leak, counts).startswith("Too few to tell")


def test_too_few_orders_for_a_price():
    leak = biggest_leak([400, 200, 150, 100, 50, 40, 4], {"TWD": Sums(4, 4_000, 0)})

    assert leak.at_stake == {}
    assert "Too few orders yet" in leak.sentence


def test_nobody_lost():
    assert biggest_leak([50] * 7, SOLD) is None
    assert sentence(None, [50] * 7).startswith("Nobody was lost")


def test_zero_has_no_rate():
    assert percent(0, 0) is None
    assert [row.of_previous for row in stage_rows(Counts())] == [None] * 7
