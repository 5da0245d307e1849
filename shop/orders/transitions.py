"""What may happen to an order, and what it is called after."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Transition:
    """An act sets `stamp` to now, once, and only on orders that `allowed` describes."""

    stamp: str
    allowed: Q


ALIVE = Q(cancelled_at=None, expired_at=None)
UNSHIPPED = Q(shipped_at=None)
MAY_LEAVE = (
    ALIVE
    & Q(held_at=None, refunded_at=None)
    & (Q(paid_at__isnull=False) | Q(payment_method="cash_on_delivery"))
)
TRANSITIONS = {
    "accept": Transition("accepted_at", ALIVE & Q(accepted_at=None)),
    "pay": Transition("paid_at", ALIVE & Q(paid_at=None)),
    "hold": Transition("held_at", Q(held_at=None)),
    "ship": Transition("shipped_at", MAY_LEAVE & UNSHIPPED),
    "cancel": Transition("cancelled_at", ALIVE & UNSHIPPED & Q(paid_at=None)),
    # A parcel whose cash nobody paid: called off although it had left.
    "return": Transition("cancelled_at", ALIVE & Q(shipped_at__isnull=False, paid_at=None)),
    "expire": Transition(
        "expired_at",
        ALIVE & UNSHIPPED & Q(paid_at=None, held_at=None, expires_at__isnull=False),
    ),
    # Also money that came too late for an order: whoever refunds has a succeeded payment at hand.
    "refund": Transition("refunded_at", Q(refunded_at=None)),
    "revive": Transition("paid_at", Q(expired_at__isnull=False, paid_at=None, cancelled_at=None)),
}

# The first that holds is the order's status: for one order in Python, for a list in SQL.
STATUSES = {
    "held": (_("needs your look"), Q(held_at__isnull=False)),
    "refunded": (_("refunded"), Q(refunded_at__isnull=False)),
    "returned": (_("came back unpaid"), Q(cancelled_at__isnull=False, shipped_at__isnull=False)),
    "cancelled": (_("cancelled"), Q(cancelled_at__isnull=False)),
    "expired": (_("expired"), Q(expired_at__isnull=False)),
    "cash_to_come": (_("shipped, cash to come"), Q(shipped_at__isnull=False, paid_at=None)),
    "shipped": (_("shipped"), Q(shipped_at__isnull=False)),
    "paid": (_("paid, to ship"), Q(paid_at__isnull=False)),
    "cash_on_delivery": (_("cash on delivery, to ship"), Q(payment_method="cash_on_delivery")),
    "awaiting_payment": (_("awaiting payment"), Q()),
}
