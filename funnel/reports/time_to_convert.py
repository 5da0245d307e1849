"""How long people take: to buy, and from each stage to the next. Exact, not off the columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..stages import FUNNEL, Stage
from .counts import Boundary, journeys
from .leak import FEWEST
from .question import BadQuestion, Question, choice
from .stage_rows import percent
from .times import Spans, taken

MINUTE, HOUR, DAY = 60, 3_600, 86_400
# Seconds at which the columns begin, wider and wider: most are quick, and a few take days.
EDGES = (
    *(0, 10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE),
    *(HOUR, 3 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 60 * DAY),
)


@dataclass(frozen=True)
class Way:
    """From the landing to a `stage`, or from the stage before: whose time is told."""

    stage: Stage
    since: str

    @property
    def key(self) -> str:
        return f"{self.stage}_from_{self.since}"

    @property
    def name(self) -> str:
        start = FUNNEL[0] if self.since == "landing" else FUNNEL[FUNNEL.index(self.stage) - 1]
        return _("From %(start)s to %(stage)s") % {"start": start.label, "stage": self.stage.label}


FROM_LANDING = [Way(stage, "landing") for stage in reversed(FUNNEL[1:])]
FROM_PREVIOUS = [Way(stage, "previous") for stage in FUNNEL[1:]]
GROUPS = {
    gettext_lazy("From the landing"): FROM_LANDING,
    gettext_lazy("From the stage before"): FROM_PREVIOUS,
}
WAYS = {way.key: way for ways in GROUPS.values() for way in ways}


@dataclass(frozen=True)
class Bin:
    """So many took at least `low` and less than `high` seconds; the last one up to the window."""

    low: float
    high: float
    number: int
    percent: float | None


@dataclass(frozen=True)
class Row:
    """A way's times in seconds: a quarter took no longer than `lower`, half than `median`."""

    way: Way
    number: int
    lower: float | None
    median: float | None
    upper: float | None
    bins: list[Bin]
    median_before: float | None = None

    @property
    def few(self) -> bool:
        return self.number < FEWEST


@dataclass(frozen=True)
class Answer:
    """Everything the report says, once; the `shown` way's columns are drawn."""

    question: Question
    rows: list[Row]
    shown: Row
    came: bool
    may_grow: bool

    @property
    def is_empty(self) -> bool:
        return not self.came

    @property
    def tables(self) -> list[tuple[str, list[Row]]]:
        """The steps first, then the whole ways, in the funnel's order."""
        steps = [row for row in self.rows if row.way.since == "previous"]
        wholes = [row for row in self.rows if row.way.since == "landing"]
        names = [_("From the stage before"), _("From the landing")]
        return list(zip(names, [steps, wholes[::-1]], strict=True))


def answer(question: Question, asked: Mapping[str, str]) -> Answer:
    """`show` is one of `WAYS`. Raises BadQuestion."""
    errors: dict[str, str] = {}
    shown = choice(asked, "show", WAYS, errors) or FROM_LANDING[0].key
    if errors:
        raise BadQuestion(errors, question)
    boundary = Boundary.now()
    now = spans(question)
    before = spans(question.previous()) if question.compare else {}
    rows = [row(way, now[key], before.get(key)) for key, way in WAYS.items()]
    return Answer(
        question=question,
        rows=rows,
        shown=next(found for found in rows if found.way.key == shown),
        came=bool(journeys(question, boundary)),
        may_grow=question.end > boundary.at,
    )


def spans(question: Question) -> dict[str, Spans]:
    """By the ways' keys."""
    found = {}
    for stage, times in taken(question).items():
        found[Way(stage, "previous").key] = times.from_previous
        found[Way(stage, "landing").key] = times.from_first
    return found


def row(way: Way, now: Spans, before: Spans | None) -> Row:
    return Row(
        way,
        len(now),
        *(now.quantile(part) for part in (0.25, 0.5, 0.75)),
        bins(now),
        before.quantile(0.5) if before else None,
    )


def bins(times: Spans) -> list[Bin]:
    """How many took how long, up to the window, which is the last to be counted."""
    window = settings.FUNNEL_WINDOW.total_seconds()
    found = []
    for low, high in pairwise([*(edge for edge in EDGES if edge < window), window]):
        # Whoever took the whole window still counts.
        number = times.between(low, high + (high == window))
        found.append(Bin(low, high, number, percent(number, len(times))))
    return found
