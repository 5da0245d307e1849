"""The last thing that journeys touched before they left."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ..details import REASONS, DetailName
from ..models import Journey
from ..stages import Stage
from . import leaving, selection
from .counts import Boundary
from .question import Question
from .reason_words import said_of
from .sums import query

# What somebody did on purpose, so that it can have been the last thing.
TOUCHES = (
    DetailName.FIELD_TOUCHED,
    DetailName.QUESTION,
    DetailName.TESTIMONIAL,
    DetailName.PRODUCT_SEEN,
    *(name for name in REASONS if name != DetailName.DELIVERY_PRICE),  # that is shown, not done
)
MOST_TOUCHES = 20


@dataclass
class Touch:
    """The last thing that journeys touched before they left."""

    name: str
    value: str
    left: int = 0
    money: dict[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return said_of(self.name, self.value)

    @property
    def kind(self) -> str:
        return DetailName(self.name).label


def last_touches(question: Question, boundary: Boundary) -> list[Touch]:
    """What those that left something in the cart touched last, of all that is done on purpose."""
    gone = selection.acted(question).filter(leaving.left(boundary))
    gone = gone.filter(reached__gte=Stage.CART.number)
    found: dict[tuple[str, str], Touch] = {}
    for name, value, currency, number, money in _last(gone):
        touch = found.setdefault((name, value), Touch(name, value))
        touch.left += number
        if currency and money:
            touch.money[currency] = int(money)
    ranked = sorted(found.values(), key=lambda touch: (-touch.left, touch.name, touch.value))
    return ranked[:MOST_TOUCHES]


def _last(gone: QuerySet[Journey]) -> Iterator[tuple]:
    """Name, value and currency of the last touches, how many journeys they ended, and the sum of
    what lay in their carts."""
    touches, values = selection.with_details(gone, TOUCHES, "cart_currency", "cart_value")
    return query(
        "SELECT name, value, cart_currency, COUNT(*), SUM(cart_value) FROM ("  # noqa: S608
        "SELECT d.name, d.value, j.cart_currency, j.cart_value, ROW_NUMBER() OVER "
        f"(PARTITION BY d.journey_id ORDER BY d.at DESC, d.id DESC) AS place {touches}) touch "
        "WHERE place = 1 GROUP BY 1, 2, 3",
        values,
    )
