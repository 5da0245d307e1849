"""Sending an order on its way."""

from shop.checkout.mails import write_to_buyer
from shop.lib.transactions import in_transaction
from shop.orders.models import Order, Shipment


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
