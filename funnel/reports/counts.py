"""Journeys per stage: added up from daily totals, with those that are still open apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, Count, F, QuerySet, Sum, Value, When
from django.utils import timezone

from ..models import DailyTotal, Journey
from ..stages import FUNNEL, Stage
from .question import Question, midnight

STAGES = len(FUNNEL)


def _zeros() -> list[int]:
    return [0] * STAGES


@dataclass
class Counts:
    """Per stage, in the funnel's order. `entered` and `still_open` count each journey that came so
    far; `late` and `mid_entry` those that were at a stage without a chain that leads there.
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

    @property
    def day(self):
        return timezone.localdate(self.at, timezone.get_default_timezone())


def journeys(question: Question, boundary: Boundary) -> dict[str, Counts]:
    """Counts by the value that the question breaks down by (one key, "", where it doesn't)."""
    found: dict[str, Counts] = defaultdict(Counts)
    rows = _of_journeys if question.by_last_touch else _of_totals
    for value, fresh, entered_by, strays, total, explicit, *reached in rows(question, boundary):
        counts = found[value]
        counts.reached = [a + b for a, b in zip(counts.reached, reached, strict=True)]
        counts.explicit += explicit
        counts.add_strays(entered_by, strays, total, reached)
        if fresh:
            counts.still_open = [a + b for a, b in zip(counts.still_open, reached, strict=True)]
    for value, reached, number in _older_but_open(question, boundary):
        for stage in range(reached):
            found[value].still_open[stage] += number
    return found


def _by(question: Question):
    return F(question.by) if question.by else Value("")


def _fresh(boundary: Boundary):
    """Entered after the boundary's day, so open however it went on."""
    return Case(When(day__gt=boundary.day, then=True), default=False)


def _of_totals(question: Question, boundary: Boundary) -> Iterator[tuple]:
    rows = DailyTotal.objects.filter(cut=question.cut, **question.in_days, **question.filters)
    sums = [Sum(name) for name in ("journeys", "interest_explicit", *map(str, FUNNEL))]
    return (
        rows.annotate(value=_by(question), fresh=_fresh(boundary))
        .values_list("value", "fresh", "entered_by", "strays")
        .annotate(*sums)
        .order_by()
        .iterator()
    )


def _of_journeys(question: Question, boundary: Boundary) -> Iterator[tuple]:
    """The last touch isn't in the totals."""
    rows = (
        entered(question)
        .annotate(value=_by(question), fresh=_fresh(boundary))
        .values_list("value", "fresh", "entered_by", "strays", "reached", "interest_explicit")
        .annotate(Count("id"))
        .order_by()
    )
    for value, fresh, entered_by, strays, furthest, explicit, number in rows.iterator():
        reached = [number if stage <= furthest else 0 for stage in range(1, STAGES + 1)]
        yield value, fresh, entered_by, strays, number, number * explicit, *reached


def entered(question: Question) -> QuerySet[Journey]:
    """The journeys that were entered in the period."""
    return Journey.objects.counted().filter(
        entry_at__gte=question.start, entry_at__lt=question.end, **question.filters
    )


def _older_but_open(question: Question, boundary: Boundary) -> Iterator[tuple]:
    """Still open although entered on the boundary's day or before: an index knows them.

    They came back after the boundary, or they entered after it on its very day.
    """
    if question.end <= boundary.at - settings.FUNNEL_WINDOW or question.start > boundary.at:
        return
    until = min(question.end, midnight(boundary.day + timedelta(days=1)))
    # Mid-entries have reached no stage.
    rows = Journey.objects.filter(reached__gt=0, **question.filters)
    entered_after = rows.filter(entry_at__gt=boundary.at, entry_at__lt=until)
    came_back = rows.filter(last_landing_at__gt=F("entry_at"), entry_at__lte=boundary.at)
    came_back = came_back.filter(last_landing_at__gt=boundary.at)
    if question.start > boundary.at - settings.FUNNEL_WINDOW:
        # By day and not by time, which would lure SQLite into the index of all journeys.
        came_back = came_back.filter(day__gte=question.first)
    for still_open in (entered_after, came_back):
        values = still_open.annotate(value=_by(question)).values_list("value", "reached")
        yield from values.annotate(Count("id")).order_by().iterator()
