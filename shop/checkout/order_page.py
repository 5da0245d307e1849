"""The order page behind its secret link. It only reads."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.cart.frame import framed
from shop.orders.models import Order
from shop.payments.panel import open_to_stripe, panel
from shop.payments.providers import PROVIDERS


@never_cache
@require_safe
def order(request: HttpRequest, secret: str) -> HttpResponse:
    """The whole page: what was ordered, how to pay, what happens next. 404 for a stranger."""
    found = _found(secret)
    with translation.override(found.language):
        context = _context(found, secret)
        if context["to_pay"] and context["payment"]:
            back = settings.SITE_URL + request.path
            context |= panel(context["payment"], request.storefront, return_url=back)
        title = _("Order %(number)s") % {"number": found.number}
        response = _private(framed(request, "orders/order.html", context, title=title))
    return open_to_stripe(response) if context.get("card") else response


@never_cache
@require_safe
def status(request: HttpRequest, secret: str) -> HttpResponse:
    """Only the live status, for htmx to ask again while something is still open.

    Where it was `unpaid` and isn't any more, the whole page changes.
    """
    found = _found(secret)
    if request.GET.get("seen") == found.status:
        return HttpResponse(status=204)  # no swap, so that screen readers don't repeat it
    with translation.override(found.language):
        context = _context(found, secret)
        response = _private(render(request, "orders/_status.html", context))
    if "unpaid" in request.GET and not context["to_pay"]:
        response["HX-Refresh"] = "true"
    return response


def _found(secret: str) -> Order:
    order = Order.objects.by_secret(secret)
    if order is None:
        raise Http404
    return order


def _context(order: Order, secret: str) -> dict:
    return {
        "order": order,
        "secret": secret,
        "payment": order.payments.first(),
        "provider": PROVIDERS[order.payment_method],
        "to_pay": not order.paid_at and not order.ended and not order.held_at,
        "live": not order.ended and not order.shipped_at,
    }


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no other site may learn it. (With `no-referrer`
    browsers would send `Origin: null` with this page's forms, which CSRF protection refuses.)"""
    response["Referrer-Policy"] = "same-origin"
    return response
