"""What stands beside the funnel: the open stages, advertising, what was left out of the count."""

from dataclasses import dataclass

from ..models import Filtered
from ..stages import SIDE, Stage
from . import spend
from .question import Question
from .stage_rows import percent
from .sums import added, query


@dataclass(frozen=True)
class SideStage:
    """An open stage beside the funnel: how often, and by how many visitors."""

    stage: Stage
    events: int
    visitors: int


@dataclass(frozen=True)
class Advertised:
    """How often ads were shown and clicked on the period's days, by the owner's imports."""

    impressions: int
    clicks: int

    @property
    def click_rate(self) -> float | None:
        """Clicks in percent of impressions."""
        return percent(self.clicks, self.impressions)


def advertised(question: Question) -> Advertised | None:
    """None where nothing was shown, or where the filters ask for what ads don't know."""
    spent = spend.totals(question)
    impressions = sum(part.impressions for part in spent)
    return Advertised(impressions, sum(part.clicks for part in spent)) if impressions else None


def side_stages(question: Question) -> list[SideStage]:
    # In the very words of the index that holds these few; SQLite can't see through parameters.
    names = ", ".join(f"'{stage}'" for stage in SIDE)
    rows = query(
        "SELECT name, COUNT(*), COUNT(DISTINCT visitor) FROM funnel_event "  # noqa: S608
        f"WHERE name IN ({names}) AND at >= %s AND at < %s GROUP BY name",
        [question.start, question.end],
    )
    found = {name: numbers for name, *numbers in rows}
    return [SideStage(stage, *found.get(stage, (0, 0))) for stage in SIDE]


def filtered(question: Question) -> dict[str, int]:
    """Requests that were left out of the count, by reason."""
    rows = query(
        f"SELECT reason, {added('requests')} FROM funnel_filtered "  # noqa: S608
        "WHERE day >= %s AND day <= %s GROUP BY reason",
        [question.first, question.last],
    )
    found = dict(rows)
    return {reason: found.get(reason, 0) for reason in Filtered.Reason.values}
