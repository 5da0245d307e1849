"""The order page behind its secret link. It only reads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.orders.models import Order
from shop.payments.providers import PROVIDERS


@never_cache
@require_safe
def order(request: HttpRequest, secret: str) -> HttpResponse:
    """The whole page: what was ordered, how to pay, what happens next. 404 for a stranger."""
    return _answer(request, secret, "orders/order.html")


@never_cache
@require_safe
def status(request: HttpRequest, secret: str) -> HttpResponse:
    """Only the live status, for htmx to ask again while something is still open."""
    return _answer(request, secret, "orders/_status.html")


def _answer(request: HttpRequest, secret: str, template: str) -> HttpResponse:
    found = Order.objects.by_secret(secret)
    if found is None:
        raise Http404
    payment = found.payments.first()
    context = {
        "order": found,
        "secret": secret,
        "payment": payment,
        "provider": PROVIDERS[found.payment_method],
        "to_pay": not found.paid_at and not found.ended and not found.held_at,
        "live": not found.ended and not found.shipped_at,
    }
    with translation.override(found.language):
        response = render(request, template, context)
    response["Referrer-Policy"] = "no-referrer"  # the address is a secret
    response["X-Robots-Tag"] = "noindex"
    return response
