"""Journeys that owe their credit to other landings than their first: a few; all others owe it to
that one alone.

Of each the value (source or campaign) of its first touch, and how many landings that count it owes
to which, the latest last.
"""

import json
from collections.abc import Iterable, Iterator

from django.db.models import Count, F, Q

from ..models import TOUCH, Journey, Purchase
from . import selection
from .counts import Boundary
from .question import Question

Landings = dict[str, int]
Came = tuple[str, Landings, int, bool, int]
Sold = tuple[str, Landings, str, int, int]


def of_journeys(question: Question, boundary: Boundary) -> Iterator[Came]:
    """With their furthest stage, whether still open, and how many are alike in all this."""
    rows = Journey.objects.filter(_owe_others(question)).annotate(is_open=boundary.is_open())
    rows = rows.values_list(*_columns(question), "reached", "is_open").annotate(Count("id"))
    return _each(question, rows.iterator())


def of_orders(question: Question) -> Iterator[Sold]:
    """Of each order: with its currency, value and refunds."""
    rows = Purchase.objects.filter(selection.may_have_bought("journey__"))
    rows = rows.filter(_owe_others(question, "journey__")).order_by("id")
    columns = (*_columns(question, "journey__"), "currency", "value", "refunded")
    return _each(question, rows.values_list(*columns).iterator())


def _owe_others(question: Question, prefix: str = "") -> Q:
    """Those that came back from elsewhere, or to whom more landings count than the last."""
    elsewhere = ~Q(**{f"{prefix}last_{question.by}": F(prefix + question.by)})
    several = Q(**{f"{prefix}touches__gt": ""})
    return selection.came_back(question, prefix) & (several | elsewhere)


def _columns(question: Question, prefix: str = "") -> tuple[str, ...]:
    return (prefix + question.by, f"{prefix}last_{question.by}", f"{prefix}touches")


def _each(question: Question, rows: Iterable[tuple]) -> Iterator[tuple]:
    place = TOUCH.index(f"last_{question.by}")
    for first, last, touches, *rest in rows:
        found: Landings = {}
        for touch, landings in json.loads(touches) if touches else ():
            found[touch[place]] = found.pop(touch[place], 0) + landings
        yield first, found or {last: 1}, *rest
