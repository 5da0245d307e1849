"""What the funnel asks of the shop: its ledger of accepted orders, and how it writes money.

The funnel imports nothing of the shop, so the shop hands this in (`funnel.api.set_ledger`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from .marks import fingerprint, mark


@dataclass(frozen=True, slots=True)
class Sums:
    """Orders and money of one currency, in stored units. `fingerprint`: which orders (`marks`)."""

    orders: int = 0
    gross: int = 0
    refunds: int = 0
    fingerprint: int = 0

    @property
    def net(self) -> int:
        return self.gross - self.refunds

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.orders + other.orders,
            self.gross + other.gross,
            self.refunds + other.refunds,
            self.fingerprint + other.fingerprint,
        )

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(
            self.orders - other.orders,
            self.gross - other.gross,
            self.refunds - other.refunds,
            self.fingerprint - other.fingerprint,
        )


@dataclass(frozen=True, slots=True)
class LedgerOrder:
    """An accepted order as the shop's own books have it, in stored units."""

    number: str
    currency: str
    value: int
    refunded: int

    @property
    def sums(self) -> Sums:
        which = fingerprint(mark(self.number), self.value, self.refunded)
        return Sums(1, self.value, self.refunded, which)


@dataclass(frozen=True, slots=True)
class CouponUse:
    """A coupon's accepted orders of a currency, and what they were let off of the goods' price and
    of delivery; stored units."""

    code: str
    currency: str
    orders: int
    discount: int
    delivery: int = 0

    @property
    def given(self) -> int:
        return self.discount + self.delivery


@dataclass(frozen=True, slots=True)
class Known:
    """A cart, or the order it became, as the shop knows it: whose visitor, begun `at` and used
    `last`.

    `contents` are lines in words, `value` is in stored units, `contact` is only told of who gave
    it and agreed to be written to, `url` is the page about it in the admin.
    """

    visitor: str
    at: datetime
    contents: tuple[str, ...] = ()
    value: int = 0
    currency: str = ""
    contact: str = ""
    order: str = ""
    url: str = ""
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page as the owner knows it; `name` and `value` are those of its detail."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Ledger:
    """Periods are `[start, end)` by the time at which an order was accepted.

    `unconfirmed` are those of the `orders` that, as far as the shop knows, the funnel hasn't got.
    `parts` are those of the page with this slug ("": the main one) from top to bottom.
    `known` tells what these visitors' carts hold, to whom has the permission `for_known`.
    """

    sums: Callable[[datetime, datetime], dict[str, Sums]]
    orders: Callable[[datetime, datetime], Iterable[LedgerOrder]]
    unconfirmed: Callable[[datetime, datetime], Iterable[LedgerOrder]]
    money: Callable[[int, str], str]
    decimals: Callable[[str], int]
    coupons: Callable[[datetime, datetime], Iterable[CouponUse]] = lambda *_: ()
    known: Callable[[Iterable[str]], Iterable[Known]] = lambda visitors: ()
    for_known: str = ""
    parts: Callable[[str], Iterable[Part]] = lambda page: ()


def plain_money(amount: int, currency: str) -> str:
    return f"{amount:,} {currency}"


# A funnel that stands alone: no ledger to compare with, amounts in stored units.
NONE = Ledger(lambda *_: {}, lambda *_: (), lambda *_: (), plain_money, lambda currency: 0)
_ledger = NONE


def set_ledger(ledger: Ledger) -> None:
    """The shop's books, once, when it starts."""
    global _ledger
    _ledger = ledger


def ledger() -> Ledger:
    return _ledger


def decimals(currency: str) -> int | None:
    """How many decimals the currency's stored unit has; None for one that the shop doesn't know."""
    try:
        return _ledger.decimals(currency)
    except KeyError:
        return None
