"""Forms on a page that is the same for everybody can't hold a token: the browser's own word, where
they were sent from, guards them instead."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


def from_our_pages(view: View) -> View:
    """Let posts in that the browser says come from this site; others need a token, as usual."""
    guarded = csrf_protect(view)

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return (view if is_ours(request) else guarded)(request, *args, **kwargs)

    return csrf_exempt(answer)


def is_ours(request: HttpRequest) -> bool:
    """No page can forge these headers. Browsers send the first since 2020 (Safari: 2023), the
    second with every post; a cross-site page's post carries `cross-site` and its own origin."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    ours = (settings.SITE_URL, f"{request.scheme}://{request.get_host()}")
    return request.headers.get("Origin", "") in ours
