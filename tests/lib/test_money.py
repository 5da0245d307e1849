from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shop.lib.money import (
    CURRENCIES,
    allocate,
    format_money,
    from_stripe,
    round_down,
    to_decimal,
    to_stripe,
)

amounts = st.integers(min_value=0, max_value=10**12)
currencies = st.sampled_from(sorted(CURRENCIES))


@given(st.lists(amounts, max_size=30), st.data())
def test_the_parts_of_a_sum_make_the_sum(weights, data):
    total = data.draw(st.integers(min_value=0, max_value=sum(weights)))
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@given(st.integers(min_value=0, max_value=10**9), st.lists(amounts, min_size=1, max_size=30))
def test_even_more_than_the_weights_is_given_out_whole(total, weights):
    assume(sum(weights))
    assert sum(allocate(total, weights)) == total


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(100, [1, 1, 1], [33, 33, 34]), (5, [0, 10], [0, 5]), (0, [], []), (7, [0, 0], [0, 0])],
)
def test_allocates_as_by_hand(total, weights, parts):
    assert allocate(total, weights) == parts


@given(amounts, currencies)
def test_what_stripe_charges_comes_back_the_same(amount, currency):
    amount = round_down(amount, currency)
    assert from_stripe(to_stripe(amount, currency), currency.lower()) == amount


@given(amounts, currencies)
def test_rounding_down_takes_less_than_a_step(amount, currency):
    left = amount - round_down(amount, currency)
    assert 0 <= left < CURRENCIES[currency].step


@pytest.mark.parametrize(
    ("amount", "currency", "charged"),
    [
        (379, "TWD", 37900),
        (379, "HUF", 37900),
        (379, "JPY", 379),
        (1999, "USD", 1999),
        (1230, "KWD", 1230),
    ],
)
def test_stripe_counts_in_its_own_units(amount, currency, charged):
    assert to_stripe(amount, currency) == charged


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "shown"),
    [
        (1380, "TWD", "en", "NT$1,380"),
        (1380, "TWD", "zh-hant", "NT$1,380"),
        (138050, "USD", "en", "$1,380.50"),
        (1230, "KWD", "en", "KWD1.230"),
        (500, "JPY", "en", "¥500"),
        (0, "EUR", "en", "€0.00"),
    ],
)
def test_is_written_as_the_locale_does(amount, currency, locale, shown):
    assert format_money(amount, currency, locale) == shown


@given(amounts, currencies)
def test_the_main_unit_loses_nothing(amount, currency):
    assert to_decimal(amount, currency) * 10 ** CURRENCIES[currency].stored == Decimal(amount)


def test_refuses_what_cannot_be_charged():
    with pytest.raises(ValueError, match="1231 KWD"):
        to_stripe(1231, "KWD")


def test_refuses_a_part_of_a_stored_unit():
    with pytest.raises(ValueError, match="whole number"):
        from_stripe(37950, "twd")
