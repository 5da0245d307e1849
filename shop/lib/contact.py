"""One person, one key: e-mail addresses and phone numbers in a form that can be compared."""

import phonenumbers

LONGEST = 254  # of an address (RFC 5321); folding may lengthen it, as "ß" becomes "ss"


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
