"""The last thing that journeys touched before they left."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext

from ..details import ON_PURPOSE, DetailName
from ..models import Journey
from . import leaving, selection
from .counts import Boundary
from .question import Question
from .reason_words import said_of
from .sums import query


@dataclass
class Touch:
    """The last thing that journeys touched before they left; with no name: nothing."""

    name: str = ""
    value: str = ""
    left: int = 0
    money: dict[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return said_of(self.name, self.value) if self.name else gettext("Nothing that was told")

    @property
    def kind(self) -> str:
        return DetailName(self.name).label if self.name else ""


def last_touches(question: Question, boundary: Boundary) -> list[Touch]:
    """What those that left something in the cart touched last, of all that is done on purpose;
    what most did comes first."""
    gone = selection.acted(question).filter(leaving.left(boundary), leaving.with_a_cart())
    found: dict[str, Touch] = {}
    for told, currency, number, money in _last(gone):
        touch = found.setdefault(told, Touch(*told.split(" ", 1)) if told else Touch())
        touch.left += number
        if currency and money:
            touch.money[currency] = int(money)
    return sorted(found.values(), key=lambda touch: (-touch.left, touch.name, touch.value))


def _last(gone: QuerySet[Journey]) -> Iterator[tuple]:
    """Name and value in one (None: nothing was touched), currency, how many journeys they ended,
    and what lay in their carts.

    The names are written out: only so does SQLite see that an index holds just these.
    """
    journeys, values = (
        gone.order_by().values("id", "cart_currency", "cart_value").query.sql_with_params()
    )
    names = ", ".join(f"'{name}'" for name in ON_PURPOSE)
    touched = (
        "SELECT d.name || ' ' || d.value FROM funnel_detail d "  # noqa: S608
        f"WHERE d.journey_id = j.id AND d.name IN ({names}) ORDER BY d.at DESC, d.id DESC LIMIT 1"
    )
    return query(
        "SELECT told, cart_currency, COUNT(*), SUM(cart_value) FROM (SELECT j.cart_currency, "  # noqa: S608
        f"j.cart_value, ({touched}) AS told FROM ({journeys}) j) touched GROUP BY 1, 2",
        values,
    )
