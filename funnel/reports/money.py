"""Money of the journeys that were entered in the period, whenever it came in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Sum, Value

from ..ledger import Sums
from ..models import DailyMoney, Purchase
from .question import Question


@dataclass(frozen=True)
class Revenue:
    """One currency's orders and money in stored units. `kind`: how the purchase came about."""

    value: str
    kind: str
    currency: str
    sums: Sums


def revenue(question: Question) -> list[Revenue]:
    """Per value of the breakdown ("" without one), kind and currency."""
    rows = _of_purchases if question.by_last_touch else _of_totals
    found = [Revenue(*key, Sums(*numbers)) for key, numbers in rows(question)]
    return sorted((row for row in found if row.sums.orders), key=lambda row: row.currency)


def by_currency(rows: list[Revenue], *, kind: str = "") -> dict[str, Sums]:
    """All of it, or all of one kind."""
    found: dict[str, Sums] = defaultdict(Sums)
    for row in rows:
        if kind in ("", row.kind):
            found[row.currency] += row.sums
    return dict(found)


def _of_totals(question: Question) -> Iterator[tuple]:
    rows = DailyMoney.objects.filter(cut=question.cut, **question.in_days, **question.filters)
    value = F(question.by) if question.by else Value("")
    keys = rows.annotate(value=value).values_list("value", "kind", "currency")
    for row in keys.annotate(Sum("orders"), Sum("gross"), Sum("refunds")).order_by():
        yield row[:3], row[3:]


def _of_purchases(question: Question) -> Iterator[tuple]:
    filters = {f"journey__{name}": value for name, value in question.filters.items()}
    rows = Purchase.objects.filter(
        journey__entry_at__gte=question.start, journey__entry_at__lt=question.end, **filters
    )
    keys = rows.annotate(by=F(f"journey__{question.by}")).values_list("by", "kind", "currency")
    numbers = keys.annotate(orders=Count("id"), gross=Sum("value"), back=Sum("refunded"))
    for row in numbers.order_by():
        yield row[:3], row[3:]
