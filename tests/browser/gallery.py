"""All kinds of charts on one page of a plain Django admin, to be looked at and to be tested."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from funnel.charts import (
    Bar,
    BarChart,
    Column,
    ColumnChart,
    LineChart,
    LittleFunnel,
    Multiples,
    Note,
    Point,
    Spark,
)
from funnel.reports.intervals import wilson
from shop.urls import urlpatterns as shop_urls

PAGE = """{% extends "admin/base.html" %}{% load static funnel_charts %}
{% block extrahead %}<link rel="icon" href="{% static 'icon.svg' %}">{% endblock %}
{% block responsive %}{{ block.super }}
<link rel="stylesheet" href="{% static 'funnel-admin.css' %}">
<link rel="stylesheet" href="{% static 'funnel-charts.css' %}">{% endblock %}
{% block coltype %}colM funnel-report{% endblock %}
{% block content %}
<section class="card">{% line_chart days %}</section>
<section class="card">{% line_chart rates %}</section>
<section class="card">{% line_chart year %}</section>
<section class="card">{% column_chart columns %}</section>
<section class="card">{% bar_chart bars %}<p>{% spark line %} {{ line.name }}</p></section>
<section class="card">{% multiples little %}</section>
<section class="card">{% line_chart nothing %}</section>
{% endblock %}"""
FIRST = date(2026, 3, 2)
STAGES = ["Landing", "Interest", "Cart", "Your order", "Delivery", "Payment", "Purchase"]


def days() -> LineChart:
    points = []
    for number in range(30):
        day, count = FIRST + timedelta(days=number), 400 + (number * 137) % 260 + 9 * number
        points.append(
            Point(
                f"{day:%-d %b}",
                f"{day:%A, %-d %B %Y}",
                count,
                f"{count:,}",
                before=380 + (number * 89) % 300,
                before_text=f"{380 + (number * 89) % 300}",
                is_open=number > 23,
            )
        )
    notes = [
        Note(4, "6 Mar", "New ad started", "/"),
        Note(5, "7 Mar", "The price of delivery went up"),
        Note(20, "22 Mar", "A newspaper wrote about us, and for two days the server was slow"),
    ]
    return LineChart(
        "days",
        "Landings a day",
        points,
        now="2–31 March",
        then="31 January – 1 March",
        along="Day",
        said="16,204 landings, 12 % more than in the 30 days before.",
        notes=notes,
        whole=True,
    )


def rates() -> LineChart:
    points = []
    for week, (part, whole) in enumerate([(3, 40), (5, 60), (0, 0), (2, 80), (9, 90), (30, 400)]):
        low, high = wilson(part, whole) or (None, None)
        value = 100 * part / whole if whole else None
        text = f"{value:.1f} %" if whole else "–"
        monday = FIRST + timedelta(weeks=week)
        points.append(Point(f"{monday:%-d %b}", f"Week of {monday}", value, text, low, high))
    return LineChart(
        "rates", "Purchases of landings", points, now="Rate", along="Week", write="{:g} %".format
    )


def year() -> LineChart:
    points = [
        Point(f"{day:%b %Y}", str(day), 10**6 * (1 + (n * n) % 37), "many")
        for n in range(365)
        for day in [FIRST + timedelta(days=n)]
    ]
    return LineChart("year", "A year of huge numbers", points, now="Landings", along="Day")


def columns() -> ColumnChart:
    labels = [
        "<10 s",
        "10 s",
        "30 s",
        "1 min",
        "2 min",
        "5 min",
        "15 min",
        "1 h",
        "3 h",
        "12 h",
        "1 d",
        "2 d",
        "4 d",
    ]
    numbers = [3, 40, 120, 260, 310, 220, 90, 44, 30, 12, 26, 18, 9]
    columns = [
        Column(label, f"from {label}", n, str(n), n // 5 if place > 8 else 0, f"{n / 11.82:.1f} %")
        for place, (label, n) in enumerate(zip(labels, numbers, strict=True))
    ]
    return ColumnChart(
        "times",
        "From the landing to the purchase",
        columns,
        "Time",
        "Journeys",
        said="Half of them bought within 4 min 12 s.",
        still_open="may still come",
    )


def bars() -> BarChart:
    rows = []
    names = ["google", "instagram", "a-newsletter-with-a-very-long-name_2026-spring", "(direct)"]
    for name, part, whole in zip(names, [50, 9, 31, 1], [2000, 610, 400, 12], strict=True):
        low, high = wilson(part, whole)
        few = whole < 30
        rows.append(
            Bar(
                name,
                100 * part / whole,
                f"{100 * part / whole:.1f} %",
                low,
                None if few else high,
                note=f"{part} of {whole:,}",
                few=few,
                url="/" if name == "google" else "",
                stands_out=name == "instagram",
            )
        )
    return BarChart("sources", "Conversion by source", rows, "Source", "Conversion")


def little() -> Multiples:
    funnels = []
    for name, counts in {
        "phone": [9000, 4200, 800, 610, 300, 260, 190],
        "computer": [2000, 1500, 500, 420, 390, 380, 350],
        "tablet": [20, 9, 3, 1, 1, 0, 0],
    }.items():
        steps = [
            Bar(label, count, f"{count:,}", still_open=count // 6, stands_out=label == "Delivery")
            for label, count in zip(STAGES, counts, strict=True)
        ]
        funnels.append(LittleFunnel(name, steps, note=f"{counts[-1]} of {counts[0]:,} bought"))
    return Multiples("devices", "By device", funnels)


def gallery(request: HttpRequest) -> HttpResponse:
    charts = {make.__name__: make() for make in (days, rates, year, columns, bars, little)}
    charts["line"] = Spark("Orders of the last ten days, 4 yesterday", [1, 2, 0, None, 3, 5, 2, 4])
    charts["nothing"] = LineChart("nothing", "Nothing at all", [], now="Landings", along="Day")
    page = engines["django"].from_string(PAGE).render({"title": "Charts", **charts}, request)
    return HttpResponse(page)


urlpatterns = [path("gallery/", gallery), *shop_urls]
