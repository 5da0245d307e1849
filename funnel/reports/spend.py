"""What advertising cost on the period's days, by the owner's imports.

- CTR (click-through rate) = clicks / impressions.
- CPC (cost per click) = cost / clicks.
- CVR (conversion rate of clicks) = orders / clicks.
- CPA (cost per acquisition) = cost / orders.
- ROAS (return on ad spend) = revenue net of refunds / cost, both in one currency.

What is divided by nothing is None. Currencies stay apart: no rate of exchange is anybody's truth.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet, Sum

from ..journeys import MISSING, NONE
from ..models import Spend
from .question import Question

# What a line of spend tells of the visits that it brought.
OF_SPEND = {"source", "campaign"}


@dataclass(frozen=True)
class Spent:
    """How often ads were shown and clicked, and what that cost, in stored units of `currency`."""

    currency: str
    impressions: int = 0
    clicks: int = 0
    cost: int = 0

    @property
    def per_click(self) -> Fraction | None:
        """CPC, in stored units."""
        return ratio(self.cost, self.clicks)

    def per_order(self, orders: int | Fraction) -> Fraction | None:
        """CPA, in stored units."""
        return ratio(self.cost, orders)

    def returned(self, net: int) -> Fraction | None:
        """ROAS of a net revenue in stored units of the same currency."""
        return ratio(net, self.cost)


def ratio(part: int | Fraction, whole: int | Fraction) -> Fraction | None:
    return Fraction(part) / whole if whole else None


def percentage(part: int | Fraction, whole: int | Fraction) -> float | None:
    """CTR of clicks and impressions, CVR of orders and clicks: 50 of 2,000 is exactly 2.5."""
    found = ratio(part, whole)
    return None if found is None else float(100 * found)


def is_known(question: Question) -> bool:
    """Whether the filters ask only for what lines of spend tell."""
    return OF_SPEND.issuperset(question.filters)


def by_value(question: Question) -> dict[str, list[Spent]]:
    """Per value of `question.by` (source or campaign), a row per currency."""
    found: dict[str, list[Spent]] = defaultdict(list)
    for value, *spent in _sums(question, question.by):
        found[value or MISSING[question.by]].append(Spent(*spent))
    return dict(found)


def totals(question: Question) -> list[Spent]:
    """All of it, a row per currency; none where the filters ask for what ads don't know."""
    return [Spent(*spent) for spent in _sums(question)]


def _sums(question: Question, *by: str) -> QuerySet:
    lines = Spend.objects.none()
    if is_known(question):
        told = {name: "" if value == NONE else value for name, value in question.filters.items()}
        lines = Spend.objects.filter(day__gte=question.first, day__lte=question.last, **told)
    rows = lines.order_by(*by, "currency").values_list(*by, "currency")
    return rows.annotate(Sum("impressions"), Sum("clicks"), Sum("cost"))
