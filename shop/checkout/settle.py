"""What becomes of an order after it was placed: paid, shipped, cancelled, expired, refunded.

Each act first claims its transition (one conditional UPDATE), so that it happens once however
often it is asked for, and then is a plain list of what follows. Providers are asked outside
transactions.
"""

import logging
import secrets
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from funnel.api import Stage, record, record_refund, recorded_purchases
from shop.catalogue.stock import OutOfStock, give_back, take
from shop.lib.transactions import in_transaction
from shop.offers.models import Coupon
from shop.orders.models import Order, Redemption, Shipment
from shop.outbox.delivery import queue
from shop.payments.models import Payment, Refund
from shop.payments.providers import PROVIDERS, Outcome, ProviderError

logger = logging.getLogger(__name__)

EXPIRE_AGAIN = timedelta(minutes=5)
TOLD = ["refunded_at", "cancelled_at", "expired_at", "recorded_at"]  # what `tell_funnel` goes by


def settle(payment: Payment) -> None:
    """Ask the provider what became of a payment and act on it. Harmless at any time.

    Raises ProviderError if the provider can't be asked.
    """
    outcome = PROVIDERS[payment.method].fetch(payment)
    if outcome.state == "succeeded":
        _succeeded(payment, outcome)
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


def ship(
    order: Order, *, by: str, carrier: str = "", tracking: str = "", tracking_url: str = ""
) -> bool:
    """Send the order on its way and tell the buyer. True if this call did it."""

    def work() -> bool:
        if not Order.objects.transition("ship", order):
            return False
        Shipment.objects.create(
            order=order, carrier=carrier, tracking=tracking, tracking_url=tracking_url
        )
        order.write_down(f"Shipped {carrier} {tracking}".strip(), by=by)
        write_to_buyer("order_shipped", order)
        return True

    return in_transaction(work)


def cancel(order: Order, *, by: str) -> bool:
    """Call off an unpaid, unshipped order. True if this call did it.

    The provider is told first, so that it can't take money for it later; raises ProviderError
    when it can't be told. A payment that got through meanwhile settles the order instead. An
    order that was held has been looked at by the owner: its doubtful money is theirs to return.
    """
    return _call_off(order, "cancel", "Cancelled", by=by)


def release(order: Order, *, by: str) -> bool:
    """The owner has looked at a held order: it may go on. True if this call did it."""

    def work() -> bool:
        if not Order.objects.filter(pk=order.pk, held_at__isnull=False).update(held_at=None):
            return False
        order.refresh_from_db()
        order.write_down("Looked at and released", by=by)
        return True

    return in_transaction(work)


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
    for claimed in waiting[:50]:
        try:
            finish_refund(claimed)
        except Exception:
            logger.exception("refund %s could not be asked about", claimed.pk)
    return len(waiting[:50])


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
    for payment in waiting[:50]:
        try:
            settle(payment)
        except ProviderError:
            logger.warning("payment %s: the provider can't be asked", payment.pk)
        except Exception:
            logger.exception("payment %s could not be settled", payment.pk)
    return len(waiting[:50])


def tell_funnel(order: Order) -> bool:
    """Tell the funnel of an accepted order and of its money that went back; True when it has both.

    Harmless to repeat: the purchase is keyed by the order's number, and of the money back only
    what the funnel doesn't know is told (less, where a refund was refused after all), keyed by the
    refund that it came of.
    """
    record(
        None,
        Stage.PURCHASE,
        key=order.number,
        visitor=order.visitor,
        page=order.page,
        value=order.total,
        currency=order.currency,
        at=order.accepted_at,
    )
    order.refresh_from_db(fields=TOLD)
    money_back = _money_back(order)
    known = recorded_purchases([order.number]).get(order.number)
    if known and known[1] != money_back:
        refunds = Refund.objects.filter(payment__order=order).count()
        key, amount = f"{refunds}:{money_back}", money_back - known[1]
        record_refund(order.number, key=key, amount=amount, currency=order.currency)
        known = recorded_purchases([order.number]).get(order.number)
        order.refresh_from_db(fields=TOLD)
    told = known == (order.total, _money_back(order))
    if told != bool(order.recorded_at):
        Order.objects.filter(pk=order.pk).update(recorded_at=timezone.now() if told else None)
    return told


def _money_back(order: Order) -> int:
    return order.total if order.ended else 0


def record_due() -> int:
    """Tell the funnel of accepted orders that it has not confirmed (a crash, a lock).

    Orders of nobody (staff, bots) are never recorded: the report calls them unattributed.
    """
    unconfirmed = Order.objects.accepted().filter(
        recorded_at=None, accepted_at__lte=timezone.now() - timedelta(seconds=30)
    )
    told = 0
    for order in unconfirmed.exclude(visitor="")[:200]:
        try:
            told += tell_funnel(order)
        except Exception:  # whatever is wrong with this one, the others are told
            logger.exception("order %s could not be told to the funnel", order.number)
    return told


def _succeeded(payment: Payment, outcome: Outcome) -> None:
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
        take(order.quantities(), reference=order.number)
        Order.objects.transition("accept", order)
        _stamp(payment, "succeeded_at")
        _redeem_again(order)
        order.write_down("Paid after its hold had run out; its stock was still there")
        write_to_buyer("order_paid", order)
        return True

    try:
        return in_transaction(work)
    except OutOfStock:
        return False


def _redeem_again(order: Order) -> None:
    """Count a revived order's coupon again if one use is left; the price holds either way."""
    released = Redemption.objects.filter(order=order, released_at__isnull=False)
    for redemption in released:
        if Coupon.objects.claim(redemption.coupon_id):
            released.update(released_at=None)


def _failed(payment: Payment, outcome: Outcome) -> None:
    stamp = "cancelled_at" if outcome.state == "canceled" else "failed_at"
    if _stamp(payment, stamp, failure=outcome.failure[:200]):
        payment.order.write_down(f"Payment {outcome.state}: {outcome.failure}"[:300])


def _call_off(order: Order, act: str, text: str, *, by: str = "") -> bool:
    open_payments = order.payments.filter(succeeded_at=None, cancelled_at=None)
    for payment in () if order.held_at else open_payments:
        outcome = PROVIDERS[payment.method].cancel(payment)
        if outcome.state == "succeeded":
            _succeeded(payment, outcome)
            return False
        if outcome.state == "processing":
            return False

    # A buyer who chose another way to pay while we asked has a hold of its own.
    orders = Order.objects.filter(expires_at=order.expires_at) if act == "expire" else Order.objects

    def work() -> bool:
        if not orders.transition(act, order, recorded_at=None):
            return False
        order.payments.filter(succeeded_at=None).update(cancelled_at=timezone.now())
        _give_back(order)
        order.write_down(text, by=by)
        if order.accepted_at or by:
            write_to_buyer("order_cancelled", order)
        return True

    done = in_transaction(work)
    if done and order.accepted_at:
        tell_funnel(order)
    return done


def _give_back(order: Order) -> None:
    """Stock and coupon, once: the caller has claimed the end of the order."""
    give_back(order.quantities(), reference=order.number)
    for redemption in Redemption.objects.filter(order=order):
        released = Redemption.objects.standing().filter(pk=redemption.pk)
        if released.update(released_at=timezone.now()):
            Coupon.objects.release(redemption.coupon_id)


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
        _give_back(order)
    order.write_down(f"Refunded. {claimed.reason}".strip(), by=claimed.by)
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


def hold(order: Order, text: str) -> None:
    """Nothing is shipped or called off until the owner has looked."""
    if Order.objects.transition("hold", order):
        order.write_down(f"Held for your look: {text}"[:300])


def _stamp(payment: Payment, field: str, **also) -> bool:
    return bool(
        Payment.objects.filter(pk=payment.pk, **{field: None}).update(
            **{field: timezone.now()}, **also
        )
    )


def write_to_buyer(kind: str, order: Order) -> None:
    """Queue a mail about an order, once of each kind."""
    queue(
        kind,
        to=order.email,
        key=f"{kind}:{order.number}",
        reference=order.number,
        language=order.language,
    )
