"""The landings of journeys that came back: all others have one touch, which their row knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet

from ..journeys import DIRECT, MISSING
from ..models import LATER, Journey
from ..stages import FUNNEL, Stage
from ..statements import is_sqlite, text, told, written
from . import selection
from .counts import Boundary
from .question import Question
from .sums import query

# When each stage was reached, in microseconds after the journey's first landing.
_AFTER = "".join(f" WHEN {stage.number} THEN j.{stage}_after" for stage in FUNNEL[1:])

_LANDINGS = (
    "e.visitor = j.visitor AND e.at >= j.entry_at AND e.at <= j.last_landing_at "
    "AND e.name = 'landing'"
)


@dataclass(frozen=True, slots=True)
class CameBack:
    """A journey (its id) with the source or campaign of its first landing, and of its touches."""

    journey: int
    first: str
    touches: tuple[str, ...]
    bought: bool
    is_open: bool


def returning(question: Question) -> QuerySet[Journey]:
    """Journeys that landed again and had gone on: up to their furthest stage others landed once."""
    came_back = Journey.objects.counted().filter(selection.came_back(question))
    return came_back.filter(reached__gt=Stage.LANDING.number)


def of_returning(question: Question, boundary: Boundary) -> Iterator[CameBack]:
    """Each with the values of its non-direct landings up to its furthest stage, or of all these
    landings if none is tagged. A stage that was only implied has no time: the first landing's."""
    by = question.by
    columns = (by, "visitor", "reached", "entry_at", "last_landing_at", "started_at", *LATER)
    rows = returning(question).order_by().values("id", *columns)
    which, values = rows.query.sql_with_params()
    landings = query(
        f"SELECT j.id, j.{by}, j.reached, j.last_landing_at > %s, {written('j.started_at')}, "  # noqa: S608
        f"CASE j.reached{_AFTER} END, {written('e.at')}, "
        f"{told('source', 'e.context')}, {told(by, 'e.context')} "
        f"FROM ({which}) j {_each_ones(_LANDINGS)} ORDER BY j.id, e.at, e.key",
        [boundary.at, *values],
    )
    for journey, rows in groupby(landings, key=itemgetter(0)):
        own = list(rows)
        _, first, reached, is_open, started_at, after, *_ = own[0]
        until = text(datetime.fromisoformat(started_at) + timedelta(microseconds=after or 0))
        touches = _touches((row[6:] for row in own), until, MISSING[by])
        bought = reached == Stage.PURCHASE.number
        yield CameBack(journey, first, touches, bought, bool(is_open))


def _each_ones(events: str) -> str:
    """Joins each journey's events from its visitor's history, as SQLite does by itself: PostgreSQL
    takes those who came back for many more than they are, and reads all events."""
    if is_sqlite():
        return f"JOIN funnel_event e ON {events}"
    return f"CROSS JOIN LATERAL (SELECT * FROM funnel_event e WHERE {events} OFFSET 0) e"  # noqa: S608


def _touches(
    landings: Iterable[tuple[str, str | None, str | None]], until: str, missing: str
) -> tuple[str, ...]:
    own = [(source or DIRECT, value or missing) for at, source, value in landings if at <= until]
    tagged = [value for source, value in own if source != DIRECT]
    return tuple(tagged or [value for _source, value in own])
