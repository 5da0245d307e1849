"""How a stage, a rate or the revenue goes up and down: by day, week or month."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Annotation
from ..stages import FUNNEL, Stage
from . import money
from .counts import Boundary, Counts, journeys
from .funnel_report import counted
from .intervals import Interval, differ, wilson
from .leak import FEWEST
from .question import DAY_BY_DAY, BadQuestion, Question, choice, today
from .stage_rows import percent
from .stretches import EVERY, Stretch, split, usual

MOST = 800  # days or weeks on a chart; months are never so many


@dataclass(frozen=True)
class Amount:
    """So many; or, where a rate is asked for, `part` of `whole`. Money is in stored units."""

    part: int = 0
    whole: int | None = None

    def __add__(self, other: "Amount") -> "Amount":
        whole = None if self.whole is None else self.whole + (other.whole or 0)
        return Amount(self.part + other.part, whole)

    @property
    def is_rate(self) -> bool:
        return self.whole is not None

    @property
    def value(self) -> float | None:
        """The number to draw: in percent for a rate, None where it is one of nothing."""
        return percent(self.part, self.whole) if self.is_rate else self.part

    @property
    def interval(self) -> Interval | None:
        return wilson(self.part, self.whole) if self.is_rate else None

    @property
    def few(self) -> bool:
        """Too few to tell the rate."""
        return self.is_rate and self.whole < FEWEST


@dataclass(frozen=True)
class Measure:
    """What is looked at: a stage's count, its rate `of` "previous" or "landing", or the revenue."""

    key: str
    label: str
    stage: Stage | None = None
    of: str = ""

    @property
    def name(self) -> str:
        if self.of == "previous":
            return _("%(stage)s, in %% of the stage before") % {"stage": self.label}
        if self.of == "landing":
            return _("%(stage)s, in %% of landings") % {"stage": self.label}
        return str(self.label)

    @property
    def nothing(self) -> Amount:
        return Amount(0, 0) if self.of else Amount(0)

    def amount(self, counts: Counts) -> Amount:
        """All that came so far, with those that are still open."""
        place = FUNNEL.index(self.stage)
        base = {"": None, "previous": place - 1, "landing": 0}[self.of]
        return Amount(counts.reached[place], None if base is None else counts.reached[base])


COUNTS = [Measure(str(stage), stage.label, stage) for stage in FUNNEL]
OF_PREVIOUS = [
    Measure(f"{stage}_of_previous", stage.label, stage, "previous") for stage in FUNNEL[1:]
]
OF_LANDING = [Measure(f"{stage}_of_landing", stage.label, stage, "landing") for stage in FUNNEL[1:]]
NET = Measure("net", gettext_lazy("Revenue, net"))
GROUPS = {
    gettext_lazy("How many came to"): COUNTS,
    gettext_lazy("Percent of the stage before"): OF_PREVIOUS,
    gettext_lazy("Percent of landings"): OF_LANDING,
    gettext_lazy("Money"): [NET],
}
MEASURES = {measure.key: measure for group in GROUPS.values() for measure in group}


@dataclass(frozen=True)
class Entry:
    """A day, week or month. `before`: of as many days before, at the same place of that period."""

    stretch: Stretch
    now: Amount
    before: Amount | None
    is_open: bool


@dataclass(frozen=True)
class Series:
    """A line of the trend; of the revenue there is one per currency."""

    measure: Measure
    currency: str
    entries: list[Entry]

    @property
    def total(self) -> Amount:
        return sum((entry.now for entry in self.entries), self.measure.nothing)

    @property
    def total_before(self) -> Amount | None:
        known = [entry.before for entry in self.entries if entry.before]
        return sum(known, self.measure.nothing) if known else None

    @property
    def differs(self) -> bool:
        """Whether the rate changed by more than chance easily does."""
        now, before = self.total, self.total_before
        return differ(now.part, now.whole, before.part, before.whole)

    @property
    def mostly_few(self) -> bool:
        return sum(entry.now.few for entry in self.entries) * 2 > len(self.entries)


@dataclass(frozen=True)
class Answer:
    """Everything the trend says, once.

    `notes` are the owner's, on days of the period; `came` says whether anybody did.
    """

    question: Question
    measure: Measure
    every: str
    series: list[Series]
    notes: list[Annotation]
    came: bool

    @property
    def is_empty(self) -> bool:
        before = [series.total_before for series in self.series if series.total_before]
        return not (self.came or self.notes or any(was.part or was.whole for was in before))


def answer(question: Question, asked: Mapping[str, str]) -> Answer:
    """`show` is one of `MEASURES`, `every` of `EVERY`. Raises BadQuestion."""
    errors: dict[str, str] = {}
    measure = MEASURES[choice(asked, "show", MEASURES, errors) or FUNNEL[0]]
    every = choice(asked, "every", EVERY, errors) or usual(question)
    stretches = split(question, every)
    if len(stretches) > MOST and every != "month":
        errors["every"] = _("So many days don’t fit on a chart: choose week or month.")
    if errors:
        raise BadQuestion(errors, question)
    boundary = Boundary.now()
    now = by_day(question, measure, boundary)
    before = earlier(question, measure, boundary) if question.compare else None
    currencies = sorted(now.keys() | (before or {}).keys()) or [""]
    # Nobody begins a journey on a day that is over; a visitor's furthest chain may still move.
    began = measure is COUNTS[0] and question.unit == "journey"
    open_from = today() if began else boundary.day
    return Answer(
        question,
        measure,
        every,
        [_series(measure, currency, stretches, now, before, open_from) for currency in currencies],
        list(Annotation.objects.filter(day__gte=question.first, day__lte=question.last)[::-1]),
        bool(now.get("") or journeys(question, boundary)),
    )


def by_day(
    question: Question, measure: Measure, boundary: Boundary
) -> dict[str, dict[date, Amount]]:
    """The amounts of the days, by currency ("" for what is no money)."""
    each_day = replace(question, by=DAY_BY_DAY)
    found = defaultdict(lambda: defaultdict(lambda: measure.nothing))
    if measure is NET:
        for row in money.revenue(each_day):
            found[row.currency][row.value] += Amount(row.sums.net)
        return found
    for day, counts in counted(each_day, boundary).items():
        # A visitor's chain may begin in the period within a journey that was entered before it.
        found[""][max(day, question.first)] += measure.amount(counts)
    return found


def earlier(
    question: Question, measure: Measure, boundary: Boundary
) -> dict[str, dict[date, Amount]]:
    """The period before, each of its days at the day that has its place in this one."""
    later = timedelta(days=question.days)
    found = by_day(question.previous(), measure, boundary)
    return {
        currency: {day + later: amount for day, amount in days.items()}
        for currency, days in found.items()
    }


def _series(
    measure: Measure,
    currency: str,
    stretches: list[Stretch],
    now: dict[str, dict[date, Amount]],
    before: dict[str, dict[date, Amount]] | None,
    open_from: date,
) -> Series:
    def added(days: dict[date, Amount], stretch: Stretch) -> Amount:
        inside = (stretch.first + timedelta(days=n) for n in range(stretch.days))
        return sum((days[day] for day in inside if day in days), measure.nothing)

    entries = [
        Entry(
            stretch,
            added(now.get(currency, {}), stretch),
            None if before is None else added(before.get(currency, {}), stretch),
            stretch.last >= open_from,
        )
        for stretch in stretches
    ]
    return Series(measure, currency, entries)
