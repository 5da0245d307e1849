import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.lib.contact import (
    email_key,
    example_phone,
    is_carrier,
    is_donation_code,
    is_tax_number,
    phone_key,
    phone_number,
    shown_phone,
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
    assert isinstance(phone_number(number, country), str)
    assert isinstance(shown_phone(number, country), str)


@pytest.mark.parametrize(
    ("number", "country", "e164"),
    [
        ("0912 345 678", "TW", "+886912345678"),
        ("(02) 2345-6789#12", "TW", "+886223456789"),
        ("０９１２３４５６７８", "TW", "+886912345678"),
        ("05-225-4321", "TW", "+88652254321"),
        ("+81 90-1234-5678", "TW", "+819012345678"),
        ("090-1234-5678", "JP", "+819012345678"),
        ("(650) 253-0000", "US", "+16502530000"),
        ("030 901820", "DE", "+4930901820"),
    ],
)
def test_takes_mobiles_and_landlines(number, country, e164):
    assert phone_number(number, country) == e164


@pytest.mark.parametrize(
    "number", ["", "12", "abc", "0912345678901234567", "\x00", "0912 345 67", "0212345", "119"]
)
def test_refuses_what_nobody_can_call(number):
    assert phone_number(number, "TW") == ""


@pytest.mark.parametrize(
    ("typed", "country", "shown"),
    [
        ("+886912345678", "TW", "0912 345 678"),
        ("0223456789 #12", "TW", "02 2345 6789#12"),
        ("0912345678", "JP", "0912345678"),
        ("+81 90 12345678", "TW", "+81 90-1234-5678"),
        ("ask the guard", "TW", "ask the guard"),
    ],
)
def test_a_number_is_shown_as_people_there_write_it(typed, country, shown):
    assert shown_phone(typed, country) == shown


@pytest.mark.parametrize("country", ["TW", "JP", "US", "DE", "FR"])
def test_the_example_of_a_country_is_a_number_there(country):
    assert phone_number(example_phone(country), country).startswith("+")


def test_a_country_without_an_example_has_none():
    assert example_phone("ZZ") == ""


@pytest.mark.parametrize("number", ["22099131", "10458575", "10458574"])  # the last: 28 → 10 → 1
def test_a_companys_number_adds_up(number):
    assert is_tax_number(number)


@pytest.mark.parametrize(
    "number", ["22099132", "10458576", "2209913", "220991310", "２２０９９１３１"]
)
def test_what_does_not_add_up_is_no_companys_number(number):
    assert not is_tax_number(number)


# The first two are the Ministry's own examples; the last adds up to 35, not a multiple of ten.
@pytest.mark.parametrize("number", ["04595257", "10458575", "22099131", "04595252"])
def test_numbers_by_the_rule_of_2023(number):
    assert is_tax_number(number)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        *(("/ABC+123", True), ("/A.B-C12", True), ("/1234567", True)),
        *(("/abc1234", False), ("ABC12345", False), ("/ABC123", False), ("/ABC12345", False)),
        *(("/ABC 123", False), ("/１２３４５６７", False), ("", False)),
    ],
)
def test_a_mobile_barcode_is_a_slash_and_seven_characters(typed, right):
    assert is_carrier(typed) == right


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        *(("919", True), ("8585", True), ("0012345", True)),
        *(("12", False), ("12345678", False), ("٣٣٣", False), ("91a", False), ("", False)),
    ],
)
def test_a_donation_code_has_three_to_seven_digits(typed, right):
    assert is_donation_code(typed) == right
