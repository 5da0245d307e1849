"""What becomes of an order when its provider, or the owner, says how its payment stands.

Each act first claims its transition (one conditional UPDATE), so that it happens once however
often it is asked for, and then is a plain list of what follows. Providers are asked outside
transactions.
"""

import logging
from datetime import timedelta

from django.utils import timezone

from funnel.api import DetailName, note
from shop.catalogue.stock import OutOfStock
from shop.checkout.held import hold
from shop.checkout.mails import write_to_buyer
from shop.checkout.purchases import tell_funnel
from shop.checkout.refunds import refund
from shop.checkout.stock_and_coupon import take_again
from shop.lib.transactions import in_transaction
from shop.orders.models import Order
from shop.payments.models import Payment
from shop.payments.providers import PROVIDERS, Outcome, ProviderError

logger = logging.getLogger(__name__)


def settle(payment: Payment) -> None:
    """Ask the provider what became of a payment and act on it. Harmless at any time.

    Raises ProviderError if the provider can't be asked.
    """
    outcome = PROVIDERS[payment.method].fetch(payment)
    if outcome.state == "succeeded":
        money_came(payment, outcome)
    elif outcome.state == "processing":
        _stamp(payment, "processing_at")
    elif outcome.state in ("failed", "canceled"):
        _failed(payment, outcome)


def mark_paid(order: Order, *, by: str) -> bool:
    """The owner saw the money (bank transfer, cash). True if this call did it.

    A card order is refused: only its provider can say that it was paid.
    """
    if order.payment_method == "card":
        return False
    payment = order.payments.first()
    done = in_transaction(lambda: _pay(order, payment, "Marked as paid", by))
    if done:
        tell_funnel(order)
    return done


def settle_due() -> int:
    """Ask about card payments that began and were not heard of since (a lost webhook)."""
    now = timezone.now()
    waiting = Payment.objects.filter(
        started_at__lte=now - timedelta(minutes=2),
        succeeded_at=None,
        cancelled_at=None,
        order__paid_at=None,
        order__cancelled_at=None,
        order__expired_at=None,
        order__expires_at__gt=now,
        order__payment_method="card",
    )
    oldest_first = list(waiting.select_related("order").order_by("started_at")[:50])
    for payment in oldest_first:
        try:
            settle(payment)
        except ProviderError:
            logger.warning("payment %s: the provider can't be asked", payment.pk)
        except Exception:
            logger.exception("payment %s could not be settled", payment.pk)
    return len(oldest_first)


def money_came(payment: Payment, outcome: Outcome) -> None:
    """Act on a payment that the provider says has succeeded, in time or not."""
    order = payment.order
    if outcome.doubt or (outcome.amount, outcome.currency) != (order.total, order.currency):
        came_in = f"{outcome.amount} {outcome.currency} came in, not {order.total}"
        hold(order, outcome.doubt or came_in)
        return
    if in_transaction(lambda: _pay(order, payment, "Paid")):
        tell_funnel(order)
        return
    order.refresh_from_db()
    if order.paid_at:
        if _stamp(payment, "succeeded_at"):
            hold(order, f"Paid twice, the second time as {outcome.ref}")
        return
    if _revive(order, payment):
        tell_funnel(order)
        return
    _stamp(payment, "succeeded_at")
    refund(order, by="", reason="Paid after the order had ended")


def _pay(order: Order, payment: Payment, text: str, by: str = "") -> bool:
    if not Order.objects.transition("pay", order):
        return False
    Order.objects.transition("accept", order)
    _stamp(payment, "succeeded_at")
    order.write_down(text, by=by)
    write_to_buyer("order_paid", order)
    return True


def _revive(order: Order, payment: Payment) -> bool:
    """Paid just after its hold ran out: the order lives again if its stock can be had."""

    def work() -> bool:
        if not Order.objects.transition("revive", order, expired_at=None):
            return False
        take_again(order)
        Order.objects.transition("accept", order)
        _stamp(payment, "succeeded_at")
        order.write_down("Paid after its hold had run out; its stock was still there")
        write_to_buyer("order_paid", order)
        return True

    try:
        return in_transaction(work)
    except OutOfStock:
        return False


def _failed(payment: Payment, outcome: Outcome) -> None:
    if outcome.code and outcome.state == "failed":
        _tell_declined(payment, outcome.code)
    stamp = "cancelled_at" if outcome.state == "canceled" else "failed_at"
    if _stamp(payment, stamp, failure=outcome.failure[:200]):
        payment.order.write_down(f"Payment {outcome.state}: {outcome.failure}"[:300])


def _tell_declined(payment: Payment, code: str) -> None:
    """Tell the funnel why the provider declined, once for each reason. The code is kept, so that
    asking how the payment stands, again and again, tells nothing new."""
    if Payment.objects.filter(pk=payment.pk).exclude(declined=code).update(declined=code):
        note(
            None,
            DetailName.PAYMENT_DECLINED,
            code,
            visitor=payment.order.visitor,
            key=f"{payment.pk}:{code}",
        )


def _stamp(payment: Payment, field: str, **also) -> bool:
    return bool(
        Payment.objects.filter(pk=payment.pk, **{field: None}).update(
            **{field: timezone.now()}, **also
        )
    )
