"""The page's one style sheet, static/shop.css and the owner's look in one answer: a phone needn't
open a second connection before anything is drawn."""

import re
from functools import lru_cache

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from shop.lib.colours import is_colour
from shop.lib.encodings import takes
from shop.page.content import hues
from shop.page.models import Storefront
from shop.page.themes import rule

SHEET = "shop.css"
YEAR = 365 * 24 * 3600
BESIDE = re.compile(r"""url\((["']?)(?!/|data:|https?:|#)""")  # addresses next to the sheet's


def theme_rules(storefront: Storefront) -> str:
    """The look as custom properties, with each product's hue."""
    rules = [storefront.look.css]
    rules += [
        rule(f"#product-{slug}", {"hue": colour})
        for slug, colour in hues().items()
        if is_colour(colour)
    ]
    return "\n".join(rules)


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """The style sheet of all pages. Its address names sheet and look: that one is kept for long,
    an older one, which a page of some seconds ago asked for, for a moment."""
    css = f"{sheet()}\n{theme_rules(request.storefront)}"
    response = HttpResponse(content_type="text/css; charset=utf-8")
    if takes(request, "br"):
        response.content = packed(css)
        response["Content-Encoding"] = "br"
    else:
        response.content = css
    patch_vary_headers(response, ("Accept-Encoding",))
    asked = request.META.get("QUERY_STRING", "")
    kept = f"{YEAR}, immutable" if asked.startswith(version(request.storefront)) else "60"
    response["Cache-Control"] = f"public, max-age={kept}"
    return response


def version(storefront: Storefront) -> str:
    """How an address begins that names the present look and sheet (see templates/base.html)."""
    return f"{storefront.look.version}-{static(SHEET)}"


def sheet() -> str:
    """static/shop.css, its addresses made absolute; read once, but while it is worked on."""
    return read.__wrapped__() if settings.DEBUG else read()


@lru_cache(maxsize=1)
def read() -> str:
    name = staticfiles_storage.stored_name(SHEET)
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            css = file.read().decode()
    else:  # not collected: tests, a fresh clone
        with open(finders.find(SHEET)) as file:
            css = file.read()
    return BESIDE.sub(rf"url(\g<1>{settings.STATIC_URL}", css)


@lru_cache(maxsize=4)
def packed(css: str) -> bytes:
    return brotli.compress(css.encode(), quality=11, mode=brotli.MODE_TEXT)
