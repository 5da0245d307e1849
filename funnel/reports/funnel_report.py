"""The standard report: one answer, from which the page, the JSON and the CSV are all written."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..ledger import Sums
from ..models import Filtered, Purchase
from ..stages import MEANINGS
from . import beside, counts, leak, money, quality, reconciliation, times, visitors
from .beside import SideStage
from .counts import Boundary, Counts
from .headline import Headline, Period
from .leak import Leak
from .money import Revenue
from .quality import Quality
from .question import BY, FILTERS, Question
from .reconciliation import Line
from .stage_rows import StageRow, is_final, stage_rows

# Medians are read off the journeys; up to so many of them that is quick enough to do at once.
FEW_JOURNEYS = 10_000
KINDS = {
    Purchase.Kind.FUNNEL: _("In the funnel"),
    Purchase.Kind.LATE: _("Late"),
    Purchase.Kind.MID_ENTRY: _("Mid-entry"),
}
FILTERED = {
    Filtered.Reason.BOT: _("Bots"),
    Filtered.Reason.PREFETCH: _("Fetched ahead by a browser"),
    Filtered.Reason.STAFF: _("Staff, logged in"),
}


@dataclass(frozen=True)
class Segment:
    """One value of a breakdown, with its own funnel and money."""

    value: str
    stages: list[StageRow]
    revenue: dict[str, Sums]

    @property
    def counts(self) -> list[int]:
        return [row.count for row in self.stages]

    @property
    def first(self) -> StageRow:
        return self.stages[0]

    @property
    def last(self) -> StageRow:
        return self.stages[-1]


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
    headline: Headline
    quality: Quality

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
    def comparable(self) -> bool:
        """Whether this period and the one before have enough to tell a change."""
        return min(self.first.shown, self.headline.was.stages[0].shown) >= self.fewest

    @property
    def fewest(self) -> int:
        return leak.FEWEST

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
    def layers(self) -> dict[str, str]:
        return MEANINGS

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How these orders came about, in words, and how many of each."""
        return [
            (words, sum(row.sums.orders for row in self.revenue if row.kind == kind))
            for kind, words in KINDS.items()
        ]

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Requests that were filtered, by reason in words."""
        return [(FILTERED[reason], requests) for reason, requests in self.filtered.items()]

    @property
    def mid_entries(self) -> int:
        return sum(row.entered_here for row in self.stages)

    @property
    def sentence(self) -> str:
        counts_ = [row.shown for row in self.stages]
        return leak.sentence(self.leak, counts_, filtered=bool(self.question.filters))

    @property
    def window_days(self) -> str:
        return f"{settings.FUNNEL_WINDOW.total_seconds() / 86_400:g}"

    @property
    def is_empty(self) -> bool:
        """The books are those of the whole shop: to a question with filters they say nothing."""
        books = self.reconciliation and not self.question.filters
        return not (self.first.count or self.mid_entries or self.revenue or books)


def answer(question: Question, asked: Mapping[str, str] | None = None) -> Answer:
    """The report's answer now. Reads daily totals, and journeys only where the question says so."""
    boundary = Boundary.now()
    found = counted(question, boundary)
    whole = Counts()
    for part in found.values():
        whole += part
    timed = question.times or whole.reached[0] <= FEW_JOURNEYS
    final = is_final(whole)
    before = previous(question.previous(), boundary, final=final)
    stages = stage_rows(
        whole,
        times_=times.medians(question) if timed else None,
        before=before.stages if question.compare else None,
    )
    revenue = money.revenue(question)
    sold = money.by_currency(revenue, kind=Purchase.Kind.FUNNEL)
    books = reconciliation.reconcile(question)
    now = Period(stages, money.by_currency(revenue), beside.advertised(question))
    return Answer(
        question=question,
        asked_at=timezone.now(),
        stages=stages,
        explicit=whole.explicit,
        segments=segments(found, revenue, final=final) if question.by else [],
        revenue=revenue,
        side_stages=beside.side_stages(question),
        filtered=beside.filtered(question),
        reconciliation=books,
        leak=leak.biggest_leak([row.shown for row in stages], sold, final=final),
        headline=Headline(now, before),
        quality=quality.quality(books, interested=whole.reached[1], explicit=whole.explicit),
    )


def counted(question: Question, boundary: Boundary) -> dict[str, Counts]:
    found = counts.journeys(question, boundary)
    if question.unit == "visitor":
        visitors.correct(found, question, boundary)
    return found


def segments(found: dict[str, Counts], revenue: list[Revenue], *, final: bool) -> list[Segment]:
    """The breakdown's rows, the largest first. All go by the whole's basis, or they'd misrank."""
    brought = defaultdict(list)
    for row in revenue:
        brought[row.value].append(row)
    values = {value for value, part in found.items() if part != Counts()} | brought.keys()
    rows = [
        Segment(
            value,
            stage_rows(found.get(value, Counts()), final=final),
            money.by_currency(brought.get(value, [])),
        )
        for value in values
    ]
    return sorted(rows, key=lambda row: (-row.stages[0].count, row.value))


def previous(question: Question, boundary: Boundary, *, final: bool) -> Period:
    """The period just before. Without a breakdown there is one set of counts."""
    stages = stage_rows(counted(question, boundary)[""], final=final)
    brought = money.by_currency(money.revenue(question))
    return Period(stages, brought, beside.advertised(question))


def more(request: HttpRequest, found: Answer) -> dict:
    """The breakdown as little funnels, with links to the report of each value alone."""
    from .multiples import multiples

    known = links(request, found)
    return {"links": known, "multiples": multiples(found, known)}


def links(request: HttpRequest, found: Answer) -> dict[str, str]:
    """From a value of the breakdown to the report of it alone; the last touch is no filter."""
    by = found.question.by
    if by not in FILTERS:
        return {}
    others = {name: value for name, value in request.GET.items() if name not in ("by", "times")}
    values = [row.value for row in found.segments]
    return {value: f"?{urlencode(others | {by: value})}" for value in values}
