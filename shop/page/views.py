"""The landing page and its look."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from funnel.api import Stage, record, visit_token
from shop.cart.frame import badge, framed
from shop.cart.session import cart_count, cart_of, remember_coupon
from shop.cart.told import coupon_refused
from shop.lib.languages import go_on_in
from shop.lib.seams import fill_in
from shop.offers.models import normal_code
from shop.offers.refusals import REFUSALS, Refused
from shop.page.ahead import is_ahead
from shop.page.document import Document, document
from shop.page.look import theme_rules
from shop.page.preview import Expired, Forged, harmless, opened, show

# Only landings are for search engines (see shop/middleware.py), with large pictures.
INDEXED = {"X-Robots-Tag": "all, max-image-preview:large"}
VISITOR_COOKIE = "visitor"  # the funnel's, set with the visitor's consent


@require_safe
def landing(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The page at `slug`, or the default one: cached, but for the visitor's own parts."""
    everybodys = settings.FUNNEL_LANDING_BY == "beacon" and "coupon" not in request.GET
    page = document(slug, remembered=None if everybodys else VISITOR_COOKIE in request.COOKIES)
    if page is None and not slug:
        return being_set_up(request)
    if page is None:
        raise Http404
    response = HttpResponse(headers=INDEXED)
    if page.preload:
        response["Link"] = page.preload
    if page.ahead:
        response["Speculation-Rules"] = page.ahead
    own = everybodys_parts if everybodys else visitors_parts
    fill_in(response, request, page.html, own(request, response, page))
    return response


def visitors_parts(request: HttpRequest, response: HttpResponse, page: Document) -> dict[str, str]:
    """What stands in the page's seams for one visitor."""
    response["Cache-Control"] = "private, no-cache"
    if not is_ahead(request):
        go_on_in(page.language, request, response)
    with translation.override(page.language):
        return {
            # First the visit, since a coupon's refusal belongs to it.
            "visit": visit(request, page, now=timezone.now().isoformat()),
            "notice": coupon_by_link(request, response),
            "badge": badge(cart_count(request), page.language),
        }


def everybodys_parts(
    request: HttpRequest, response: HttpResponse, page: Document
) -> dict[str, str]:
    """The same for a page that a CDN may keep for a while: nothing in it is any one visitor's."""
    kept = int(page.good_for(settings.LANDING_CDN_SECONDS))
    response["Cache-Control"] = f"public, max-age=0, s-maxage={kept}"
    later = render_to_string("cart/_badge_later.html")
    return {"notice": "", "visit": visit(request, page), "badge": later}


def being_set_up(request: HttpRequest) -> HttpResponse:
    """Before there is a page at /: 503, so that search engines come again, and a word for the
    owner. Nothing but / is closed; /readyz says whether the shop works."""
    answer = render(request, "page/being_set_up.html", status=503)
    answer["Retry-After"], answer["Cache-Control"] = "3600", "private, no-store"
    return answer


def visit(request: HttpRequest, page: Document, *, now: str = "") -> str:
    """Record the visit, and tell the page's script whether it still has to; `now` for countdowns,
    which the server's clock sets though the page is cached."""
    recorded = request.method == "GET" and record_landing(request, page)
    return format_html(
        '<meta name="visit" content="{}" data-landing="{}"{}>',
        visit_token(request, page.slug, recorded),
        "recorded" if recorded else "pending",
        format_html(' data-now="{}"', now) if now else "",
    )


def record_landing(request: HttpRequest, page: Document) -> bool:
    if settings.FUNNEL_LANDING_BY == "beacon":
        return False  # not even a look at who it is
    cart = cart_of(request)
    return record(request, Stage.LANDING, visitor=cart.visitor if cart else None, page=page.slug)


def coupon_by_link(request: HttpRequest, response: HttpResponse) -> str:
    """`?coupon=CODE` puts the coupon on the cart, and the page says so, or why it can't be."""
    typed = request.GET.get("coupon", "").strip()
    if not typed:
        return ""
    context = {"code": normal_code(typed)}
    try:
        remember_coupon(request, response, typed)
    except Refused as refused:
        context["refusal"] = REFUSALS[refused.reason]
        if request.method == "GET":
            coupon_refused(request, refused.reason, cart_of(request))
    return render_to_string("page/_notice.html", context)


@require_safe
@harmless
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """A page as saved, published or not, for whoever has the link: no visit, and never kept."""
    try:
        seen = opened(token)
    except Expired:
        return no_draft(request, "expired", status=410)
    except Forged:
        return no_draft(request, "unknown", status=404)
    html = show(seen.page, until=seen.until)
    return HttpResponse(
        html, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    )


def no_draft(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    title = _("This preview can't be seen any more")
    return framed(request, "page/_no_draft.html", {"reason": reason}, title=title, status=status)


@require_safe
@cache_control(public=True, max_age=3600)
def theme(request: HttpRequest) -> HttpResponse:
    """The look alone, for pages that are drawn without a database and for packing slips."""
    rules = theme_rules(request.storefront)
    return HttpResponse(rules, content_type="text/css; charset=utf-8")
