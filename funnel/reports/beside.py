"""What stands beside the funnel: the open stages, advertising, what was left out of the count."""

from dataclasses import dataclass

from django.db.models import Sum

from ..models import Filtered, Spend
from ..stages import SIDE, Stage
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


# What a line of spend tells of the visits that it brought.
OF_SPEND = {"source", "campaign"}


def advertised(question: Question) -> Advertised | None:
    """None where nothing was shown, or where the filters ask for what ads don't know."""
    if not OF_SPEND.issuperset(question.filters):
        return None
    shown = Spend.objects.filter(
        day__gte=question.first, day__lte=question.last, **question.filters
    )
    found = shown.aggregate(impressions=Sum("impressions"), clicks=Sum("clicks"))
    return Advertised(**found) if found["impressions"] else None


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
