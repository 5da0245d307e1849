"""The report's view: reads the question, and shows the answer as a page, JSON or CSV."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from ..cuts import DIMENSIONS
from . import formats
from .funnel_report import Answer, answer
from .question import BY, PRESETS, UNITS, BadQuestion, Question, read, today
from .sums import holes, in_days, query

FRAGMENT = "funnel/_stages.html"
KNOWN_FOR = 60  # seconds: only what the filters offer may be so old


def report(request: HttpRequest, context: dict) -> HttpResponse:
    """`?from=&to=&by=&unit=&format=` and the rest of `Question`; 400 says what is wrong."""
    wanted = request.GET.get("format", "").strip() or "html"
    try:
        question = read(request.GET)
    except BadQuestion as bad:
        return _refuse(request, context, wanted, bad)
    found = answer(question)
    if wanted == "json":
        return JsonResponse(formats.as_json(found), json_dumps_params={"ensure_ascii": False})
    if wanted == "csv":
        return _csv(found)
    page = {**context, "answer": found, "links": links(request, found), **form(question)}
    return render(request, FRAGMENT if request.htmx else "funnel/report.html", page)


def _refuse(request: HttpRequest, context: dict, wanted: str, bad: BadQuestion) -> HttpResponse:
    if wanted == "json":
        return JsonResponse({"errors": bad.errors}, status=400)
    if wanted == "csv":
        lines = "\n".join(f"{name}: {error}" for name, error in bad.errors.items())
        return HttpResponse(lines, status=400, content_type="text/plain; charset=utf-8")
    page = {**context, "errors": bad.errors, **form(bad.question, typed(request))}
    return render(request, "funnel/report.html", page, status=400)


def _csv(found: Answer) -> HttpResponse:
    response = HttpResponse(formats.as_csv(found), content_type="text/csv; charset=utf-8")
    question = found.question
    name = f"funnel-{question.first}-{question.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def links(request: HttpRequest, found: Answer) -> dict[str, str]:
    """From a value of the breakdown to the report of it alone; the last touch is no filter."""
    by = found.question.by
    if by not in DIMENSIONS:
        return {}
    others = {name: value for name, value in request.GET.items() if name not in ("by", "times")}
    return {row.value: f"?{urlencode(others | {by: row.value})}" for row in found.segments}


def typed(request: HttpRequest) -> dict[str, str]:
    """The period as it was asked for, right or wrong: whoever mistyped shall see it."""
    return {name: request.GET[name].strip() for name in ("from", "to") if request.GET.get(name)}


def form(question: Question, period: Mapping[str, str] | None = None) -> dict:
    """What the form shows: the question as it was understood and all that could be asked.

    `period`: what stands in the fields of the days instead.
    """
    period = period or written(question.first, question.last)
    return {
        "question": question,
        "period": period,
        "presets": [
            {"days": days, "label": label, "on": period == up_to_today(days)}
            for days, label in PRESETS.items()
        ],
        "units": UNITS,
        "breakdowns": BY,
        "dimensions": [
            {"name": name, "label": BY[name], "value": question.filters.get(name, ""), "all": found}
            for name, found in known_values(question).items()
        ],
    }


def written(first: date, last: date) -> dict[str, str]:
    return {"from": first.isoformat(), "to": last.isoformat()}


def up_to_today(days: int) -> dict[str, str]:
    return written(today() - timedelta(days=days - 1), today())


def known_values(question: Question) -> dict[str, list[str]]:
    """Per dimension the values of the period, with those that are asked for."""
    key = f"funnel.known:{question.first}:{question.last}"
    known = cache.get_or_set(key, lambda: values_of(question), KNOWN_FOR)
    return {
        name: sorted({*values, question.filters.get(name, "")} - {""})
        for name, values in known.items()
    }


def values_of(question: Question) -> dict[str, set[str]]:
    days, values = in_days(question)
    found = {name: set() for name in DIMENSIONS}
    for cut, *dimensions in query(
        f"SELECT DISTINCT cut, {', '.join(DIMENSIONS)} FROM funnel_dailytotal "  # noqa: S608
        f"WHERE {days} AND cut IN ({holes(DIMENSIONS)})",
        [*values, *DIMENSIONS],
    ):
        found[cut].add("".join(dimensions))
    return found
