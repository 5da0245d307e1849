"""The shop's head and foot around a page of its own: cart, checkout, order."""

from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from shop.lib.seams import Cut, cut

SEAMS = ("title", "csrf_token", "badge", "main")


def framed(
    request: HttpRequest, template: str, context: dict, *, title: str, **rest
) -> HttpResponse:
    """A whole page: the fragment `template` within the frame, `title` (plain text) above it.

    `drawer=False` leaves out the cart's drawer; the rest is HttpResponse's.
    """
    storefront, language = request.storefront, get_language()
    own = {
        "title": escape(f"{title} · {storefront.name}"),
        "csrf_token": get_token(request),
        "badge": badge(context.get("cart_count", 0), language),
        "main": render_to_string(template, context, request),
    }
    frame = _frame(storefront, language, rest.pop("drawer", True))
    return HttpResponse(frame.fill(own), **rest)


def _frame(storefront: object, language: str, drawer: bool) -> Cut:
    """What is the same for everybody, at most PAGE_CACHE_SECONDS old."""
    return cache.get_or_set(
        _key(language, drawer),
        lambda: cut("frame.html", {"storefront": storefront, "drawer": drawer}, SEAMS),
        settings.PAGE_CACHE_SECONDS,
    )


def _key(language: str, drawer: bool) -> str:
    return f"frame:{language}:{drawer}"


def forget_frames() -> None:
    """After the owner saved something: show it at once."""
    languages = [code for code, _name in settings.LANGUAGES]
    cache.delete_many([_key(code, drawer) for code in languages for drawer in (True, False)])


@lru_cache(maxsize=200)
def badge(count: int, language: str) -> str:
    """The number beside "Cart"; `language` is the active one."""
    return render_to_string("cart/_badge.html", {"cart_count": count})
