"""What all reports have in common: reads the question, shows the answer as a page, JSON or CSV."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from ..cuts import DIMENSIONS
from ..models import KnownValue
from . import formats
from .question import BY, FILTERS, PRESETS, UNITS, VISITS, BadQuestion, Question, read, today
from .sums import holes, in_days, query

KNOWN_FOR = 60  # seconds: only what the filters offer may be so old
# What a question keeps on its way to another report.
SHARED = ("from", "to", "days", "unit", "compare", *FILTERS)


@dataclass(frozen=True)
class Report:
    """A report at `/admin/funnel/<slug>/`, named `admin:funnel_<slug>`.

    `answer` works out everything once, from the question and from what else was asked (the
    request's parameters; raises BadQuestion); `as_json` and `tables` (for CSV) write the answer
    down, and `template` (extending `funnel/base.html`) shows it as `answer`, unless it `is_empty`.
    `fragment` is what htmx gets, `fields` is a template with what the form asks for besides and
    `choices` what these fields offer, `more` what else the template needs. `breaks_down` and
    `compares` say whether `by` and `compare` mean something, `units` what can be counted.
    `for_reader` leaves out what the reader of this request may not see.
    """

    slug: str
    title: str
    answer: Callable[[Question, Mapping[str, str]], Any]
    as_json: Callable[[Any], dict]
    tables: Callable[[Any], list[formats.Table]]
    template: str
    fragment: str = ""
    fields: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    more: Callable[[HttpRequest, Any], dict] = lambda request, found: {}
    breaks_down: bool = False
    compares: bool = False
    units: tuple[str, ...] = ("journey",)
    for_reader: Callable[[HttpRequest, Any], Any] = lambda request, found: found

    def understood(self, question: Question) -> Question:
        """Without what means nothing here: it is only kept for the way to another report."""
        unit = question.unit if question.unit in self.units else self.units[0]
        return replace(question, unit=unit, compare=question.compare and self.compares)

    @property
    def offered_units(self) -> dict[str, str]:
        """Empty where there is nothing to choose."""
        return {name: UNITS[name] for name in self.units} if len(self.units) > 1 else {}


def show(report: Report, request: HttpRequest, context: dict) -> HttpResponse:
    """`?from=&to=&by=&unit=&format=` and the rest of `Question`; 400 says what is wrong."""
    wanted = request.GET.get("format", "").strip() or "html"
    try:
        asked = read(request.GET)
        question = report.understood(asked)
        found = report.for_reader(request, report.answer(question, request.GET))
    except BadQuestion as bad:
        return _refuse(report, request, context, wanted, bad)
    if wanted == "json":
        said = formats.question_json(question) | report.as_json(found)
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    if wanted == "csv":
        return _csv(report, question, found)
    page = {**context, "answer": found, **report.more(request, found)}
    page |= form(report, request, asked)
    template = report.fragment if request.htmx and report.fragment else report.template
    return render(request, template, page)


def _refuse(
    report: Report, request: HttpRequest, context: dict, wanted: str, bad: BadQuestion
) -> HttpResponse:
    if wanted == "json":
        return JsonResponse({"errors": bad.errors}, status=400)
    if wanted == "csv":
        lines = "\n".join(f"{name}: {error}" for name, error in bad.errors.items())
        return HttpResponse(lines, status=400, content_type="text/plain; charset=utf-8")
    page = {**context, "errors": bad.errors}
    page |= form(report, request, bad.question, typed(request))
    return render(request, report.template, page, status=400)


def _csv(report: Report, question: Question, found: Any) -> HttpResponse:
    text = formats.as_csv(report.tables(found))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = "funnel" if report.slug == "report" else report.slug
    name = f"{name}-{question.first}-{question.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def typed(request: HttpRequest) -> dict[str, str]:
    """The period as it was asked for, right or wrong: whoever mistyped shall see it."""
    return {name: request.GET[name].strip() for name in ("from", "to") if request.GET.get(name)}


def form(
    report: Report,
    request: HttpRequest,
    question: Question,
    period: Mapping[str, str] | None = None,
) -> dict:
    """What the form shows: the question as it was understood and all that could be asked.

    `period`: what stands in the fields of the days instead.
    """
    period = period or written(question)
    return {
        "report": report,
        "tabs": tabs(report, request),
        "question": question,
        "period": period,
        "presets": [
            {"days": days, "label": label, "on": period == written(up_to_today(days))}
            for days, label in PRESETS.items()
        ],
        "units": report.offered_units,
        "not_by_visitor": question.unit not in report.units and report.units == ("journey",),
        "breakdowns": BY if report.breaks_down else {},
        "visits": VISITS,
        "filters": [
            {"name": name, "label": FILTERS[name], "value": question.filters.get(name, "")}
            | {"all": found}
            for name, found in known_values(question).items()
        ],
    }


def shared(request: HttpRequest) -> str:
    """The question, as it is asked of another report."""
    return urlencode({name: request.GET[name] for name in SHARED if request.GET.get(name)})


def tabs(report: Report, request: HttpRequest) -> list[dict]:
    """The way to every report, with the same question."""
    from . import REPORTS

    kept = shared(request)
    return [
        {
            "title": other.title,
            "url": reverse(f"admin:funnel_{other.slug}") + (f"?{kept}" if kept else ""),
            "on": other.slug == report.slug,
        }
        for other in REPORTS
    ]


def written(question: Question) -> dict[str, str]:
    return {"from": question.first.isoformat(), "to": question.last.isoformat()}


def up_to_today(days: int) -> Question:
    return Question(today() - timedelta(days=days - 1), today())


def known_values(question: Question) -> dict[str, list[str]]:
    """Per filter the values of the period, with those that are asked for."""
    key = f"funnel.known:{question.first}:{question.last}"
    known = cache.get_or_set(key, lambda: values_of(question), KNOWN_FOR)
    return {
        name: sorted({*known.get(name, ()), question.filters.get(name, "")} - {""})
        for name in FILTERS
        if name != "visit"
    }


def values_of(question: Question) -> dict[str, set[str]]:
    days, values = in_days(question)
    found = {name: set() for name in FILTERS}
    for cut, *dimensions in query(
        f"SELECT DISTINCT cut, {', '.join(DIMENSIONS)} FROM funnel_dailytotal "  # noqa: S608
        f"WHERE {days} AND cut IN ({holes(DIMENSIONS)})",
        [*values, *DIMENSIONS],
    ):
        found[cut].add("".join(dimensions))
    others = KnownValue.objects.filter(
        day__gte=question.first,
        day__lte=question.last,
        dimension__in=[name for name in FILTERS if name not in DIMENSIONS],
    )
    for name, value in others.values_list("dimension", "value").distinct():
        found[name].add(value)
    return found
