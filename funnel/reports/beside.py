"""What stands beside the funnel: the open stages, and what was left out of the count."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from ..models import Event, Filtered
from ..stages import SIDE, Stage
from .question import Question


@dataclass(frozen=True)
class SideStage:
    """An open stage beside the funnel: how often, and by how many visitors."""

    stage: Stage
    events: int
    visitors: int


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
