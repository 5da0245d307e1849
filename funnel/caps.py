"""At most 200 values of a dimension a day; later ones are recorded as "(other)".

Decided when an event is written, so that a rebuild gives the same rows. Devices and pages are the
shop's own short lists and need no cap.
"""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from .details import NAMES
from .models import KnownValue

CAPPED = {"source", "medium", "campaign", "term", "content", "referrer", *NAMES}
MOST = 200
OTHER = "(other)"


@dataclass
class Day:
    """This process's copy of a day's values: a known value costs no statement."""

    values: set[tuple[str, str]] = field(default_factory=set)
    full: set[str] = field(default_factory=set)


_days: dict[date, Day] = {}


def capped(context: dict[str, str], day: date) -> dict[str, str]:
    """The context with its dimensions' values replaced where the day has enough of them."""
    known = _days.setdefault(day, Day())
    while len(_days) > 3:
        _days.pop(min(_days))
    return {
        name: OTHER if name in CAPPED and not _has_place(known, day, name, value) else value
        for name, value in context.items()
    }


def _has_place(known: Day, day: date, dimension: str, value: str) -> bool:
    if (dimension, value) not in known.values and dimension not in known.full:
        _claim(known, day, dimension, value)
    return (dimension, value) in known.values


def _claim(known: Day, day: date, dimension: str, value: str) -> None:
    """Take one of the day's places for this value, if there is one left."""
    places = KnownValue.objects.filter(day=day, dimension=dimension)
    while True:
        taken = set(places.values_list("value", flat=True))
        known.values |= {(dimension, other) for other in taken}
        if value in taken:
            return
        if len(taken) >= MOST:
            known.full.add(dimension)
            return
        try:
            with transaction.atomic(using=settings.FUNNEL_DATABASE):
                KnownValue.objects.create(
                    day=day, dimension=dimension, value=value, position=len(taken)
                )
        except IntegrityError:
            continue  # another process took this place, or brought this value
        known.values.add((dimension, value))
        return


def forget_days() -> None:
    """Ask the database again, as a new process would (tests)."""
    _days.clear()
