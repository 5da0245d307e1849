"""Journeys per stage: added up from daily totals, with those that are still open apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from ..models import Journey
from ..stages import FUNNEL, Stage
from ..statements import MICROSECOND
from . import selection
from .question import Question, midnight
from .sums import added, cut_to, query

STAGES = len(FUNNEL)


def _zeros() -> list[int]:
    return [0] * STAGES


@dataclass
class Counts:
    """Per stage, in the funnel's order.

    `reached` counts all that came so far and `still_open` those of them that may yet go on;
    `late` and `mid_entry` journeys that were at a stage without a chain that leads there, and
    `entered_at` those that began there in the middle. `explicit`: interest that the page saw.
    """

    reached: list[int] = field(default_factory=_zeros)
    still_open: list[int] = field(default_factory=_zeros)
    late: list[int] = field(default_factory=_zeros)
    mid_entry: list[int] = field(default_factory=_zeros)
    entered_at: list[int] = field(default_factory=_zeros)
    explicit: int = 0

    def add(self, reached: int, number: int = 1, *, explicit: bool, is_open: bool) -> None:
        """Count `number` more that came as far as stage `reached`."""
        for stage in range(reached):
            self.reached[stage] += number
            self.still_open[stage] += number * is_open
        self.explicit += number * explicit

    def add_journeys(
        self,
        number: int,
        reached: int,
        explicit: bool,
        strays: int,
        is_open: bool,
        entered_by: str = Stage.LANDING,
    ) -> None:
        """Count (or, below zero, take away) journeys that all came equally far."""
        self.add(reached, number, explicit=explicit, is_open=is_open)
        came = [number if stage <= reached else 0 for stage in range(1, STAGES + 1)]
        self.add_strays(entered_by, strays, number, came)

    def add_strays(
        self, entered_by: str, strays: int, journeys: int, reached: Iterable[int]
    ) -> None:
        """Rule 8: what extended no chain, unless the journey had come to that stage anyway."""
        if entered_by != Stage.LANDING:
            self.entered_at[Stage(entered_by).number - 1] += journeys
        target = self.late if entered_by == Stage.LANDING else self.mid_entry
        for stage, number in enumerate(reached):
            if strays >> (stage + 1) & 1:
                target[stage] += journeys - number

    def __iadd__(self, other: "Counts") -> "Counts":
        for name in ("reached", "still_open", "late", "mid_entry", "entered_at"):
            setattr(
                self,
                name,
                [a + b for a, b in zip(getattr(self, name), getattr(other, name), strict=True)],
            )
        self.explicit += other.explicit
        return self


@dataclass(frozen=True)
class Boundary:
    """Journeys whose last landing is after `at` are still open: younger than the window."""

    at: datetime

    @classmethod
    def now(cls) -> "Boundary":
        return cls(timezone.now() - settings.FUNNEL_WINDOW)

    def is_open(self, prefix: str = "") -> Combinable:
        """Whether a journey may yet go on; `prefix` leads from another table to the journeys."""
        young = {f"{prefix}last_landing_at__gt": self.at}
        return Case(When(**young, then=Value(True)), default=Value(False))

    @property
    def day(self):
        return timezone.localdate(self.at, timezone.get_default_timezone())


def journeys(question: Question, boundary: Boundary) -> dict[str, Counts]:
    """Counts by the value that the question breaks down by (one key, "", where it doesn't).

    From daily sums, or for what these don't know from the journeys: the same numbers.
    """
    found: dict[str, Counts] = defaultdict(Counts)
    if question.in_sums:
        _add_sums(found, question, boundary)
    else:
        for value, *outcome, number in _grouped(question, boundary):
            found[value].add_journeys(number, *outcome)
    if question.by_last_touch:
        _move_to_last_touch(found, question, boundary)
    return found


def _grouped(question: Question, boundary: Boundary) -> Iterator[tuple]:
    """The journeys themselves, counted together where they had the same outcome."""
    rows = selection.journeys(question).annotate(
        value=selection.value_of(question.first_touch), is_open=boundary.is_open()
    )
    rows = rows.values_list(
        *("value", "reached", "interest_explicit", "strays", "is_open", "entered_by")
    )
    return rows.annotate(number=Count("*")).order_by().iterator()


def _add_sums(found: dict[str, Counts], question: Question, boundary: Boundary) -> None:
    for value, fresh, entered_by, strays, total, explicit, *reached in _totals(question, boundary):
        counts = found[value]
        counts.reached = [a + b for a, b in zip(counts.reached, reached, strict=True)]
        counts.explicit += explicit
        counts.add_strays(entered_by, strays, total, reached)
        if fresh:
            counts.still_open = [a + b for a, b in zip(counts.still_open, reached, strict=True)]
    for value, reached, number in _older_but_open(question, boundary):
        for stage in range(reached):
            found[value].still_open[stage] += number


def _by(question: Question) -> str:
    return question.first_touch or "''"


def _totals(question: Question, boundary: Boundary) -> Iterator[tuple]:
    """Sums of the daily totals; those entered after the boundary's day are all still open."""
    cut, values = cut_to(question)
    sums = added("journeys", "interest_explicit", *FUNNEL)
    return query(
        f"SELECT {_by(question)}, day > %s, entered_by, strays, {sums} FROM funnel_dailytotal "  # noqa: S608
        f"WHERE {cut} GROUP BY 1, 2, 3, 4",
        [boundary.day, *values],
    )


def retouched(question: Question, prefix: str = "") -> Q:
    """Journeys that came back, and whose last touch is another than the first: what is counted by
    first touch needs only be corrected for them. `prefix` leads from another table to them.
    """
    elsewhere = ~Q(**{prefix + question.by: F(prefix + question.first_touch)})
    return selection.came_back(question, prefix) & elsewhere


def _move_to_last_touch(found: dict[str, Counts], question: Question, boundary: Boundary) -> None:
    """Count the journeys at their last touch instead of their first."""
    rows = Journey.objects.filter(retouched(question))
    rows = rows.annotate(is_open=boundary.is_open()).values_list(
        *(question.first_touch, question.by, "reached", "interest_explicit", "strays", "is_open")
    )
    for first, last, *outcome, number in rows.annotate(Count("id")).order_by().iterator():
        found[first].add_journeys(-number, *outcome)
        found[last].add_journeys(number, *outcome)


def _older_but_open(question: Question, boundary: Boundary) -> Iterator[tuple]:
    """Still open although entered on the boundary's day or before: an index knows them.

    They came back after the boundary, or they entered after it on its very day.
    """
    if question.end <= boundary.at - settings.FUNNEL_WINDOW or question.start > boundary.at:
        return iter(())
    until = min(question.end, midnight(boundary.day + timedelta(days=1)))
    came_back_of = min(question.end, boundary.at + MICROSECOND)
    # Mid-entries have reached no stage.
    which = "reached > 0" + "".join(f" AND {name} = %s" for name in question.filters)
    values = [*question.filters.values()]
    # By day and not by time, which would lure SQLite into the index of all journeys.
    since = " AND day >= %s" if question.start > boundary.at - settings.FUNNEL_WINDOW else ""
    chosen = f"SELECT {_by(question)}, reached, COUNT(*) FROM funnel_journey WHERE {which}"  # noqa: S608
    return query(
        f"{chosen} AND entry_at > %s AND entry_at < %s GROUP BY 1, 2 UNION ALL "
        f"{chosen} AND entry_at < %s AND last_landing_at > %s AND last_landing_at > entry_at{since}"
        " GROUP BY 1, 2",
        [
            *(*values, boundary.at, until),
            *(*values, came_back_of, boundary.at),
            *([question.first] if since else []),
        ],
    )
