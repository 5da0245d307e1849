import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.lib.contact import (
    email_key,
    is_postal_code,
    is_tax_number,
    phone_is_possible,
    phone_key,
)


@pytest.mark.parametrize(
    "address",
    [
        "benlin@gmail.com",
        " Ben.Lin@Gmail.com ",
        "b.e.n.lin+coffee@googlemail.com",
    ],
)
def test_one_mailbox_has_one_key(address):
    assert email_key(address) == "benlin@gmail.com"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ben.lin@example.com", "benlin@example.com"),
        ("ben@example.com", "ben@example.org"),
        ("+ben@example.com", "+ada@example.com"),
    ],
)
def test_two_mailboxes_have_two_keys(one, other):
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize(
    "number",
    ["0912 345 678", "0912-345-678", "+886 912 345 678", "+886912345678", "(0912) 345678"],
)
def test_one_phone_has_one_key(number):
    assert phone_key(number, "TW") == "+886912345678"


def test_a_number_that_cannot_be_read_keeps_its_digits():
    assert phone_key("ext. 12", "") == "12"


@given(st.text(max_size=40), st.sampled_from(["TW", "US", "", "ZZ"]))
def test_no_number_breaks_it(number, country):
    assert isinstance(phone_key(number, country), str)
    assert phone_is_possible(number, country) in (True, False)


@pytest.mark.parametrize("number", ["0912 345 678", "+81 90-1234-5678"])
def test_takes_possible_numbers(number):
    assert phone_is_possible(number, "TW")


@pytest.mark.parametrize("number", ["", "12", "abc", "0912345678901234567", "\x00"])
def test_refuses_impossible_numbers(number):
    assert not phone_is_possible(number, "TW")


@pytest.mark.parametrize("number", ["22099131", "10458575", "10458574"])  # the last: 28 → 10 → 1
def test_a_companys_number_adds_up(number):
    assert is_tax_number(number)


@pytest.mark.parametrize(
    "number", ["22099132", "10458576", "2209913", "220991310", "２２０９９１３１"]
)
def test_what_does_not_add_up_is_no_companys_number(number):
    assert not is_tax_number(number)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("600", True),
        ("60044", True),
        ("600044", True),
        ("60", False),
        ("6000", False),
        ("x", False),
    ],
)
def test_a_postal_code_has_three_five_or_six_digits(typed, right):
    assert is_postal_code(typed) == right
