"""Whose doing an order was: of the first touch, of the last, or of all touches alike.

Each view shares out the same journeys, orders and money, so each adds up to the same total, to the
order and to the smallest unit. A touch is a landing; a direct one counts only where there is no
other, and then the first, and none after the journey's furthest stage (rule 6 of the README).
"""

from collections import defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from ..stages import Stage
from . import counts, money, touches
from .counts import Boundary, Counts
from .money import Revenue
from .question import Question
from .spend import percentage
from .stage_rows import are_enough
from .touches import Came, Landings, Sold

TOUCHES = {
    "first": _("First touch"),
    "last": _("Last touch"),
    "linear": _("All touches alike"),
}
MEANINGS = {
    "first": _("what brought the journey"),
    "last": _("what brought it last before it went furthest, other than a direct visit"),
    "linear": _("shared among its visits up to there but direct ones; if all were, the first’s"),
}


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


COUNTED = ("journeys", "bought", "finished", "finished_bought")


@dataclass
class Credit:
    """What is credited to one source or campaign. `bought`: how many of the journeys did so far;
    `finished` are no longer open, and `finished_bought` are those of them that bought.
    """

    journeys: Fraction = Fraction(0)
    bought: Fraction = Fraction(0)
    finished: Fraction = Fraction(0)
    finished_bought: Fraction = Fraction(0)
    money: dict[str, Brought] = field(default_factory=lambda: defaultdict(Brought))

    @property
    def orders(self) -> Fraction:
        return sum((brought.orders for brought in self.money.values()), Fraction(0))

    @property
    def is_final(self) -> bool:
        """Whether enough journeys are finished to go by these alone, as in the funnel."""
        return are_enough(self.finished, self.journeys)

    def conversion(self, *, final: bool) -> float | None:
        """In percent of the finished journeys, or (not `final`) of all so far."""
        if final:
            return percentage(self.finished_bought, self.finished)
        return percentage(self.bought, self.journeys)

    def count(self, *numbers: int | Fraction) -> None:
        """Add to what is counted, in the order of `COUNTED`."""
        for name, number in zip(COUNTED, numbers, strict=True):
            setattr(self, name, getattr(self, name) + number)

    @property
    def earned(self) -> list[tuple[str, Brought]]:
        """By currency, where there is something."""
        money = ((code, self.money[code]) for code in sorted(self.money))
        return [(code, brought) for code, brought in money if brought != Brought()]

    def __iadd__(self, other: "Credit") -> "Credit":
        self.count(*(getattr(other, name) for name in COUNTED))
        for currency, brought in other.money.items():
            self.money[currency].add(brought.orders, brought.gross, brought.refunds)
        return self


Credits = dict[str, Credit]


def views(question: Question, boundary: Boundary) -> dict[str, Credits]:
    """The three views, each by the question's `by`: source or campaign."""
    first = _credits(counts.journeys(question, boundary), money.revenue(question))
    came = list(touches.of_journeys(question, boundary))
    orders = list(touches.of_orders(question))
    last = _shared(first, came, orders, lambda landings: {next(reversed(landings)): 1})
    linear = _shared(first, came, orders, lambda landings: landings)
    return {"first": first, "last": last, "linear": _in_tenths(linear)}


def total(credits: Credits) -> Credit:
    found = Credit()
    for credit in credits.values():
        found += credit
    return found


def _credits(journeys: dict[str, Counts], earned: list[Revenue]) -> Credits:
    found: Credits = defaultdict(Credit)
    for value, counted in journeys.items():
        (came, *_, bought), (open_, *_, open_bought) = counted.reached, counted.still_open
        found[value].count(came, bought, came - open_, bought - open_bought)
    for row in earned:
        found[row.value].money[row.currency].add(row.sums.orders, row.sums.gross, row.sums.refunds)
    return found


def _shared(
    first: Credits,
    came: list[Came],
    orders: list[Sold],
    which: Callable[[Landings], Landings],
) -> Credits:
    """The first touch's credit, with that of journeys that came back shared by these landings."""
    found = deepcopy(first)
    for was, landings, reached, is_open, number in came:
        outcome, landings = (reached == Stage.PURCHASE.number, is_open), which(landings)
        found[was].count(*_counted(-number, *outcome))
        for value, times in landings.items():
            part = Fraction(number * times, sum(landings.values()))
            found[value].count(*_counted(part, *outcome))
    for was, landings, *order in orders:
        _share_order(found, order, was, which(landings))
    return found


def _counted(number: int | Fraction, bought: bool, is_open: bool) -> tuple:
    """What so many journeys add, in the order of `COUNTED`."""
    finished = number * (not is_open)
    return number, number * bought, finished, finished * bought


def _share_order(found: Credits, order: list, was: str, landings: Landings) -> None:
    (currency, gross, refunds), whole = order, sum(landings.values())
    found[was].money[currency].add(-1, -gross, -refunds)
    weights = list(landings.values())
    parts = zip(landings.items(), parts_of(gross, weights), parts_of(refunds, weights), strict=True)
    for (value, times), gross_part, refunds_part in parts:
        found[value].money[currency].add(Fraction(times, whole), gross_part, refunds_part)


def parts_of(amount: int, weights: list[int]) -> list[int]:
    """By largest remainder; of equal ones the first get what is left over."""
    whole = sum(weights)
    parts = [amount * weight // whole for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % whole))
    for place in by_rest[: amount - sum(parts)]:
        parts[place] += 1
    return parts


def _in_tenths(credits: Credits) -> Credits:
    """Shares as they can be shown, so that what is shown adds up to the whole, too."""
    for name in COUNTED:
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
    up = set(by_rest[:left])
    return {value: Fraction(down[value] + (value in up), 10) for value in shares}
