"""One person, one key: e-mail addresses and phone numbers in a form that can be compared; and
whether numbers can be what they say they are."""

import re
from functools import lru_cache

import phonenumbers

LONGEST = 254  # of an address (RFC 5321); folding may lengthen it, as "ß" becomes "ss"

TAX_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)


def email_key(email: str) -> str:
    """The mailbox that an address reaches: case, `+tags` and Gmail's dots don't make a new one."""
    local, _, domain = email.strip().casefold().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"[:LONGEST]


def phone_key(phone: str, country: str) -> str:
    """The number in E.164 (`+886912345678`), or its bare digits where it can't be read so.

    `country` is the ISO code whose national form the number may be written in.
    """
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return "".join(filter(str.isdigit, phone))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_number(phone: str, country: str) -> str:
    """The number in E.164 if it is one that can be called, mobile or landline, in that country or,
    with a `+`, in another; else ""."""
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(phone: str, country: str) -> str:
    """The number as people in `country` write it (`0912 345 678`), with its extension; abroad with
    its `+`. What is no number comes back as it was typed."""
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return phone
    if not phonenumbers.is_valid_number(number):
        return phone
    formats = phonenumbers.PhoneNumberFormat
    home = phonenumbers.region_code_for_number(number) == country
    return phonenumbers.format_number(number, formats.NATIONAL if home else formats.INTERNATIONAL)


@lru_cache(maxsize=300)
def example_phone(country: str) -> str:
    """A mobile number as it looks there, for a hint; "" where none is known."""
    number = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    return shown_phone(f"+{number.country_code}{number.national_number}", country) if number else ""


def is_tax_number(typed: str) -> bool:
    """Whether this is a Taiwanese company's number (統一編號): eight digits whose weighted digits
    add up to a multiple of five, by the Ministry of Finance's rule of 2023.

    The seventh digit's weight makes a 7 into 28 → 10, which may count as 1 or as 0.
    """
    if not re.fullmatch(r"[0-9]{8}", typed):
        return False
    products = [int(digit) * weight for digit, weight in zip(typed, TAX_WEIGHTS, strict=True)]
    total = sum(product // 10 + product % 10 for product in products)
    return total % 5 == 0 or (typed[6] == "7" and (total + 1) % 5 == 0)


def is_carrier(typed: str) -> bool:
    """Whether this is a mobile barcode (手機條碼) that an e-invoice can be kept in: a slash and
    seven of 0-9 A-Z + - . (Code 39), by the Ministry of Finance's rule."""
    return bool(re.fullmatch(r"/[0-9A-Z+.-]{7}", typed))


def is_donation_code(typed: str) -> bool:
    """Whether this is a charity's code (捐贈碼), which an e-invoice can be given to: 3-7 digits."""
    return bool(re.fullmatch(r"[0-9]{3,7}", typed))
