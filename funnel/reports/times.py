"""How long people take: medians over the journeys themselves, so it costs journeys, not days."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from ..rows import LATER
from ..stages import FUNNEL, Stage
from ..statements import connection
from . import selection
from .question import Question


@dataclass(frozen=True)
class Times:
    """Medians in seconds; None where nobody's time is known. An implied stage has no time."""

    from_previous: float | None = None
    from_first: float | None = None


def medians(question: Question) -> dict[Stage, Times]:
    """Of the journeys entered in the period, from the one chain that rule 7 picks."""
    steps: list[list[int]] = [[] for _ in LATER]
    totals: list[list[int]] = [[] for _ in LATER]
    for row in _rows(question):
        before = 0
        for place, after in enumerate(row):
            if after is not None:
                totals[place].append(after)
                if before is not None:
                    steps[place].append(after - before)
            before = after
    return {
        stage: Times(_seconds(steps[place]), _seconds(totals[place]))
        for place, stage in enumerate(FUNNEL[1:])
    }


def _rows(question: Question) -> Iterator[tuple]:
    """Of as many rows as this may be, the ORM would spend most of the time on passing them on."""
    rows = selection.journeys(question).filter(reached__gt=1).values_list(*LATER)
    sql, values = rows.query.sql_with_params()
    with connection().cursor() as cursor:
        cursor.execute(sql, values)
        while some := cursor.fetchmany(5_000):
            yield from some


def _seconds(microseconds: list[int]) -> float | None:
    return round(median(microseconds) / 1_000_000, 3) if microseconds else None
