"""What an order keeps from others, given back when it ends and taken again when it lives on.

Whoever calls has claimed the order's transition, in the same transaction.
"""

from django.utils import timezone

from shop.catalogue import stock
from shop.offers.models import Coupon
from shop.orders.models import Order, Redemption


def give_back(order: Order) -> None:
    """Stock and coupon of an order that ended."""
    stock.give_back(order.quantities(), reference=order.number)
    for redemption in Redemption.objects.filter(order=order):
        released = Redemption.objects.standing().filter(pk=redemption.pk)
        if released.update(released_at=timezone.now()):
            Coupon.objects.release(redemption.coupon_id)


def take_again(order: Order) -> None:
    """Both for an order that lives on. Raises OutOfStock, upon which the caller must roll back.

    The coupon is counted again if one use is left; the price holds either way.
    """
    stock.take(order.quantities(), reference=order.number)
    released = Redemption.objects.filter(order=order, released_at__isnull=False)
    for redemption in released:
        if Coupon.objects.claim(redemption.coupon_id):
            released.update(released_at=None)
