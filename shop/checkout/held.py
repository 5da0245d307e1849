"""Orders in which something is doubtful: held until the owner has looked."""

from shop.lib.transactions import in_transaction
from shop.orders.models import Order


def hold(order: Order, text: str) -> None:
    """Nothing is shipped or called off until the owner has looked. An order that is held already
    gets the further reason in its journal."""
    words = f"Held for your look: {text}"[:300]

    def work() -> None:
        if Order.objects.transition("hold", order) or not order.entries.filter(text=words).exists():
            order.write_down(words)

    in_transaction(work)


def release(order: Order, *, by: str) -> bool:
    """The owner has looked at a held order: it may go on. True if this call did it."""

    def work() -> bool:
        if not Order.objects.filter(pk=order.pk, held_at__isnull=False).update(held_at=None):
            return False
        order.refresh_from_db()
        order.write_down("Looked at and released", by=by)
        return True

    return in_transaction(work)
