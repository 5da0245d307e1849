"""The standard report: one answer, from which the page, the JSON and the CSV are all written."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..ledger import Sums
from ..models import Event, Filtered, Purchase
from ..stages import FUNNEL, SIDE, Stage
from . import counts, leak, money, reconciliation, times, visitors
from .counts import Boundary, Counts
from .leak import FEWEST, Leak
from .money import Revenue
from .question import BY, Question
from .reconciliation import Line
from .times import Times

# Medians are read off the journeys; up to so many of them that is quick enough to do at once.
FEW_JOURNEYS = 10_000
FILTERED = {
    Filtered.Reason.BOT: _("Bots"),
    Filtered.Reason.PREFETCH: _("Fetched ahead by a browser"),
    Filtered.Reason.STAFF: _("Staff, logged in"),
}


@dataclass(frozen=True)
class StageRow:
    """A stage of the funnel. Rates are in percent of finished ones; None is "no rate": of zero.

    `was` is the same stage in the period before. What is shown goes by the finished ones, unless
    they are too few (`final`): then by all so far.
    """

    stage: Stage
    count: int
    still_open: int
    previous: "StageRow | None"
    first: "StageRow | None"
    late: int
    mid_entry: int
    entered_here: int
    final: bool
    times: Times | None = None
    was: "StageRow | None" = None

    @property
    def finished(self) -> int:
        return self.count - self.still_open

    @property
    def of_previous(self) -> float | None:
        return percent(self.finished, self.previous.finished) if self.previous else None

    @property
    def of_first(self) -> float | None:
        return percent(self.finished, (self.first or self).finished)

    @property
    def so_far_of_previous(self) -> float | None:
        return percent(self.count, self.previous.count) if self.previous else None

    @property
    def so_far_of_first(self) -> float | None:
        return percent(self.count, (self.first or self).count)

    @property
    def dropped(self) -> int | None:
        """Finished ones that came to the stage before and not to this one."""
        return self.previous.finished - self.finished if self.previous else None

    @property
    def dropped_so_far(self) -> int | None:
        return self.previous.count - self.count if self.previous else None

    @property
    def shown_of_previous(self) -> float | None:
        return self.of_previous if self.final else self.so_far_of_previous

    @property
    def shown_of_first(self) -> float | None:
        return self.of_first if self.final else self.so_far_of_first

    @property
    def shown_dropped(self) -> int | None:
        return self.dropped if self.final else self.dropped_so_far

    @property
    def shown(self) -> int:
        """How many to judge by."""
        return self.finished if self.final else self.count

    @property
    def with_strays(self) -> int:
        """The open-entry view: all that were at this stage, however they came there."""
        return self.count + self.late + self.mid_entry


@dataclass(frozen=True)
class Segment:
    """One value of a breakdown, with its own funnel and money."""

    value: str
    stages: list[StageRow]
    revenue: dict[str, Sums]

    @property
    def last(self) -> StageRow:
        return self.stages[-1]


@dataclass(frozen=True)
class SideStage:
    """An open stage beside the funnel: how often, and by how many visitors."""

    stage: Stage
    events: int
    visitors: int


@dataclass(frozen=True)
class Answer:
    """Everything the report says, once."""

    question: Question
    asked_at: datetime
    stages: list[StageRow]
    explicit: int
    segments: list[Segment]
    revenue: list[Revenue]
    side_stages: list[SideStage]
    filtered: dict[str, int]
    reconciliation: list[Line]
    leak: Leak | None

    @property
    def first(self) -> StageRow:
        return self.stages[0]

    @property
    def last(self) -> StageRow:
        return self.stages[-1]

    @property
    def final(self) -> bool:
        """Whether enough journeys are finished to go by their rates; else by those so far."""
        return self.first.final

    @property
    def implied(self) -> int:
        """Reached interest by going further, unseen by the browser's script."""
        return self.stages[1].count - self.explicit

    @property
    def by_label(self) -> str:
        return BY.get(self.question.by, "")

    @property
    def brought(self) -> dict[str, Sums]:
        """All that these journeys brought, by currency."""
        return money.by_currency(self.revenue)

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Requests that were filtered, by reason in words."""
        return [(FILTERED[reason], requests) for reason, requests in self.filtered.items()]

    @property
    def mid_entries(self) -> int:
        return sum(row.entered_here for row in self.stages)

    @property
    def sentence(self) -> str:
        return leak.sentence(self.leak, [row.shown for row in self.stages])

    @property
    def window_days(self) -> str:
        return f"{settings.FUNNEL_WINDOW.total_seconds() / 86_400:g}"

    @property
    def is_empty(self) -> bool:
        return not (self.first.count or self.mid_entries or self.reconciliation)


def answer(question: Question) -> Answer:
    """The report's answer now. Reads daily totals, and journeys only where the question says so."""
    boundary = Boundary.now()
    found = counted(question, boundary)
    whole = Counts()
    for part in found.values():
        whole += part
    timed = question.times or whole.reached[0] <= FEW_JOURNEYS
    stages = stage_rows(
        whole,
        times.medians(question) if timed else None,
        previous(question, boundary) if question.compare else None,
    )
    revenue = money.revenue(question)
    sold = money.by_currency(revenue, kind=Purchase.Kind.FUNNEL)
    return Answer(
        question=question,
        asked_at=timezone.now(),
        stages=stages,
        explicit=whole.explicit,
        segments=segments(found, revenue) if question.by else [],
        revenue=revenue,
        side_stages=side_stages(question),
        filtered=filtered(question),
        reconciliation=reconciliation.reconcile(question),
        leak=leak.biggest_leak([row.shown for row in stages], sold),
    )


def percent(part: int, whole: int) -> float | None:
    """`percent(50, 2000)` → 2.5; nothing of zero."""
    return round(100 * part / whole, 2) if whole else None


def counted(question: Question, boundary: Boundary) -> dict[str, Counts]:
    found = counts.journeys(question, boundary)
    if question.unit == "visitor":
        visitors.correct(found, question, boundary)
    return found


def stage_rows(
    counts_: Counts,
    times_: dict[Stage, Times] | None = None,
    before: list[StageRow] | None = None,
) -> list[StageRow]:
    entered, still_open = counts_.reached[0], counts_.still_open[0]
    final = entered - still_open >= FEWEST or not still_open
    rows: list[StageRow] = []
    for place, stage in enumerate(FUNNEL):
        rows.append(
            StageRow(
                stage=stage,
                count=counts_.reached[place],
                still_open=counts_.still_open[place],
                previous=rows[-1] if rows else None,
                first=rows[0] if rows else None,
                late=counts_.late[place],
                mid_entry=counts_.mid_entry[place],
                entered_here=counts_.entered_at[place],
                final=final,
                times=times_.get(stage, Times()) if times_ is not None else None,
                was=before[place] if before else None,
            )
        )
    return rows


def segments(found: dict[str, Counts], revenue: list[Revenue]) -> list[Segment]:
    """The breakdown's rows, the largest first."""
    values = {value for value, part in found.items() if part != Counts()}
    values |= {row.value for row in revenue}
    rows = [
        Segment(
            value,
            stage_rows(found.get(value, Counts())),
            money.by_currency([row for row in revenue if row.value == value]),
        )
        for value in values
    ]
    return sorted(rows, key=lambda row: (-row.stages[0].count, row.value))


def previous(question: Question, boundary: Boundary) -> list[StageRow]:
    """The period just before. Without a breakdown there is one set of counts."""
    found = counted(question.previous(), boundary)
    return stage_rows(found[""])


def side_stages(question: Question) -> list[SideStage]:
    # In the very words of the index that holds these few; SQLite can't see through parameters.
    names = ", ".join(f"'{stage}'" for stage in SIDE)
    rows = Event.objects.extra(where=[f"name IN ({names})"])  # noqa: S610
    rows = rows.filter(at__gte=question.start, at__lt=question.end).values_list("name")
    rows = rows.annotate(Count("id"), Count("visitor", distinct=True))
    found = {name: numbers for name, *numbers in rows.order_by()}
    return [SideStage(stage, *found.get(stage, (0, 0))) for stage in SIDE]


def filtered(question: Question) -> dict[str, int]:
    """Requests that were left out of the count, by reason."""
    rows = Filtered.objects.filter(**question.in_days)
    found = dict(rows.values_list("reason").annotate(Sum("requests")).order_by())
    return {reason: found.get(reason, 0) for reason in Filtered.Reason.values}
