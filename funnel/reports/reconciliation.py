"""Orders in the ledger = in the funnel + late + mid-entry + unattributed: does it add up?

Both sides are counted on their own, by the time of the order: what the shop's books say, and what
the funnel recorded.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..cuts import BOUGHT
from ..ledger import LedgerOrder, Sums, ledger
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
    # One by one only while sums differ, and first those that the shop itself knows to be missing:
    # one order of the staff's doesn't make the report read a year of orders.
    for look in (books.unconfirmed, books.orders):
        if all(line.holds for line in lines):
            break
        unknown = _unattributed(look(question.start, question.end))
        lines = [replace(line, unattributed=unknown[line.currency]) for line in lines]
    return lines


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


def _unattributed(orders: Iterable[LedgerOrder]) -> dict[str, Sums]:
    """Those of the orders that the funnel has no purchase of."""
    found: dict[str, Sums] = defaultdict(Sums)
    orders = list(orders)
    for start in range(0, len(orders), BATCH):
        batch = orders[start : start + BATCH]
        numbers = [order.number for order in batch]
        known = set(Purchase.objects.filter(order__in=numbers).values_list("order", flat=True))
        for order in batch:
            if order.number not in known:
                found[order.currency] += order.sums
    return found
