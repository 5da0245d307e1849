"""How a buyer in Taiwan gets the e-invoice (電子發票): one of four ways, and what each one asks.

By e-mail, into the buyer's own mobile barcode (手機條碼載具), given to a charity by its donation
code (捐贈碼), or to a company with its Unified Business Number (統一編號).
"""

import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from shop.lib.contact import is_carrier, is_donation_code, is_tax_number

COUNTRY = "TW"
WAYS = {
    "email": _("To my e-mail address"),
    "carrier": _("Into my mobile barcode"),
    "donation": _("Donate it"),
    "company": _("To a company"),
}
ASKED = {"carrier": ("carrier",), "donation": ("donation_code",), "company": ("company", "tax_id")}
NAMES = ("invoice", "company", "tax_id", "carrier", "donation_code")
MISSING = {
    "carrier": _("Enter your mobile barcode."),
    "donation_code": _("Enter the charity's donation code."),
    "company": _("Enter the company's name, too."),
    "tax_id": _("Enter the company's tax number, too."),
}
RULES = {
    "tax_id": (is_tax_number, _("No company has this tax number. Please check its 8 digits.")),
    "carrier": (
        is_carrier,
        _("A mobile barcode is a slash and seven more characters, such as /ABC1234."),
    ),
    "donation_code": (is_donation_code, _("A donation code has 3 to 7 digits.")),
}


def way_of(typed: Mapping[str, str]) -> str:
    """The way that was chosen; where none was named, the one that something was typed for."""
    chosen = typed.get("invoice", "")
    if chosen in WAYS:
        return chosen
    meant = [way for way, names in ASKED.items() if any(typed.get(name) for name in names)]
    return meant[-1] if meant else "email"


def tidy(name: str, typed: str) -> str:
    """What was typed as it is written: full-width characters, spaces and lower case are mended."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper()
    if name == "carrier":
        return f"/{text}" if len(text) == 7 and "/" not in text else text
    return text.replace("-", "")


def look_through(typed: dict[str, str], *, at_home: bool) -> dict[str, str]:
    """What is wrong with the chosen way's details, by field; puts these into their usual form.

    `at_home`: it goes to Taiwan, where a company has a number by the rule.
    """
    wrong = {}
    for name in ASKED.get(way_of(typed), ()):
        rule = RULES.get(name) if at_home or name != "tax_id" else None
        if not typed.get(name):
            wrong[name] = MISSING[name]
        elif rule:
            typed[name] = tidy(name, typed[name])
            if not rule[0](typed[name]):
                wrong[name] = rule[1]
    return wrong


def copied(draft: Mapping[str, str], *, taiwanese: bool) -> dict[str, str]:
    """What an order keeps of it: the chosen way's details only. A shop elsewhere asks for a
    company alone."""
    if not taiwanese:
        return {name: draft.get(name, "") for name in ASKED["company"]}
    way = way_of(draft)
    return {"invoice": way} | {name: draft.get(name, "") for name in ASKED.get(way, ())}
