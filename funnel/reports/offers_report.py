"""Coupons: who used them, what that gave away, and how carts went with and without.

Journeys are those of the period; what was given away is the shop's own books' for the orders that
were accepted in it. The shop keeps no cost prices, so what is given away is the discount, and the
delivery that a coupon made free.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from ..details import DetailName
from ..ledger import CouponUse, Sums, ledger
from ..models import Journey, Purchase
from ..stages import FUNNEL, Stage
from . import selection
from .counts import Boundary
from .formats import Table, decimal, money_json
from .intervals import Interval, differ, wilson
from .leak import FEWEST
from .question import Question
from .reason_words import said_of
from .stage_rows import percent
from .sums import query

# By code and currency.
Brought = dict[str, dict[str, Sums]]


@dataclass(frozen=True)
class Carts:
    """Journeys that came to the cart: all, those still open, and who of the others bought."""

    carts: int = 0
    still_open: int = 0
    bought: int = 0

    @property
    def finished(self) -> int:
        return self.carts - self.still_open

    @property
    def rate(self) -> float | None:
        """Of the finished ones, in percent."""
        return percent(self.bought, self.finished)

    @property
    def interval(self) -> Interval | None:
        return wilson(self.bought, self.finished)

    @property
    def too_few(self) -> bool:
        return self.finished < FEWEST


@dataclass(frozen=True)
class Offer:
    """A coupon: its carts, what those of them that bought brought (`open_brought`: likewise the
    still open ones), and what the books say it gave away."""

    code: str
    carts: Carts
    brought: dict[str, Sums]
    open_brought: dict[str, Sums]
    given: list[CouponUse]


@dataclass(frozen=True)
class Offers:
    question: Question
    offers: list[Offer]
    with_coupon: Carts
    without: Carts
    refused: list[tuple[str, int]]

    @property
    def is_empty(self) -> bool:
        return not (self.with_coupon.carts or self.without.carts or self.offers)

    @property
    def why_refused(self) -> list[tuple[str, int]]:
        """The reasons in words."""
        return [(said_of(DetailName.COUPON_REFUSED, code), n) for code, n in self.refused]

    @property
    def too_few(self) -> bool:
        return self.with_coupon.too_few or self.without.too_few

    @property
    def differs(self) -> bool:
        """Whether carts with a coupon did otherwise, by more than chance easily makes."""
        one, other = self.with_coupon, self.without
        return not self.too_few and differ(one.bought, one.finished, other.bought, other.finished)


def answer(question: Question, asked: Mapping[str, str]) -> Offers:
    question, boundary = replace(question, by=""), Boundary.now()
    carts = selection.acted(question).filter(reached__gte=Stage.CART.number)
    with_coupon, without = _with_and_without(carts, boundary)
    by_code, given = _by_code(carts, boundary), _given(question)
    brought, still_open = _brought(question, boundary)
    codes = sorted(
        by_code.keys() | brought.keys() | still_open.keys() | given.keys(),
        key=lambda code: (-by_code.get(code, Carts()).carts, code),
    )
    return Offers(
        question,
        [
            Offer(
                code,
                by_code.get(code, Carts()),
                brought.get(code, {}),
                still_open.get(code, {}),
                given.get(code, []),
            )
            for code in codes
        ],
        with_coupon,
        without,
        _refused(question),
    )


def _sums(boundary: Boundary) -> dict[str, Count]:
    still_open = Q(last_landing_at__gt=boundary.at)
    bought = Q(reached=len(FUNNEL)) & ~still_open
    return {
        "carts": Count("id"),
        "still_open": Count("id", filter=still_open),
        "bought": Count("id", filter=bought),
    }


def _with_and_without(carts: QuerySet[Journey], boundary: Boundary) -> tuple[Carts, Carts]:
    used = ExpressionWrapper(selection.has(DetailName.COUPON), BooleanField())
    rows = carts.values_list(used).annotate(**_sums(boundary)).order_by()
    found = {bool(used): Carts(*numbers) for used, *numbers in rows}
    return found.get(True, Carts()), found.get(False, Carts())


def _by_code(carts: QuerySet[Journey], boundary: Boundary) -> dict[str, Carts]:
    rows = carts.filter(details__name=DetailName.COUPON).values_list("details__value")
    rows = rows.annotate(**_sums(boundary)).order_by()
    return {code: Carts(*numbers) for code, *numbers in rows}


def _brought(question: Question, boundary: Boundary) -> tuple[Brought, Brought]:
    """Orders of journeys that had the coupon at some time and count as bought: of finished ones,
    and of those still open."""
    finished, still_open = defaultdict(dict), defaultdict(dict)
    with_coupon = {"journey__details__name": DetailName.COUPON}
    rows = selection.orders(question).filter(kind=Purchase.Kind.FUNNEL, **with_coupon)
    rows = rows.annotate(open=boundary.is_open("journey__"))
    rows = rows.values_list("open", "journey__details__value", "currency")
    rows = rows.annotate(Count("id"), Sum("value"), Sum("refunded")).order_by()
    for is_open, code, currency, *sums in rows:
        (still_open if is_open else finished)[code][currency] = Sums(*sums)
    return finished, still_open


def _given(question: Question) -> dict[str, list[CouponUse]]:
    found = defaultdict(list)
    for use in ledger().coupons(question.start, question.end):
        found[use.code].append(use)
    return found


def _refused(question: Question) -> list[tuple[str, int]]:
    """Why coupons weren't taken, and in how many journeys; the most frequent first."""
    met, values = selection.with_details(selection.stumbled(question), [DetailName.COUPON_REFUSED])
    return list(query(f"SELECT d.value, COUNT(*) {met} GROUP BY 1 ORDER BY 2 DESC, 1", values))


def as_json(found: Offers) -> dict:
    """Money in stored units."""
    return {
        "with_coupon": _carts_json(found.with_coupon),
        "without_coupon": _carts_json(found.without),
        "differs": found.differs,
        "offers": [
            {
                "code": offer.code,
                **_carts_json(offer.carts),
                "brought": _money(offer.brought),
                "brought_by_open": _money(offer.open_brought),
                "given_away": [
                    {
                        "currency": use.currency,
                        "orders": use.orders,
                        "discount": use.discount,
                        "delivery": use.delivery,
                    }
                    for use in offer.given
                ],
            }
            for offer in found.offers
        ],
        "refused": [{"reason": reason, "journeys": number} for reason, number in found.refused],
    }


def _money(brought: dict[str, Sums]) -> list[dict]:
    return [{"currency": code, **money_json(sums)} for code, sums in brought.items()]


def _carts_json(carts: Carts) -> dict:
    return {
        "carts": carts.carts,
        "still_open": carts.still_open,
        "bought": carts.bought,
        "percent": carts.rate,
        "interval": carts.interval,
    }


def tables(found: Offers) -> list[Table]:
    """With and without; a line per coupon; refusals. Money in main units."""
    both = [
        {"carts_with": words, **_flat(carts)}
        for words, carts in (("coupon", found.with_coupon), ("none", found.without))
    ]
    offers = [
        {"coupon": offer.code, **_flat(offer.carts)}
        | {f"net {code}": decimal(sums.net, code) for code, sums in offer.brought.items()}
        | {f"open net {code}": decimal(sums.net, code) for code, sums in offer.open_brought.items()}
        | {f"orders {use.currency}": use.orders for use in offer.given}
        | {f"given away {use.currency}": decimal(use.given, use.currency) for use in offer.given}
        | {
            f"of it delivery {use.currency}": decimal(use.delivery, use.currency)
            for use in offer.given
        }
        for offer in found.offers
    ]
    refused = [{"refused": reason, "journeys": number} for reason, number in found.refused]
    return [both, offers, refused]


def _flat(carts: Carts) -> dict:
    return {
        "carts": carts.carts,
        "still_open": carts.still_open,
        "bought": carts.bought,
        "percent": carts.rate,
    }
