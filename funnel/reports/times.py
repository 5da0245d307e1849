"""How long people take: exact, over the journeys themselves, so it costs journeys, not days.

The times of a journey come from the one chain that rule 7 picks. An implied stage has none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import QuerySet

from .. import statements
from ..models import LATER, Journey
from ..stages import FUNNEL, Stage
from . import selection
from .question import Question

MICROS = 1_000_000
BATCH = 1_000  # rows: of more at a time the garbage collector makes a third more work


@dataclass(frozen=True)
class Times:
    """Medians in seconds; None where nobody's time is known. An implied stage has no time."""

    from_previous: float | None = None
    from_first: float | None = None


@dataclass(frozen=True)
class Spans:
    """How long each of some journeys took: microseconds, the shortest first."""

    micros: list[int]

    def __len__(self) -> int:
        return len(self.micros)

    def quantile(self, part: float) -> float | None:
        """Seconds within which so large a part took it; between two journeys, straight on.

        `quantile(0.5)` is the median. None of nobody.
        """
        if not self.micros:
            return None
        place = part * (len(self.micros) - 1)
        before = int(place)
        after = min(before + 1, len(self.micros) - 1)
        low, high = self.micros[before], self.micros[after]
        return round((low + (high - low) * (place - before)) / MICROS, 3)

    def between(self, low: float, high: float) -> int:
        """How many took at least `low` and less than `high` seconds."""
        places = (bisect_left(self.micros, round(side * MICROS)) for side in (low, high))
        first, last = places
        return last - first

    def within(self, most: float) -> int:
        """How many took `most` seconds or less."""
        return bisect_right(self.micros, round(most * MICROS))


@dataclass(frozen=True)
class Taken:
    """How long it took to a stage from the one before, and from the landing."""

    from_previous: Spans
    from_first: Spans


def taken(question: Question) -> dict[Stage, Taken]:
    """Of the journeys entered in the period, for each stage after the landing."""
    entered = selection.journeys(question).order_by()
    steps: list[list[int]] = [[] for _ in LATER]
    totals: list[list[int]] = [_of_who_looked(entered), *([] for _ in LATER[1:])]
    for batch in _of_who_went_on(entered):
        # By columns: a journey's times are looked at where they are known.
        columns = list(zip(*batch, strict=True))
        for place, column in enumerate(columns):
            totals[place].extend([after for after in column if after is not None])
        for place, (before, column) in enumerate(pairwise(columns), start=1):
            steps[place].extend(
                [
                    after - earlier
                    for earlier, after in zip(before, column, strict=True)
                    if after is not None and earlier is not None
                ]
            )
    steps[0] = totals[0]
    for spans in (*steps[1:], *totals):
        spans.sort()
    return {
        stage: Taken(Spans(steps[place]), Spans(totals[place]))
        for place, stage in enumerate(FUNNEL[1:])
    }


def medians(question: Question) -> dict[Stage, Times]:
    return {
        stage: Times(found.from_previous.quantile(0.5), found.from_first.quantile(0.5))
        for stage, found in taken(question).items()
    }


def _of_who_looked(entered: QuerySet[Journey]) -> list[int]:
    """The one time that they have. They are by far the most, so the database hands over all times
    as one text: rows would take longer than the work."""
    rows = entered.filter(reached=Stage.INTEREST.number).values(LATER[0])
    sql, values = rows.query.sql_with_params()
    joined = statements.joined(f"CAST({LATER[0]} AS TEXT)", ",")
    ((text,),) = statements.select(f"SELECT {joined} FROM ({sql}) AS looked", values)  # noqa: S608
    return list(map(int, text.split(","))) if text else []


def _of_who_went_on(entered: QuerySet[Journey]) -> Iterator[list[tuple]]:
    """Their times as rows. The ORM would spend most of the time on passing them on."""
    rows = entered.acted().filter(reached__gt=Stage.INTEREST.number).values_list(*LATER)
    sql, values = rows.query.sql_with_params()
    with statements.connection().cursor() as cursor:
        cursor.execute(sql, values)
        while some := cursor.fetchmany(BATCH):
            yield some
