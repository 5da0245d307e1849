"""What stands beside the funnel: the open stages, advertising, what was left out of the count."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..models import Filtered
from ..stages import SIDE, Stage
from . import spend
from .question import Question
from .spend import Spent
from .stage_rows import percent
from .sums import added, query


@dataclass(frozen=True)
class SideStage:
    """An open stage beside the funnel: how often, and by how many visitors."""

    stage: Stage
    events: int
    visitors: int


class Ads(TextChoices):
    """The steps before the landing, as far as the owner's imports tell them."""

    SHOWN = "ad_impressions", _("Ad impressions")
    CLICKED = "ad_clicks", _("Ad clicks")

    @property
    def layer(self) -> str:
        return Stage.LANDING.layer


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
    return advertised_by(spend.totals(question))


def advertised_by(spent: Iterable[Spent]) -> Advertised | None:
    """None also where more was clicked than shown: some files don't tell the impressions."""
    spent = list(spent)
    shown, clicked = (sum(getattr(part, n) for part in spent) for n in ("impressions", "clicks"))
    return Advertised(shown, clicked) if shown and clicked <= shown else None


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
