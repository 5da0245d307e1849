"""A stage's line in the report: counts and the rates between them."""

from dataclasses import dataclass
from fractions import Fraction

from ..stages import FUNNEL, Stage
from .counts import Counts
from .intervals import Interval, wilson
from .leak import FEWEST
from .times import Times


def percent(part: int, whole: int) -> float | None:
    """`percent(50, 2000)` → 2.5; nothing of zero."""
    return round(100 * part / whole, 2) if whole else None


@dataclass(frozen=True)
class StageRow:
    """A stage of the funnel. Rates are in percent of finished ones; None is "no rate": of zero.

    `was` is the same stage in the period before. What is shown goes by the finished ones where the
    figures are `final`, else by all so far.
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
    def interval_of_previous(self) -> Interval | None:
        """Where the true rate lies, in percent (Wilson, 95 of 100)."""
        return wilson(self.shown, self.previous.shown) if self.previous else None

    @property
    def interval_of_first(self) -> Interval | None:
        return wilson(self.shown, (self.first or self).shown)

    @property
    def too_few(self) -> bool:
        """Whether too few came to the stage before to tell a rate from luck."""
        return self.previous is not None and 0 < self.previous.shown < FEWEST

    @property
    def with_strays(self) -> int:
        """The open-entry view: all that were at this stage, however they came there."""
        return self.count + self.late + self.mid_entry


def is_final(counts_: Counts) -> bool:
    entered, still_open = counts_.reached[0], counts_.still_open[0]
    return are_enough(entered - still_open, entered)


def are_enough(finished: int | Fraction, entered: int | Fraction) -> bool:
    """Whether so many journeys are finished that one can go by these alone."""
    return finished >= FEWEST or finished == entered


def stage_rows(
    counts_: Counts,
    *,
    final: bool | None = None,
    times_: dict[Stage, Times] | None = None,
    before: list[StageRow] | None = None,
) -> list[StageRow]:
    """`final` is given where the rows stand beside others: all that is compared has one basis."""
    final = is_final(counts_) if final is None else final
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
