"""Every address of the shop, in one list."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: say so in the shop's own words."""
    return render(request, "403_csrf.html", status=403)


urlpatterns = [
    path("admin/", admin.site.urls),
]
