"""A breakdown as little funnels side by side."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ..charts import Bar, LittleFunnel, Multiples
from ..templatetags.funnel_report import interval, number, rate, said
from .funnel_report import Answer, Segment

MOST = 8  # the table below has them all


def multiples(answer: Answer, links: Mapping[str, str]) -> Multiples | None:
    """The largest parts of the breakdown, each as wide as its own landing; None without one."""
    if not answer.segments:
        return None
    shown = answer.segments[:MOST]
    words = _("Each funnel is as wide as its own landing, so that shapes compare.")
    if len(shown) < len(answer.segments):
        words += " " + _("The %(count)s largest; the table has all.") % {"count": MOST}
    return Multiples(
        id="parts",
        name=_("By %(name)s") % {"name": answer.by_label},
        funnels=[_funnel(segment, links.get(segment.value, "")) for segment in shown],
        said=words,
    )


def _funnel(segment: Segment, url: str) -> LittleFunnel:
    last = segment.last
    return LittleFunnel(
        title=str(said(segment.value)),
        steps=[
            Bar(
                label=str(row.stage.label),
                value=row.count,
                text=number(row.count),
                still_open=row.still_open,
                note=rate(row.shown_of_first) if row.previous else "",
                few=row.too_few,
            )
            for row in segment.stages
        ],
        note=_("%(rate)s buy (%(interval)s)")
        % {"rate": rate(last.shown_of_first), "interval": interval(last.interval_of_first)},
        url=url,
    )
