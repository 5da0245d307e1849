"""One person, one key: e-mail addresses and phone numbers in a form that can be compared; and
whether numbers can be what they say they are."""

import re

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


def phone_is_possible(phone: str, country: str) -> bool:
    """Whether a number of this length can exist there (it may still not be in use)."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(phone, country or None))
    except phonenumbers.NumberParseException:
        return False


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


def is_postal_code(typed: str) -> bool:
    """Whether this is a Taiwanese postal code: the district's three digits, or five or six."""
    return bool(re.fullmatch(r"[0-9]{3}(?:[0-9]{2,3})?", typed))
