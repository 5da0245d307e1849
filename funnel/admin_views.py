"""Puts the reports into an admin site: staff only, and only with the permission to see them."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .reports import REPORTS
from .reports.frame import Report, show

PERMISSION = "funnel.view_dailytotal"


def urls(site: AdminSite) -> list[URLPattern]:
    """For `AdminSite.get_urls`: `/admin/funnel/report/` is named `admin:funnel_report`."""
    return [
        path(
            f"funnel/{report.slug}/",
            site.admin_view(_view(report, site)),
            name=f"funnel_{report.slug}",
        )
        for report in REPORTS
    ]


def _view(report: Report, site: AdminSite):
    @never_cache
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return show(report, request, {**site.each_context(request), "title": report.title})

    return view
