"""Every address of the shop: its own, then room by room."""

import sys

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.defaults import bad_request as plain_bad_request
from django.views.defaults import server_error as plain_server_error
from django.views.i18n import set_language

from shop.health import healthz, readyz
from shop.middleware import busy_answer, is_busy


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: say so in the shop's own words."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A busy database met outside of a view (a session, say) is a 503, like one met inside."""
    if is_busy(sys.exc_info()[1]):
        return busy_answer()
    return plain_server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return busy_answer() if is_busy(exception) else plain_bad_request(request, exception)


handler400, handler500 = bad_request, server_error

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/language/", set_language, name="admin_language"),
    path("admin/", admin.site.urls),
    path("", include("funnel.urls")),
    path("", include("shop.catalogue.urls")),
    path("", include("shop.cart.urls")),
    path("", include("shop.checkout.urls")),
    path("", include("shop.page.urls")),  # last: its <slug>/ takes what nobody else wanted
]
