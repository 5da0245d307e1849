"""Money of the journeys that were entered in the period, whenever it came in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Sum

from ..ledger import Sums
from ..models import MONEY, Purchase
from . import selection
from .counts import retouched
from .question import Question
from .sums import added, cut_to, query


@dataclass(frozen=True)
class Revenue:
    """One currency's orders and money in stored units. `kind`: how the purchase came about."""

    value: str
    kind: str
    currency: str
    sums: Sums


Found = dict[tuple[str, str, str], Sums]


def revenue(question: Question) -> list[Revenue]:
    """Per value of the breakdown ("" without one), kind and currency."""
    found = _by_first_touch(question)
    if question.by_last_touch:
        _move_to_last_touch(found, question)
    return _rows(found)


def by_currency(rows: list[Revenue], *, kind: str = "") -> dict[str, Sums]:
    """All of it, or all of one kind."""
    found: dict[str, Sums] = defaultdict(Sums)
    for row in rows:
        if kind in ("", row.kind):
            found[row.currency] += row.sums
    return dict(found)


def _by_first_touch(question: Question) -> Found:
    found: Found = defaultdict(Sums)
    for key, sums in _totals(question) if question.in_sums else _of_journeys(question):
        found[key] += sums
    return found


def _move_to_last_touch(found: Found, question: Question) -> None:
    for first, last, kind, currency, sums in _retouched(question):
        found[first, kind, currency] -= sums
        found[last, kind, currency] += sums


def _rows(found: Found) -> list[Revenue]:
    rows = [Revenue(*key, sums) for key, sums in found.items() if sums.orders]
    return sorted(rows, key=lambda row: (row.currency, row.kind, row.value))


def _totals(question: Question) -> Iterator[tuple]:
    cut, values = cut_to(question)
    by = question.first_touch or "''"
    for row in query(
        f"SELECT {by}, kind, currency, {added(*MONEY)} FROM funnel_dailymoney "  # noqa: S608
        f"WHERE {cut} GROUP BY 1, 2, 3",
        values,
    ):
        yield row[:3], Sums(*row[3:])


def _of_journeys(question: Question) -> Iterator[tuple]:
    by = selection.value_of(question.first_touch, "journey__")
    rows = selection.orders(question).annotate(by=by).values_list("by", "kind", "currency")
    for row in rows.annotate(Count("id"), Sum("value"), Sum("refunded")).order_by():
        yield row[:3], Sums(*row[3:])


def _retouched(question: Question) -> Iterator[tuple]:
    """Orders of journeys whose last touch isn't their first."""
    first, last = f"journey__{question.first_touch}", f"journey__{question.by}"
    rows = Purchase.objects.filter(retouched(question, "journey__"))
    rows = rows.values_list(first, last, "kind", "currency")
    sums = rows.annotate(orders=Count("id"), gross=Sum("value"), back=Sum("refunded"))
    for row in sums.order_by():
        yield *row[:4], Sums(*row[4:])
