"""The other unit: distinct visitors, each at the furthest of the chains that start in the period.

Nearly all visitors have one journey, so the count of journeys is corrected for the few others:
those with several journeys, and those whose journey crosses an edge of the period (their chains
that start in it are found again among their events).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F

from ..chains import Chain, ordered
from ..journeys import INTEREST, LANDING, NUMBER
from ..models import Event, Journey
from ..recording import rules
from ..statements import micros
from . import selection
from .counts import Boundary, Counts
from .question import Question

BATCH = 500


@dataclass
class Visit:
    """What a visitor adds to the count: the furthest chain, and the journey it belongs to."""

    reached: int
    explicit: bool
    is_open: bool
    journey: dict

    def count(self, found: dict[str, Counts], number: int = 1) -> None:
        if self.journey["fits"]:
            found[self.journey["value"]].add(
                self.reached, number, explicit=self.explicit, is_open=self.is_open
            )


def correct(found: dict[str, Counts], question: Question, boundary: Boundary) -> None:
    """Turn counts of journeys into counts of visitors."""
    crossing = _crossing(question.start) | _crossing(question.end)
    for batch in _batches(crossing | _again(question)):
        kept = _journeys(batch, question)
        events = _events([visitor for visitor in batch if visitor in crossing], question)
        for visitor in batch:
            mine = [
                row for row in kept[visitor] if question.start <= row["entry_at"] < question.end
            ]
            single = [_of_journey(row, boundary) for row in mine]
            for visit in single:
                visit.count(found, -1)
            if visitor in crossing:
                furthest = _of_events(events[visitor], kept[visitor], question, boundary)
            else:
                furthest = _furthest(single)
            if furthest:
                furthest.count(found)


def _again(question: Question) -> set[str]:
    """Visitors with a journey in the period that isn't their first."""
    later = Journey.objects.filter(
        ordinal__gt=1, entry_at__gte=question.start, entry_at__lt=question.end
    )
    return set(later.values_list("visitor", flat=True))


def _crossing(edge: datetime) -> set[str]:
    """Visitors with a journey that was entered before the edge and landed on again after it."""
    rows = Journey.objects.filter(
        entry_at__lt=edge,
        last_landing_at__gte=edge,
        last_landing_at__lte=edge + settings.FUNNEL_WINDOW,
        last_landing_at__gt=F("entry_at"),
    )
    return set(rows.values_list("visitor", flat=True))


def _batches(visitors: set[str]) -> Iterator[list[str]]:
    everybody = sorted(visitors)
    for start in range(0, len(everybody), BATCH):
        yield everybody[start : start + BATCH]


def _journeys(batch: list[str], question: Question) -> dict[str, list[dict]]:
    """The visitors' journeys, each with its `value` of the breakdown and whether it `fits`."""
    found = defaultdict(list)
    rows = Journey.objects.filter(visitor__in=batch, entered_by=LANDING)
    fitting = set(rows.filter(selection.fits(question.filters)).values_list("id", flat=True))
    rows = rows.annotate(value=selection.value_of(question.by)).order_by("ordinal")
    for row in rows.values(
        *("id", "visitor", "value", "entry_at", "last_landing_at", "reached", "interest_explicit")
    ):
        found[row["visitor"]].append(row | {"fits": row["id"] in fitting})
    return found


def _of_journey(row: dict, boundary: Boundary) -> Visit:
    is_open = row["last_landing_at"] > boundary.at
    return Visit(row["reached"], row["interest_explicit"], is_open, row)


def _furthest(visits: list[Visit]) -> Visit | None:
    """Of several journeys the one that came furthest, the earlier of two."""
    if not visits:
        return None
    best = max(visits, key=lambda visit: visit.reached)
    return Visit(
        best.reached,
        any(visit.explicit for visit in visits),
        any(visit.is_open for visit in visits),
        best.journey,
    )


def _events(batch: list[str], question: Question) -> dict[str, list[tuple[int, str]]]:
    found = defaultdict(list)
    rows = Event.objects.filter(
        visitor__in=batch,
        name__in=NUMBER,
        at__gte=question.start,
        at__lte=question.end + settings.FUNNEL_WINDOW,
    )
    for visitor, at, name in rows.values_list("visitor", "at", "name"):
        if name != LANDING or at < question.end:
            found[visitor].append((micros(at), name))
    return found


def _of_events(
    events: list[tuple[int, str]], journeys: list[dict], question: Question, boundary: Boundary
) -> Visit | None:
    """The furthest chain that starts in the period; None where nothing landed in it."""
    landings = [at for at, name in events if name == LANDING]
    if not landings:
        return None
    steps = rules()
    chain = ordered(steps.told(events), steps)
    explicit = any(
        name == INTEREST and any(0 <= at - landing <= steps.window for landing in landings)
        for at, name in events
    )
    is_open = max(landings) > micros(boundary.at)
    return Visit(len(chain), explicit, is_open, _began(chain, journeys))


def _began(chain: Chain, journeys: list[dict]) -> dict:
    """The journey that the chain's landing belongs to."""
    return next(row for row in reversed(journeys) if micros(row["entry_at"]) <= chain[0])
