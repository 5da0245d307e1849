"""A card order that isn't paid yet: try the card form again, or pay another way."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shop.checkout.mails import write_to_buyer
from shop.checkout.purchases import tell_funnel
from shop.checkout.settle import settle
from shop.lib.transactions import in_transaction
from shop.orders.models import Order
from shop.payments.models import Payment
from shop.payments.providers import PROVIDERS, Provider, ProviderError


class Overtaken(Exception):
    """The order can't be paid any more, or a second click was first."""


@never_cache
@require_POST
def order_payment(request: HttpRequest, secret: str) -> HttpResponse:
    """Take `payment_method` for an unpaid card order, then back to its page."""
    order = Order.objects.by_secret(secret)
    if order is None:
        raise Http404
    provider = PROVIDERS.get(request.POST.get("payment_method", ""))
    with translation.override(order.language):
        if provider is None or not provider.available():
            messages.error(request, _("Choose how you would like to pay."))
        else:
            try:
                pay_again(order, provider=provider)
            except ProviderError as error:
                messages.error(request, str(error))
    return redirect("order", secret)


def pay_again(order: Order, *, provider: Provider) -> None:
    """Make `provider` the way that an unpaid card order is paid. Harmless where it is too late.

    The attempt before it is called off at Stripe first: only one of them may ever succeed. Raises
    ProviderError when Stripe can't be asked; then the old attempt stands.
    """
    before = order.payments.first()
    if before is None or before.method != "card":
        return
    if provider.method == "card" and reopened(before):
        return
    if PROVIDERS[before.method].cancel(before).state in ("succeeded", "processing"):
        settle(before)
        return
    try:
        payment = in_transaction(lambda: replace(order, before, provider))
    except Overtaken:
        return
    provider.start(payment)
    if provider.accepts_at_once:
        tell_funnel(order)


def reopened(payment: Payment) -> bool:
    """Whether the card form that is there already will do: a lost answer, a click too many."""
    if payment.cancelled_at:
        return False
    try:
        PROVIDERS[payment.method].start(payment)
        return PROVIDERS[payment.method].fetch(payment).state != "canceled"
    except ProviderError as error:
        if error.spent:
            return False
        raise


def replace(order: Order, before: Payment, provider: Provider) -> Payment:
    """Put a new attempt in the old one's place. Raises Overtaken, and then nothing has changed."""
    now = timezone.now()
    unpaid = Order.objects.filter(
        pk=order.pk,
        payment_method="card",
        paid_at=None,
        held_at=None,
        cancelled_at=None,
        expired_at=None,
    )
    changed = {"payment_method": provider.method}
    if provider.accepts_at_once:
        changed["expires_at"] = now + provider.hold if provider.hold else None
    # The update locks the order's row, so that what follows it sees what a second click did.
    if not unpaid.update(**changed) or order.payments.first() != before:
        raise Overtaken
    Payment.objects.filter(pk=before.pk, cancelled_at=None).update(cancelled_at=now)
    order.refresh_from_db()
    order.write_down(f"To be paid by {provider.words} now")
    if provider.accepts_at_once and Order.objects.transition("accept", order):
        write_to_buyer("order_received", order)
    return Payment.objects.attempt(order)
