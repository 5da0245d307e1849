"""A few lines for the admin's front page, from daily totals only."""

from dataclasses import dataclass
from datetime import date

from ..ledger import Sums
from ..models import Purchase
from ..stages import FUNNEL, Stage
from . import counts, leak, money
from .counts import Boundary, Counts
from .leak import Leak
from .question import Question
from .stage_rows import is_final, percent, stage_rows


@dataclass(frozen=True)
class SummaryRow:
    """A stage: journeys of the last day and of all days, and the percentage of the first stage."""

    stage: Stage
    today: int
    count: int
    of_first: float | None


@dataclass(frozen=True)
class Summary:
    """Journeys entered from `first` to `last` (both included), and what they brought.

    `conversion` is the percentage that has bought so far, None without journeys.
    """

    first: date
    last: date
    stages: list[SummaryRow]
    revenue: dict[str, Sums]
    leak: Leak | None
    sentence: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def journeys(self) -> int:
        return self.stages[0].count

    @property
    def purchases(self) -> int:
        return self.stages[-1].count

    @property
    def conversion(self) -> float | None:
        return self.stages[-1].of_first


def summary(first: date, last: date) -> Summary:
    """The journeys of these days (both included) in the shop's time zone."""
    question, boundary = Question(first, last), Boundary.now()
    whole, today = _counted(question, boundary), _counted(Question(last, last), boundary)
    revenue = money.revenue(question)
    final = is_final(whole)
    seen = [row.shown for row in stage_rows(whole, final=final)]
    sold = money.by_currency(revenue, kind=Purchase.Kind.FUNNEL)
    worst = leak.biggest_leak(seen, sold, final=final)
    return Summary(
        first,
        last,
        [
            SummaryRow(stage, day, reached, percent(reached, whole.reached[0]))
            for stage, day, reached in zip(FUNNEL, today.reached, whole.reached, strict=True)
        ],
        money.by_currency(revenue),
        worst,
        leak.sentence(worst, seen),
    )


def _counted(question: Question, boundary: Boundary) -> Counts:
    return counts.journeys(question, boundary).get("", Counts())
