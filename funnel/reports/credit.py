"""Whose doing an order was: of the first touch, of the last, or of all touches alike.

Each view shares out the same journeys, orders and money, so each adds up to the same total, to the
order and to the smallest unit. A touch is a landing; direct ones count only where there is no
other, and none after the journey's furthest stage (rule 6 of the README).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import islice

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ..journeys import DIRECT, MISSING
from ..models import Event, Journey, Purchase
from ..stages import FUNNEL, Stage
from . import counts, money, selection
from .counts import Boundary
from .question import Question

TOUCHES = {
    "first": _("First touch"),
    "last": _("Last touch"),
    "linear": _("All touches alike"),
}
MEANINGS = {
    "first": _("what brought the journey"),
    "last": _("what brought it last before it went furthest, other than a direct visit"),
    "linear": _("shared among all its visits up to there; direct ones only if there was no other"),
}
AT_ONCE = 500


@dataclass
class Brought:
    """Orders and money of one currency, in stored units; an order of several touches is shared."""

    orders: Fraction = Fraction(0)
    gross: int = 0
    refunds: int = 0

    @property
    def net(self) -> int:
        return self.gross - self.refunds

    def add(self, orders: int | Fraction, gross: int, refunds: int) -> None:
        self.orders += orders
        self.gross += gross
        self.refunds += refunds


@dataclass
class Credit:
    """What is credited to one source or campaign. `bought`: how many of the journeys did."""

    journeys: Fraction = Fraction(0)
    bought: Fraction = Fraction(0)
    money: dict[str, Brought] = field(default_factory=lambda: defaultdict(Brought))

    @property
    def orders(self) -> Fraction:
        return sum((brought.orders for brought in self.money.values()), Fraction(0))

    @property
    def earned(self) -> list[tuple[str, Brought]]:
        """By currency, where there is something."""
        money = ((code, self.money[code]) for code in sorted(self.money))
        return [(code, brought) for code, brought in money if brought != Brought()]

    def __iadd__(self, other: "Credit") -> "Credit":
        self.journeys += other.journeys
        self.bought += other.bought
        for currency, brought in other.money.items():
            self.money[currency].add(brought.orders, brought.gross, brought.refunds)
        return self


Credits = dict[str, Credit]


def views(question: Question, boundary: Boundary) -> dict[str, Credits]:
    """The three views, each by the question's `by`: source or campaign."""
    first = _by_touch(question, boundary)
    return {
        "first": first,
        "last": _by_touch(replace(question, by=f"last_{question.by}"), boundary),
        "linear": _in_tenths(_linear(question, first)),
    }


def total(credits: Credits) -> Credit:
    found = Credit()
    for credit in credits.values():
        found += credit
    return found


def _by_touch(question: Question, boundary: Boundary) -> Credits:
    found: Credits = defaultdict(Credit)
    for value, counted in counts.journeys(question, boundary).items():
        found[value].journeys += counted.reached[Stage.LANDING.number - 1]
        found[value].bought += counted.reached[Stage.PURCHASE.number - 1]
    for row in money.revenue(question):
        found[row.value].money[row.currency].add(row.sums.orders, row.sums.gross, row.sums.refunds)
    return found


def _linear(question: Question, first: Credits) -> Credits:
    """The first touch's credit, with that of journeys that came back shared among their touches."""
    found: Credits = deepcopy(first)
    for journey, touches, orders in _came_back(question):
        was, whole = getattr(journey, question.by), len(touches)
        # Most who come back come the same way, and their credit stays where it is.
        if set(touches) <= {was}:
            continue
        bought = int(journey.reached == Stage.PURCHASE.number)
        for value in touches:
            found[value].journeys += Fraction(1, whole)
            found[value].bought += Fraction(bought, whole)
        found[was].journeys -= 1
        found[was].bought -= bought
        for order in orders:
            _share(found, order, was, touches)
    return found


def _share(found: Credits, order: Purchase, was: str, touches: list[str]) -> None:
    found[was].money[order.currency].add(-1, -order.value, -order.refunded)
    parts = zip(
        touches,
        equal_parts(order.value, len(touches)),
        equal_parts(order.refunded, len(touches)),
        strict=True,
    )
    for value, gross, refunds in parts:
        found[value].money[order.currency].add(Fraction(1, len(touches)), gross, refunds)


def equal_parts(amount: int, parts: int) -> list[int]:
    """By largest remainder: all remainders are alike, so the first get what is left over."""
    least, left = divmod(amount, parts)
    return [least + (place < left) for place in range(parts)]


def _came_back(question: Question) -> Iterator[tuple[Journey, list[str], list[Purchase]]]:
    """Journeys that landed again and went on, with the values of their touches and their orders.

    Only these need their events read: all others have one touch.
    """
    again = selection.journeys(question).filter(
        entered_by=Stage.LANDING,
        last_landing_at__gte=question.start,
        last_landing_at__gt=F("entry_at"),
    )
    for journeys in _by_many(again.order_by("id").iterator()):
        landings, orders = _landings(journeys), defaultdict(list)
        for order in Purchase.objects.filter(journey__in=journeys).order_by("id"):
            orders[order.journey_id].append(order)
        for journey in journeys:
            touches = touches_of(journey, landings[journey.visitor], question.by)
            yield journey, touches, orders[journey.id]


def _by_many(journeys: Iterator[Journey]) -> Iterator[list[Journey]]:
    while chunk := list(islice(journeys, AT_ONCE)):
        yield chunk


def _landings(journeys: list[Journey]) -> dict[str, list[tuple[datetime, dict]]]:
    found = defaultdict(list)
    events = Event.objects.filter(
        visitor__in={journey.visitor for journey in journeys}, name=Stage.LANDING
    )
    for visitor, at, context in events.order_by("at", "key").values_list(
        "visitor", "at", "context"
    ):
        found[visitor].append((at, context))
    return found


def touches_of(journey: Journey, landings: Iterable[tuple[datetime, dict]], by: str) -> list[str]:
    """The values of its non-direct landings up to its furthest stage; of all if none is tagged."""
    until = furthest_at(journey)
    own = [context for at, context in landings if journey.entry_at <= at <= until]
    tagged = [context for context in own if (context.get("source") or DIRECT) != DIRECT]
    return [context.get(by) or MISSING[by] for context in tagged or own]


def furthest_at(journey: Journey) -> datetime:
    """When it came as far as it did."""
    if journey.reached <= Stage.LANDING.number:
        return journey.started_at or journey.entry_at
    after = getattr(journey, f"{FUNNEL[journey.reached - 1]}_after")
    return journey.started_at + timedelta(microseconds=after or 0)


def _in_tenths(credits: Credits) -> Credits:
    """Shares as they can be shown, so that what is shown adds up to the whole, too."""
    for name in ("journeys", "bought"):
        shown = tenths({value: getattr(credit, name) for value, credit in credits.items()})
        for value, share in shown.items():
            setattr(credits[value], name, share)
    for currency in {code for credit in credits.values() for code in credit.money}:
        shown = tenths({value: credit.money[currency].orders for value, credit in credits.items()})
        for value, share in shown.items():
            credits[value].money[currency].orders = share
    return credits


def tenths(shares: dict[str, Fraction]) -> dict[str, Fraction]:
    """Rounded down to tenths, and those with the largest remainders up: the sum stays."""
    down = {value: int(share * 10) for value, share in shares.items()}
    left = int(10 * sum(shares.values())) - sum(down.values())
    by_rest = sorted(shares, key=lambda value: (down[value] - shares[value] * 10, value))
    return {value: Fraction(down[value] + (value in by_rest[:left]), 10) for value in shares}
