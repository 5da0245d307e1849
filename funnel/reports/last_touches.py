"""The last thing that journeys touched before they left."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from ..details import REASONS, DetailName
from ..models import Detail
from ..stages import Stage
from . import leaving, selection
from .counts import Boundary
from .question import Question
from .reason_words import said_of

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
    gone = selection.journeys(question).filter(leaving.left(boundary))
    gone = Detail.objects.filter(
        name__in=TOUCHES, journey__in=gone.filter(reached__gte=Stage.CART.number).values("id")
    )
    last = gone.exclude(Exists(_later()))
    found: dict[tuple[str, str], Touch] = {}
    rows = last.values_list("name", "value", "journey__cart_currency")
    for name, value, currency, number, money in rows.annotate(
        Count("id"), Sum("journey__cart_value")
    ).order_by():
        touch = found.setdefault((name, value), Touch(name, value))
        touch.left += number
        if currency and money:
            touch.money[currency] = money
    ranked = sorted(found.values(), key=lambda touch: (-touch.left, touch.name, touch.value))
    return ranked[:MOST_TOUCHES]


def _later() -> QuerySet[Detail]:
    """Another touch of the same journey that came after this one."""
    same = Detail.objects.filter(journey=OuterRef("journey"), name__in=TOUCHES)
    after = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), id__gt=OuterRef("id"))
    return same.filter(after)
