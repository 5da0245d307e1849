"""What every request carries: the storefront, and an honest answer when the database is busy."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject


class BusyDatabaseMiddleware:
    """Answer 503 with `Retry-After` when a database is locked, full or away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "5"
        return response


class StorefrontMiddleware:
    """Put the shop's brand, currency and texts on the request, read when first used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from shop.page.models import Storefront

        request.storefront = SimpleLazyObject(Storefront.current)
        return self.get_response(request)


def storefront(request: HttpRequest) -> dict:
    """Template context: `storefront`."""
    return {"storefront": getattr(request, "storefront", None)}
