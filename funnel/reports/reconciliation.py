"""Orders in the ledger = in the funnel + late + mid-entry + unattributed: does it add up?

Both sides are counted on their own, by the time of the order: what the shop's books say, and what
the funnel recorded.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from ..cuts import BOUGHT
from ..ledger import Ledger, Sums, ledger
from ..models import MONEY, Purchase
from .question import Question
from .sums import added, in_days, query

BATCH = 500


@dataclass(frozen=True)
class Line:
    """One currency of the period, in stored units."""

    currency: str
    ledger: Sums
    in_funnel: Sums
    late: Sums
    mid_entry: Sums
    unattributed: Sums

    @property
    def recorded(self) -> Sums:
        return self.in_funnel + self.late + self.mid_entry

    @property
    def difference(self) -> Sums:
        """What the ledger has more (or, negative, less) than all parts together."""
        return self.ledger - self.recorded - self.unattributed

    @property
    def holds(self) -> bool:
        return self.difference == Sums()

    @property
    def sums_hold(self) -> bool:
        """Whether they agree at least all together: then the orders behind them don't."""
        return replace(self.difference, fingerprint=0) == Sums()


def reconcile(question: Question) -> list[Line]:
    """A line per currency that has orders in the period, on either side."""
    books = ledger()
    booked = books.sums(question.start, question.end)
    recorded = _recorded(question)
    lines = []
    for currency in sorted(booked.keys() | recorded.keys()):
        kinds = [recorded[currency][kind] for kind in Purchase.Kind.values]
        lines.append(Line(currency, booked.get(currency, Sums()), *kinds, Sums()))
    if all(line.holds for line in lines):
        return lines
    unknown = _unattributed(question, books)
    return [replace(line, unattributed=unknown[line.currency]) for line in lines]


def _recorded(question: Question) -> dict[str, dict[str, Sums]]:
    """Sums by currency and kind, where there are any."""
    found = defaultdict(lambda: defaultdict(Sums))
    days, values = in_days(question)
    for currency, kind, *sums in query(
        f"SELECT currency, kind, {added(*MONEY)} FROM funnel_dailymoney "  # noqa: S608
        f"WHERE {days} AND cut = %s GROUP BY 1, 2",
        [*values, BOUGHT[0]],
    ):
        if any(sums):
            found[currency][kind] = Sums(*sums)
    return found


def _unattributed(question: Question, books: Ledger) -> dict[str, Sums]:
    """Orders that the funnel has no purchase of, looked up one by one: only if sums differ."""
    found: dict[str, Sums] = defaultdict(Sums)
    orders = list(books.orders(question.start, question.end))
    for start in range(0, len(orders), BATCH):
        batch = orders[start : start + BATCH]
        numbers = [order.number for order in batch]
        known = set(Purchase.objects.filter(order__in=numbers).values_list("order", flat=True))
        for order in batch:
            if order.number not in known:
                found[order.currency] += order.sums
    return found
