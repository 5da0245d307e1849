"""The trend as charts and a sentence."""

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..charts import DASH, LineChart, Note, Point
from ..ledger import ledger
from ..templatetags.funnel_report import number, rate
from .question import Question, today
from .stretches import EVERY, Stretch, short
from .trend import Amount, Answer, Entry, Series


def page(request: HttpRequest, answer: Answer) -> dict:
    """What the page shows besides the answer; notes can be written and changed by who may."""
    may_add = request.user.has_perm("funnel.add_annotation")
    may_change = request.user.has_perm("funnel.change_annotation")
    day = min(answer.question.last, today()).isoformat()
    add = f"{reverse('admin:funnel_annotation_add')}?{urlencode({'day': day})}"
    return {
        "charts": [chart(series, answer, may_change) for series in answer.series],
        "add_note": add if may_add else "",
    }


def chart(series: Series, answer: Answer, may_change: bool) -> LineChart:
    question, say = answer.question, words(series)
    return LineChart(
        id=f"trend-{series.currency or series.measure.key}",
        name=f"{series.measure.name}, {series.currency}"
        if series.currency
        else series.measure.name,
        points=[_point(entry, say) for entry in series.entries],
        now=span(question),
        then=span(question.previous()) if question.compare else "",
        along=EVERY[answer.every],
        said=sentence(series, question),
        notes=_notes(answer, may_change),
        write=_tick(series),
        whole=not series.measure.of,
        most=100 if series.measure.of else None,
    )


def _point(entry: Entry, say: Callable[[Amount], str]) -> Point:
    low, high = entry.now.interval or (None, None)
    before = entry.before
    return Point(
        label=entry.stretch.label,
        title=entry.stretch.title,
        value=entry.now.value,
        text=say(entry.now),
        low=low,
        high=high,
        before=before.value if before else None,
        before_text=say(before) if before else DASH,
        is_open=entry.is_open,
    )


def _notes(answer: Answer, may_change: bool) -> list[Note]:
    stretches = [entry.stretch for entry in answer.series[0].entries]
    places = {stretch.first: place for place, stretch in enumerate(stretches)}
    firsts = sorted(places)
    return [
        Note(
            place=places[max(first for first in firsts if first <= note.day)],
            label=short(note.day),
            text=note.text,
            url=reverse("admin:funnel_annotation_change", args=[note.id]) if may_change else "",
        )
        for note in answer.notes
    ]


def words(series: Series) -> Callable[[Amount], str]:
    """How an amount is written: a number, money, or a rate with what it comes from."""

    def say(amount: Amount) -> str:
        if series.currency:
            return ledger().money(amount.part, series.currency)
        if not amount.is_rate:
            return number(amount.part)
        return rate(amount.value)

    return say


def _tick(series: Series) -> Callable[[float], str]:
    if series.currency:
        return lambda value: ledger().money(round(value), series.currency)
    return (lambda value: f"{value:g}\u202f%") if series.measure.of else "{:,.0f}".format


def span(question: Question) -> str:
    if question.days == 1:
        return short(question.first)
    return Stretch(question.first, question.last, "").title


def sentence(series: Series, question: Question) -> str:
    """The period's total, how that compares, and whether there is enough to tell."""
    parts = [_of_rate(series) if series.measure.of else _of_number(series, question)]
    if series.mostly_few:
        parts.append(_("Most of these stretches have too few to tell: look at longer ones."))
    return " ".join(parts)


def _of_number(series: Series, question: Question) -> str:
    say, now, before = words(series), series.total, series.total_before
    if before is None:
        return _("%(now)s in these days.") % {"now": say(now)}
    text = _("%(now)s in these days, %(before)s in the %(days)s days before (%(change)s).")
    return text % {
        "now": say(now),
        "before": say(before),
        "days": number(question.days),
        "change": _change(now.part, before.part),
    }


def _change(now: int, before: int) -> str:
    """In percent of what it was; a dash where that was nothing."""
    if before <= 0:
        return DASH
    change = round(100 * (now - before) / before)
    return f"{change:+,d}\u202f%".replace("-", "−") if change else "±0\u202f%"


def _of_rate(series: Series) -> str:
    now, before = series.total, series.total_before
    text = _written(now)
    if before is None:
        return text
    if series.differs:
        verdict = _("That is more than chance easily does.")
    else:
        verdict = _("Chance alone may make such a difference.")
    return f"{text} {_('Before:')} {_written(before)} {verdict}"


def _written(amount: Amount) -> str:
    return _("%(rate)s: %(part)s of %(whole)s.") % {
        "rate": rate(amount.value),
        "part": number(amount.part),
        "whole": number(amount.whole),
    }
