"""Sharing a page: a plain link to each network, counted as it is followed.

The address that is passed on carries the sharer's mark (`?ref=`), which the funnel knows again; no
network's script is on our page, and none of them learns who looks at it.
"""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from funnel.api import Stage, record, share_mark
from shop.cart.frame import framed
from shop.cart.session import cart_of
from shop.page.models import Page

# Where each takes a link, and under which names its address and its words.
NETWORKS = {
    "line": ("https://social-plugins.line.me/lineit/share", "url", "text"),
    "facebook": ("https://www.facebook.com/sharer/sharer.php", "u", ""),
    "x": ("https://x.com/intent/post", "url", "text"),
}
LINK = "link"  # the address itself, to be copied


@never_cache
@require_safe
def share(request: HttpRequest, to: str) -> HttpResponse:
    """Count a share of `?page=` and go on to the network; `link` answers with the address itself:
    a page to copy it from, or for scripts (`Accept: text/plain`) its text."""
    page = page_of(request)
    if page is None or to not in (LINK, *NETWORKS):
        raise Http404
    cart = cart_of(request)
    visitor = cart.visitor if cart else None
    address = f"{page.address}?{urlencode({'ref': share_mark(request, visitor or '')})}"
    if is_click(request) and "counted" not in request.GET:
        record(request, Stage.SHARE, visitor=visitor, page=page.slug)
    if to in NETWORKS:
        return redirect(network_address(to, address, page.title))
    if request.headers.get("Accept") == "text/plain":
        return HttpResponse(address, content_type="text/plain; charset=utf-8")
    with translation.override(page.language):
        context = {"address": address, "page": page}
        return framed(request, "page/share_link.html", context, title=_("Share this page"))


def is_click(request: HttpRequest) -> bool:
    """Whether a visitor followed it on our page: what another site embeds is nobody's share."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method == "GET" and site == "same-origin"


def page_of(request: HttpRequest) -> Page | None:
    """The published page that `?page=` names, or else the one at /."""
    pages = Page.objects.published()
    named = pages.filter(slug=request.GET.get("page", "")[:50]).first()
    return named or pages.filter(is_default=True).first()


def network_address(name: str, address: str, title: str) -> str:
    base, for_address, for_title = NETWORKS[name]
    query = {for_address: address, **({for_title: title} if for_title else {})}
    return f"{base}?{urlencode(query)}"
