"""The reports of the admin, each a module, in one visible list.

A new one is a module with an `answer`, its JSON and tables, a template, and a line here.
"""

from django.utils.translation import gettext_lazy as _

from . import (
    diagnosis,
    funnel_formats,
    funnel_report,
    offers_report,
    page_report,
    planner,
    reasons,
    reasons_formats,
    sources_formats,
    sources_report,
    stretches,
    trend,
    trend_chart,
    trend_formats,
    who_left,
    who_left_formats,
)
from .frame import Report

REPORTS = [
    Report(
        "report",
        _("Where visitors drop off"),
        funnel_report.answer,
        funnel_formats.as_json,
        funnel_formats.tables,
        "funnel/report.html",
        fragment="funnel/_stages.html",
        more=funnel_report.more,
        breaks_down=True,
    ),
    Report(
        "diagnosis",
        _("Why"),
        diagnosis.answer,
        diagnosis.as_json,
        diagnosis.tables,
        "funnel/diagnosis.html",
        fragment="funnel/_diagnosis.html",
        more=diagnosis.more,
    ),
    Report(
        "trend",
        _("Trend"),
        trend.answer,
        trend_formats.as_json,
        trend_formats.tables,
        "funnel/trend.html",
        fields="funnel/_trend_fields.html",
        choices={"groups": trend.GROUPS, "every": stretches.EVERY},
        more=trend_chart.page,
    ),
    Report(
        "reasons",
        _("Drop-off reasons"),
        reasons.answer,
        reasons_formats.as_json,
        reasons_formats.tables,
        "funnel/reasons.html",
    ),
    Report(
        "who-left",
        _("Who left"),
        who_left.answer,
        who_left_formats.as_json,
        who_left_formats.tables,
        "funnel/who_left.html",
        fragment="funnel/_timeline.html",
        fields="funnel/_who_left_fields.html",
        for_reader=who_left.for_reader,
    ),
    Report(
        "sources",
        _("Sources and campaigns"),
        sources_report.answer,
        sources_formats.as_json,
        sources_formats.tables,
        "funnel/sources.html",
        fields="funnel/_sources_fields.html",
    ),
    Report(
        "page",
        _("Page"),
        page_report.answer,
        page_report.as_json,
        page_report.tables,
        "funnel/page.html",
    ),
    Report(
        "offers",
        _("Offers"),
        offers_report.answer,
        offers_report.as_json,
        offers_report.tables,
        "funnel/offers.html",
    ),
    Report(
        "planner",
        _("Planner"),
        planner.answer,
        planner.as_json,
        planner.tables,
        "funnel/planner.html",
        fields="funnel/_planner_fields.html",
    ),
]
