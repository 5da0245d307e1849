"""Money as the owner types it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from shop.lib.admin import MoneyField, read_money, write_money
from shop.lib.money import CURRENCIES, round_down


@given(st.integers(min_value=0, max_value=10**11), st.sampled_from(sorted(CURRENCIES)))
def test_what_is_shown_can_be_typed(amount, currency):
    amount = round_down(amount, currency)
    assert read_money(write_money(amount, currency), currency) == amount


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("320", "TWD", 320),
        (" 1,380 ", "TWD", 1380),
        ("19.99", "USD", 1999),
        ("19.9", "USD", 1990),
        ("1,234,567.5", "USD", 123456750),
        ("1.230", "KWD", 1230),
        ("0", "JPY", 0),
    ],
)
def test_reads_main_units(typed, currency, amount):
    assert read_money(typed, currency) == amount


def test_the_field_shows_what_was_typed_wrong():
    field = MoneyField(currency="USD")
    assert field.prepare_value(1999) == "19.99"
    assert field.prepare_value("19,99") == "19,99"


@pytest.mark.parametrize(
    "typed",
    [
        "19.999",
        "-1",
        "+1",
        "1e3",
        "1_0",
        "٣",
        "12,34",
        "1,2345",
        "NT$5",
        ".5",
        "5.",
        "9" * 13,
        "\x00",
    ],
)
def test_refuses_what_is_no_amount(typed):
    with pytest.raises(ValidationError, match=r"such as 1234\.00"):
        read_money(typed, "USD")


def test_refuses_parts_of_a_dollar_where_there_are_none():
    with pytest.raises(ValidationError, match=r"such as 1234\."):
        read_money("19.99", "TWD")


def test_refuses_what_cannot_be_charged():
    with pytest.raises(ValidationError, match="last digit"):
        read_money("1.231", "KWD")
