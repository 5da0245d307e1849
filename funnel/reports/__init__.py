"""The reports of the admin, each a view at `/admin/funnel/<slug>/`, in one visible list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Report:
    """`view` gets the admin site's context for its template; its URL is `admin:funnel_<slug>`."""

    slug: str
    title: str
    view: Callable[[HttpRequest, dict], HttpResponse]


def _funnel(request: HttpRequest, context: dict) -> HttpResponse:
    # Imported when asked for: models aren't ready when the list is read.
    from .page import report

    return report(request, context)


REPORTS = [
    Report("report", _("Where visitors drop off"), _funnel),
]
