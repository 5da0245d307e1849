"""Accepted orders and their money back, as the funnel is told of them."""

import logging
from datetime import timedelta

from django.utils import timezone

from funnel.api import (
    DetailName,
    Stage,
    record,
    record_refund,
    recorded_purchases,
    refunds_told,
)
from shop.orders.models import Order

logger = logging.getLogger(__name__)
TOLD = ["refunded_at", "cancelled_at", "expired_at", "recorded_at"]  # what `tell_funnel` goes by


def tell_funnel(order: Order) -> bool:
    """Tell the funnel of an accepted order and of its money that went back; True when it has both.

    Harmless to repeat: the purchase is keyed by the order's number, and of the money back only
    what the funnel doesn't know is told (less, where a refund was refused after all).
    """
    record(
        None,
        Stage.PURCHASE,
        key=order.number,
        visitor=order.visitor,
        page=order.page,
        value=order.total,
        currency=order.currency,
        details={DetailName.COUNTRY: order.country, DetailName.COUPON: order.coupon_code},
        at=order.accepted_at,
    )
    order.refresh_from_db(fields=TOLD)
    money_back = _money_back(order)
    # Read before what is known: who knows less than another has told since, has a key that is gone.
    key = f"after {refunds_told(order.number)}"
    known = recorded_purchases([order.number]).get(order.number)
    if known and known[1] != money_back:
        amount = money_back - known[1]
        record_refund(order.number, amount=amount, currency=order.currency, key=key)
        known = recorded_purchases([order.number]).get(order.number)
        order.refresh_from_db(fields=TOLD)
    told = known == (order.total, _money_back(order))
    if told != bool(order.recorded_at):
        Order.objects.filter(pk=order.pk).update(recorded_at=timezone.now() if told else None)
    return told


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


def _money_back(order: Order) -> int:
    return order.total if order.ended else 0
