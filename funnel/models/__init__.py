"""What the funnel keeps: recorded.py the events and journeys, sums.py their daily sums, owners.py
what the owner writes."""

from .owners import Annotation, CustomFunnel, Spend
from .recorded import (
    CART,
    LATER,
    TOUCH,
    Detail,
    Event,
    Filtered,
    Identity,
    Journey,
    JourneyQuerySet,
    KnownValue,
    Purchase,
    Salt,
)
from .sums import COUNTS, MONEY, MONEY_KEY, TOTAL_KEY, DailyMoney, DailyTotal

__all__ = [
    "CART",
    "COUNTS",
    "LATER",
    "MONEY",
    "MONEY_KEY",
    "TOTAL_KEY",
    "TOUCH",
    "Annotation",
    "CustomFunnel",
    "DailyMoney",
    "DailyTotal",
    "Detail",
    "Event",
    "Filtered",
    "Identity",
    "Journey",
    "JourneyQuerySet",
    "KnownValue",
    "Purchase",
    "Salt",
    "Spend",
]
