"""Orders in the ledger = in the funnel + late + mid-entry + unattributed: does it add up?

Both sides are counted on their own, by the time of the order: what the shop's books say, and what
the funnel recorded.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.db.models import Count, Sum

from ..ledger import Ledger, Sums, ledger
from ..models import Purchase
from .question import Question

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
    return [
        Line(
            line.currency,
            line.ledger,
            line.in_funnel,
            line.late,
            line.mid_entry,
            unknown[line.currency],
        )
        for line in lines
    ]


def _recorded(question: Question) -> dict[str, dict[str, Sums]]:
    """Sums by currency and kind, where there are any."""
    found = defaultdict(lambda: defaultdict(Sums))
    for currency, kind in product(_currencies(), Purchase.Kind.values):
        rows = Purchase.objects.filter(
            currency=currency, kind=kind, at__gte=question.start, at__lt=question.end
        )
        sums = rows.aggregate(
            orders=Count("id"), gross=Sum("value", default=0), refunds=Sum("refunded", default=0)
        )
        if sums["orders"]:
            found[currency][kind] = Sums(**sums)
    return found


def _currencies() -> Iterator[str]:
    """Those that purchases have, one look into the index each."""
    codes = Purchase.objects.order_by("currency").values_list("currency", flat=True)
    code = codes.first()
    while code:
        yield code
        code = codes.filter(currency__gt=code).first()


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
                found[order.currency] += Sums(1, order.value, order.refunded)
    return found
