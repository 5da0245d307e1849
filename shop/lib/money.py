"""Money is an integer in a currency's smallest stored unit. Three exponents are kept apart:
what is stored, what is shown, and what the payment provider counts in."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency


@dataclass(frozen=True)
class Currency:
    """`stored`, `shown` and `stripe` are decimal exponents; `step` is the smallest amount, in
    stored units, that can be charged."""

    code: str
    stored: int
    shown: int
    stripe: int
    step: int = 1


# Stripe's exponents: https://docs.stripe.com/currencies (TWD and HUF are charged with two
# decimals but in whole units only; three-decimal currencies must end in 0).
CURRENCIES = {
    currency.code: currency
    for currency in (
        *(Currency(code, 0, 0, 2) for code in ("TWD", "HUF")),
        *(Currency(code, 0, 0, 0) for code in ("JPY", "KRW", "VND", "CLP")),
        *(Currency(code, 2, 2, 2) for code in ("AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD")),
        *(Currency(code, 2, 2, 2) for code in ("MYR", "NZD", "PHP", "SGD", "THB", "USD")),
        *(Currency(code, 3, 3, 3, step=10) for code in ("KWD", "BHD", "JOD", "OMR", "TND")),
    )
}
CURRENCY_CHOICES = [(code, code) for code in sorted(CURRENCIES)]


def round_down(amount: int, currency: str) -> int:
    """The largest chargeable amount that is not more than `amount` (stored units)."""
    return amount - amount % CURRENCIES[currency].step


def allocate(total: int, weights: list[int]) -> list[int]:
    """Split `total` in proportion to `weights` so that the parts sum to it exactly.

    Every part lies between 0 and its own weight when 0 <= total <= sum(weights). Each part is
    the difference of two rounded-down running shares, so no remainder is left over. With all
    weights 0 the parts are 0.
    """
    whole, parts, running, given = sum(weights), [], 0, 0
    for weight in weights:
        running += weight
        upto = total * running // whole if whole else 0
        parts.append(upto - given)
        given = upto
    return parts


def to_stripe(amount: int, currency: str) -> int:
    """Stored units to the integer that Stripe charges. Raises ValueError below its step."""
    unit = CURRENCIES[currency]
    if amount % unit.step:
        raise ValueError(f"{amount} {currency} is not a multiple of {unit.step}")
    return amount * 10 ** (unit.stripe - unit.stored)


def from_stripe(amount: int, currency: str) -> int:
    """What Stripe counts, in stored units. Raises ValueError where that would lose a part."""
    unit = CURRENCIES[currency.upper()]
    stored, rest = divmod(amount, 10 ** (unit.stripe - unit.stored))
    if rest:
        raise ValueError(f"{amount} {currency} is not a whole number of stored units")
    return stored


def to_decimal(amount: int, currency: str) -> Decimal:
    """The amount in the currency's main unit, for spreadsheets and structured data."""
    return Decimal(amount).scaleb(-CURRENCIES[currency].stored)


# In Taiwan CLDR writes a bare $, which buyers abroad, and our own texts, take for another currency.
SYMBOLS = {"TWD": "'NT$'"}


@lru_cache(maxsize=64)
def _pattern(locale: str, currency: str) -> str:
    pattern = Locale.parse(locale, sep="-").currency_formats["standard"].pattern
    pattern = pattern.replace("¤", SYMBOLS.get(currency, "¤"))
    shown = CURRENCIES[currency].shown
    return re.sub(r"\.0+", "." + "0" * shown if shown else "", pattern)


@lru_cache(maxsize=4096)
def format_money(amount: int, currency: str, locale: str = "en") -> str:
    """`format_money(1380, "TWD")` → `NT$1,380`, by the locale's own pattern (CLDR)."""
    return format_currency(
        to_decimal(amount, currency),
        currency,
        format=_pattern(locale, currency),
        locale=Locale.parse(locale, sep="-"),
        currency_digits=False,
    )
