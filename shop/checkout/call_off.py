"""Orders that end unpaid: cancelled by the owner, come back, or expired with their hold."""

import logging
from datetime import timedelta

from django.utils import timezone

from shop.checkout.mails import write_to_buyer
from shop.checkout.purchases import tell_funnel
from shop.checkout.settle import money_came
from shop.checkout.stock_and_coupon import give_back
from shop.lib.transactions import in_transaction
from shop.orders.models import Order
from shop.payments.providers import PROVIDERS, ProviderError

logger = logging.getLogger(__name__)

EXPIRE_AGAIN = timedelta(minutes=5)


def cancel(order: Order, *, by: str) -> bool:
    """Call off an unpaid, unshipped order. True if this call did it.

    The provider is told first, so that it can't take money for it later; raises ProviderError
    when it can't be told. A payment that got through meanwhile settles the order instead. An
    order that was held has been looked at by the owner: its doubtful money is theirs to return.
    """
    return _call_off(order, "cancel", "Cancelled", by=by)


def came_back(order: Order, *, by: str) -> bool:
    """Call off an order whose parcel came back unpaid (cash on delivery). True if this call did it.

    What is in the parcel counts as fit to be sold again; what isn't, the owner takes off the stock.
    """
    return _call_off(order, "return", "Came back unpaid", by=by)


def expire_due(*, limit: int = 100) -> int:
    """Call off orders whose hold has run out; returns how many.

    An order that the provider can't be asked about stays, and is tried again next time.
    """
    due = Order.objects.filter(
        expires_at__lte=timezone.now(),
        paid_at=None,
        cancelled_at=None,
        expired_at=None,
        shipped_at=None,
        held_at=None,
    )
    expired = 0
    for order in due.order_by("expires_at")[:limit]:
        try:
            called_off = _call_off(order, "expire", "Not paid in time")
        except ProviderError:
            logger.warning("order %s: the provider can't be asked, expiry waits", order.number)
            called_off = False
        except Exception:  # whatever is wrong with this one, the others are let go
            logger.exception("order %s could not be let go", order.number)
            called_off = False
        if not called_off:
            # Money on its way, or nobody to ask: don't ask again every few seconds.
            still = Order.objects.filter(pk=order.pk, expires_at=order.expires_at)
            still.update(expires_at=timezone.now() + EXPIRE_AGAIN)
        expired += called_off
    return expired


def _call_off(order: Order, act: str, text: str, *, by: str = "") -> bool:
    open_payments = order.payments.filter(succeeded_at=None, cancelled_at=None)
    for payment in () if order.held_at else open_payments:
        outcome = PROVIDERS[payment.method].cancel(payment)
        if outcome.state == "succeeded":
            money_came(payment, outcome)
            return False
        if outcome.state == "processing":
            return False

    # A buyer who chose another way to pay while we asked has a hold of its own.
    orders = Order.objects.filter(expires_at=order.expires_at) if act == "expire" else Order.objects

    def work() -> bool:
        if not orders.transition(act, order, recorded_at=None):
            return False
        order.payments.filter(succeeded_at=None).update(cancelled_at=timezone.now())
        give_back(order)
        order.write_down(text, by=by)
        if order.accepted_at or by:
            write_to_buyer("order_cancelled", order)
        return True

    done = in_transaction(work)
    if done and order.accepted_at:
        tell_funnel(order)
    return done
