"""A paid order's money given back, in full.

Each refund is claimed before its provider is asked, so that it is given once; and it is asked
about until there is an answer, in whatever order the answers come.
"""

import logging
import secrets
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from shop.checkout.held import hold
from shop.checkout.mails import write_to_buyer
from shop.checkout.purchases import tell_funnel
from shop.checkout.stock_and_coupon import give_back
from shop.lib.transactions import in_transaction
from shop.orders.models import Order
from shop.payments.models import Payment, Refund
from shop.payments.providers import PROVIDERS, Outcome, ProviderError

logger = logging.getLogger(__name__)


def refund(order: Order, *, by: str, reason: str = "") -> bool:
    """Give a paid order's money back in full. True if it is on its way.

    Claimed before the provider is asked; if the provider refuses, the claim is undone and the
    journal says why. An unshipped order's stock and coupon come back with it.
    """
    payment = order.payments.filter(succeeded_at__isnull=False).first()
    if payment is None:
        return False

    def claim() -> Refund | None:
        if not Order.objects.transition("refund", order, refunded=F("total"), recorded_at=None):
            return None
        return Refund.objects.create(
            payment=payment,
            amount=order.total,
            reason=reason,
            by=by,
            idempotency_key=secrets.token_hex(16),
        )

    claimed = in_transaction(claim)
    return bool(claimed) and finish_refund(claimed)


def goes_by_hand(payment: Payment) -> bool:
    """Whether it is the owner who gives this payment's money back."""
    return bool(payment.amount) and PROVIDERS[payment.method].refunds_by_hand


def finish_refund(claimed: Refund) -> bool:
    """Ask the provider for a claimed refund (again) and act on the answer.

    False if it was refused. A provider that can't be reached is asked again by `refund_due`.
    """
    try:
        free = Outcome("succeeded")  # no provider knows of an order that cost nothing
        outcome = PROVIDERS[claimed.payment.method].refund(claimed) if claimed.amount else free
    except ProviderError as error:
        if error.spent and not error.unknown:
            return settle_refund(claimed, Outcome("failed", failure=str(error)))
        logger.warning("refund %s waits for the provider", claimed.pk)
        return True
    return settle_refund(claimed, outcome)


def settle_refund(claimed: Refund, outcome: Outcome) -> bool:
    """Act on what a provider says of a refund, in whatever order it says it. False: refused."""
    if outcome.state == "succeeded":
        if in_transaction(lambda: _refunded(claimed)) and claimed.payment.order.accepted_at:
            tell_funnel(claimed.payment.order)
    elif outcome.state in ("failed", "canceled"):
        in_transaction(lambda: _refund_failed(claimed, outcome.failure))
        return False
    return True


def refund_due() -> int:
    """Ask again about refunds that have no answer yet; returns how many were asked about."""
    waiting = Refund.objects.filter(
        succeeded_at=None, failed_at=None, requested_at__lte=timezone.now() - timedelta(minutes=2)
    )
    oldest_first = list(waiting.order_by("requested_at")[:50])
    for claimed in oldest_first:
        try:
            finish_refund(claimed)
        except Exception:
            logger.exception("refund %s could not be asked about", claimed.pk)
    return len(oldest_first)


def _refunded(claimed: Refund) -> bool:
    if not Refund.objects.filter(pk=claimed.pk, succeeded_at=None).update(
        succeeded_at=timezone.now(), failed_at=None
    ):
        return False
    order = claimed.payment.order
    # Refused at first, done after all: then it is refunded again, and isn't shipped.
    Order.objects.filter(pk=order.pk, refunded_at=None).update(
        refunded_at=timezone.now(), refunded=F("total"), recorded_at=None
    )
    order.refresh_from_db()
    if order.paid_at and not order.shipped_at:
        give_back(order)
    by_hand = goes_by_hand(claimed.payment)
    text = "Refunded, to be given back by hand." if by_hand else "Refunded."
    order.write_down(f"{text} {claimed.reason}".strip(), by=claimed.by)
    write_to_buyer("order_refunded", order)
    return True


def _refund_failed(claimed: Refund, failure: str) -> None:
    if not Refund.objects.filter(pk=claimed.pk, failed_at=None).update(
        failed_at=timezone.now(), failure=failure[:200]
    ):
        return
    order = claimed.payment.order
    order.write_down(f"The refund failed: {failure}"[:300], by=claimed.by)
    if claimed.succeeded_at:  # bounced later, say off a closed card: the owner still owes it
        hold(order, "the refund came back, give the money back another way")
        return
    Order.objects.filter(pk=order.pk).update(refunded_at=None, refunded=0, recorded_at=None)
    order.refresh_from_db()
    if not order.paid_at:  # it came too late for the order: nobody else would look
        hold(order, "money that came too late could not be given back")
