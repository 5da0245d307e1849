"""How long people take: exact, over the journeys themselves, so it costs journeys, not days.

The times of a journey come from the one chain that rule 7 picks. An implied stage has none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import QuerySet

from .. import statements
from ..models import LATER, Journey
from ..stages import FUNNEL, Stage
from . import selection
from .question import Question

MICROS = 1_000_000


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
    (looked,) = _columns(entered.filter(reached=Stage.INTEREST.number), LATER[:1])
    went_on = _columns(entered.acted().filter(reached__gt=Stage.INTEREST.number), LATER)
    columns = [looked + went_on[0], *went_on[1:]]
    totals = [[after for after in column if after is not None] for column in columns]
    steps = [totals[0], *(_between(*each) for each in pairwise(went_on))]
    for spans in (*steps[1:], *totals):
        spans.sort()
    return {
        stage: Taken(Spans(steps[place]), Spans(totals[place]))
        for place, stage in enumerate(FUNNEL[1:])
    }


def _between(before: list[int | None], column: list[int | None]) -> list[int]:
    """From one stage to the next, where both have a time."""
    return [
        after - earlier
        for earlier, after in zip(before, column, strict=True)
        if after is not None and earlier is not None
    ]


def medians(question: Question) -> dict[Stage, Times]:
    return {
        stage: Times(found.from_previous.quantile(0.5), found.from_first.quantile(0.5))
        for stage, found in taken(question).items()
    }


def _columns(rows: QuerySet[Journey], names: Iterable[str]) -> list[list[int | None]]:
    """These columns of the rows. The database hands over each as one text: of hundreds of thousands
    of rows, passing them on would take longer than all else."""
    sql, values = rows.values(*names).query.sql_with_params()
    columns = [statements.joined(f"COALESCE(CAST({name} AS TEXT), '')", ",") for name in names]
    (texts,) = statements.select(f"SELECT {', '.join(columns)} FROM ({sql}) AS times", values)  # noqa: S608
    return [_numbers(text) if text is not None else [] for text in texts]


def _numbers(text: str) -> list[int | None]:
    return [int(number) if number else None for number in text.split(",")]
