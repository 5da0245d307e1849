"""What a journey did, in order: its stages and what it saw or stumbled over, with times."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..details import NAMES, DetailName
from ..models import Event, Journey
from ..recording import OF_JOURNEYS
from ..stages import Stage
from .reason_words import said_of

MOST = 500


@dataclass(frozen=True)
class Moment:
    """An event. `value` and `currency` as its stage told them, in stored units."""

    at: datetime
    name: str
    told: str
    since: timedelta | None
    value: int | None
    currency: str

    @property
    def is_stage(self) -> bool:
        return self.name not in NAMES

    @property
    def label(self) -> str:
        return (Stage if self.is_stage else DetailName)(self.name).label


def timeline(journey: Journey) -> list[Moment]:
    """Everything from the journey's entry to the visitor's next one, oldest first."""
    events = Event.objects.filter(
        visitor=journey.visitor, at__gte=journey.entry_at, name__in=OF_JOURNEYS
    )
    later = Journey.objects.filter(visitor=journey.visitor, ordinal=journey.ordinal + 1)
    if until := later.values_list("entry_at", flat=True).first():
        events = events.filter(at__lt=until)
    found: list[Moment] = []
    for event in events.order_by("at", "id")[:MOST]:
        detail = event.name in NAMES
        told = said_of(event.name, event.context.get("value", "")) if detail else ""
        since = event.at - found[-1].at if found else None
        found.append(Moment(event.at, event.name, told, since, event.value, event.currency))
    return found
