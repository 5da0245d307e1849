"""`price_of()`: what a variant costs at a moment. Pure; all amounts are in stored units.

The cart, the page and the owner's lists ask here and nowhere else, so that they agree at every
moment. Where several offers meet, the lower price wins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shop.lib.money import round_down


@dataclass(frozen=True)
class OfferTerms:
    """What a limited offer gives from `starts_at` on, until just before `ends_at`: either
    `percent` off the ordinary price, or `price` instead of it."""

    starts_at: datetime
    ends_at: datetime
    percent: int | None = None
    price: int | None = None
    label: str = ""

    def runs(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at

    def price_for(self, ordinary: int, currency: str) -> int:
        """Rounded down, so that nobody gets less off than was promised."""
        if self.percent is None:
            return self.price or 0
        return round_down(ordinary * (100 - self.percent) // 100, currency)


@dataclass(frozen=True)
class Price:
    """`amount` is what one costs now, `compare_at` what is struck through beside it, `offer` the
    running offer that made the difference. `until`: when it gets dearer by itself; `changes_at`:
    when it changes by itself in any way."""

    amount: int
    compare_at: int | None = None
    offer: OfferTerms | None = None
    until: datetime | None = None
    changes_at: datetime | None = None


def price_of(
    ordinary: int,
    compare_at: int | None,
    offers: Iterable[OfferTerms],
    *,
    at: datetime,
    currency: str,
) -> Price:
    """The price at the moment `at` of what ordinarily costs `ordinary`.

    An offer that isn't below the ordinary price is none, nor is one that leaves nothing to pay (a
    percentage of what became cheap since). Under an offer the ordinary price is
    struck through, or the higher `compare_at` where there is one.
    """
    lower = [offer for offer in offers if 0 < offer.price_for(ordinary, currency) < ordinary]
    if not lower:
        return Price(ordinary, compare_at)
    offer = _best(lower, ordinary, at, currency)
    amount = offer.price_for(ordinary, currency) if offer else ordinary
    changes = [
        (moment, then)
        for moment in sorted({moment for one in lower for moment in (one.starts_at, one.ends_at)})
        if moment > at and (then := _amount(lower, ordinary, moment, currency)) != amount
    ]
    return Price(
        amount,
        max(ordinary, compare_at or 0) if offer else compare_at,
        offer,
        next((moment for moment, then in changes if offer and then > amount), None),
        next((moment for moment, _then in changes), None),
    )


def _best(
    offers: list[OfferTerms], ordinary: int, at: datetime, currency: str
) -> OfferTerms | None:
    """The running offer with the lowest price; of equal ones the one that lasts."""
    return min(
        (offer for offer in offers if offer.runs(at)),
        key=lambda offer: (offer.price_for(ordinary, currency), -offer.ends_at.timestamp()),
        default=None,
    )


def _amount(offers: list[OfferTerms], ordinary: int, at: datetime, currency: str) -> int:
    offer = _best(offers, ordinary, at, currency)
    return offer.price_for(ordinary, currency) if offer else ordinary
