"""The times as columns and a sentence."""

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..charts import Column, ColumnChart
from ..templatetags.funnel_report import number, rate, span
from .time_to_convert import Answer, Bin, Row


def page(request: HttpRequest, answer: Answer) -> dict:
    """What the page shows besides the answer: the columns, and from each way to its own."""
    others = {name: value for name, value in request.GET.items() if name not in ("show", "format")}
    links = {row.way.key: f"?{urlencode(others | {'show': row.way.key})}" for row in answer.rows}
    return {"chart": chart(answer.shown), "links": links}


def chart(row: Row) -> ColumnChart:
    return ColumnChart(
        id="times",
        name=row.way.name,
        columns=[_column(part) for part in drawn(row.bins)],
        along=_("Time taken"),
        counted=_("Journeys"),
        said=sentence(row),
    )


def drawn(bins: list[Bin]) -> list[Bin]:
    """Without the quick and the slow that nobody was, but for a column on either side."""
    known = [place for place, part in enumerate(bins) if part.number]
    return bins[max(0, known[0] - 1) : known[-1] + 2] if known else []


def _column(part: Bin) -> Column:
    low, high = span(part.low), span(part.high)
    if part.low:
        label, title = ranged(low, high), _("%(low)s to %(high)s") % {"low": low, "high": high}
    else:
        label = f"<{high}"
        title = _("less than %(high)s") % {"high": high}
    return Column(label, title, part.number, number(part.number), note=rate(part.percent))


def ranged(low: str, high: str) -> str:
    """In two narrow lines: `1 min` and `2 min` → `1–2`, `min`; `15 min` and `1 h` keep theirs."""
    (number, _space, unit), (most, _space, of_most) = low.partition(" "), high.partition(" ")
    return f"{number}–{most}\n{unit}" if unit == of_most else f"{low}\n–{high}"


def sentence(row: Row) -> str:
    """What an owner should take along."""
    if not row.number:
        return _("Nobody came this way in these days.")
    said = _(
        "Half of %(number)s took no longer than %(median)s, a quarter %(lower)s, three quarters "
        "%(upper)s."
    ) % {
        "number": number(row.number),
        "median": span(row.median),
        "lower": span(row.lower),
        "upper": span(row.upper),
    }
    return f"{said} {_('They are too few to tell.')}" if row.few else said
