"""What every request carries and passes: the storefront, its language, a look at its bytes, a
word to search engines, and an honest answer when a database is busy."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.locale import LocaleMiddleware
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from shop.lib.languages import CODES, COOKIE, HEADER, go_on_in

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]

RETRY_AFTER = "5"  # seconds
PLAIN = "<!doctype html><title>503</title><p>The shop is very busy. Please try again in a moment."


def is_busy(error: BaseException | None) -> bool:
    """Whether a database was locked, full, away, or hung up on us, or `error` came of that (a
    session that can't be saved is reported as one that was deleted)."""
    while error:
        if isinstance(error, OperationalError):
            return True
        if isinstance(error, InterfaceError) and "closed" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def busy_answer() -> HttpResponse:
    """503 with `Retry-After`. Made without the request: nothing here may ask a database."""
    try:
        page = render_to_string("503.html")
    except TemplateDoesNotExist:
        page = PLAIN
    response = HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})
    response["Cache-Control"] = "no-store"
    return response


class BusyDatabaseMiddleware:
    """Answer 503 when a view or its template meets a busy database.

    By then `atomic` blocks have rolled back. Django turns errors of other middleware (a session
    being saved) into a 500 or 400 before they get here: see their handlers in urls.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_busy(error):
            return None
        logger.error("Busy database at %s: %s", request.path, error)
        return busy_answer()


class CleanAddressMiddleware:
    """Refuse NUL in path, query and cookies: PostgreSQL takes it in no text, SQLite does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if has_nul(request):
            return HttpResponseBadRequest("Bad request", content_type="text/plain")
        return self.get_response(request)


def has_nul(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return (
        "\0" in request.path_info
        or "%00" in query
        or "\0" in query
        or any("\0" in value for value in request.COOKIES.values())
    )


class LanguageMiddleware(LocaleMiddleware):
    """Buyers are spoken to in the language of the page they came from, whatever their browser
    asks for; owners, in the admin, as Django does it.

    A page says its language with each of its htmx requests (two can be open), and else by a cookie.
    """

    OWNERS, DUMB = "/admin/", ("/healthz", "/readyz")

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(self.OWNERS):
            super().process_request(request)
            return
        translation.activate(settings.LANGUAGE_CODE)  # while it is found out
        said = request.headers.get(HEADER), request.COOKIES.get(COOKIE)
        language = next((code for code in said if code in CODES), "")
        if not language and not request.path_info.startswith(self.DUMB):
            from shop.page.models import Storefront

            language = Storefront.home_language()
        translation.activate(language or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith(self.OWNERS):
            return super().process_response(request, response)
        if request.method == "POST" and request.headers.get(HEADER) in CODES:
            go_on_in(request.headers[HEADER], request, response)
        return response


class PrivateMiddleware:
    """Nothing is for search engines, nor for caches between shop and browser, unless its view says
    so: a cart, an order, an admin's page, or whatever is added later."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class StorefrontMiddleware:
    """Put the shop's brand, currency and texts on the request, read when first used."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from shop.page.models import Storefront

        request.storefront = SimpleLazyObject(Storefront.current)
        return self.get_response(request)


def storefront(request: HttpRequest) -> dict:
    """Template context: `storefront`."""
    return {"storefront": getattr(request, "storefront", None)}
