"""What must always hold, whatever was clicked, retried or killed. One small function each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from funnel import invariants as funnel_invariants
from funnel.api import recorded_purchases
from shop.catalogue.models import StockMovement, Variant
from shop.offers.models import Coupon
from shop.orders.models import Order, OrderEntry, OrderLine, Redemption
from shop.outbox.models import Message
from shop.payments.models import Payment, Refund

# What is done within seconds may be half done while we look.
JUST_NOW = timedelta(minutes=2)
LATE_MAIL = timedelta(minutes=30)
BATCH = 500


@dataclass(frozen=True)
class Invariant:
    """`broken()` yields what is wrong, in words; nothing when it holds."""

    name: str
    broken: Callable[[], Iterator[str]]


def stock() -> Iterator[str]:
    moved = Variant.objects.annotate(moved=Coalesce(Sum("movements__delta"), 0))
    for variant in moved.exclude(stock=F("moved")).order_by("id"):
        yield f"{variant.sku}: stock {variant.stock}, movements sum to {variant.moved}"


def order_stock() -> Iterator[str]:
    """Each order's movements: its quantities once, or nothing once they were given back."""
    for orders in _batches(Order.objects.prefetch_related("lines")):
        numbers = [order.number for order in orders]
        moved = StockMovement.objects.filter(reference__in=numbers).order_by()
        sums = dict(moved.values_list("reference").annotate(Sum("delta")))
        for order in orders:
            taken = -sum(line.quantity for line in order.lines.all())
            if sums.get(order.number, 0) != (0 if _gave_back(order) else taken):
                yield f"order {order.number}: its stock moved by {sums.get(order.number, 0)}"


def order_amounts() -> Iterator[str]:
    """Lines sum to goods and discount (the total's own sum is a constraint of the database)."""
    whole = Order.objects.annotate(
        goods=Sum(F("lines__unit_price") * F("lines__quantity")),
        off=Sum("lines__discount"),
        rest=Sum("lines__total"),
    )
    right = Q(goods=F("subtotal"), off=F("discount"), rest=F("subtotal") - F("discount"))
    for order in whole.exclude(right).order_by("id"):
        yield f"order {order.number}: its lines don't sum to {order.subtotal} - {order.discount}"
    single = OrderLine.objects.exclude(total=F("unit_price") * F("quantity") - F("discount"))
    for line in single.select_related("order"):
        yield f"order {line.order.number}: the line {line.sku} doesn't add up"


def coupon_uses() -> Iterator[str]:
    standing = Count("redemptions", filter=Q(redemptions__released_at=None))
    for coupon in Coupon.objects.annotate(standing=standing).exclude(used=F("standing")):
        yield f"coupon {coupon.code}: used {coupon.used}, standing {coupon.standing}"


def redemptions() -> Iterator[str]:
    """Given back if the order ended, and kept otherwise (a revived order may go without)."""
    for redemption in Redemption.objects.select_related("order").iterator(chunk_size=BATCH):
        order, released = redemption.order, bool(redemption.released_at)
        revived = order.paid_at and order.expires_at and order.paid_at > order.expires_at
        if released != _gave_back(order) and not (released and revived):
            state = "released" if released else "kept"
            yield f"order {order.number} ({order.status}): its coupon is {state}"


def paid_orders() -> Iterator[str]:
    """One succeeded payment of the order's own amount and currency; a second one is possible
    (two cards at once), but then the journal says so and the owner was asked to look."""
    succeeded = Count("payments", filter=Q(payments__succeeded_at__isnull=False))
    paid = Order.objects.filter(paid_at__isnull=False).annotate(succeeded=succeeded)
    told = Exists(OrderEntry.objects.filter(order=OuterRef("pk"), text__contains="Paid twice"))
    for order in paid.exclude(succeeded=1).exclude(Q(told, succeeded=2)).order_by("id"):
        yield f"order {order.number}: paid, with {order.succeeded} succeeded payments"
    other = Payment.objects.filter(succeeded_at__isnull=False).select_related("order")
    same = Q(amount=F("order__total"), currency=F("order__currency"))
    for payment in other.exclude(same):
        yield f"order {payment.order.number}: paid {payment.amount} {payment.currency}"


def unpaid_orders() -> Iterator[str]:
    """Money that came in belongs to a paid order, goes back, or waits for the owner's look."""
    lost = Order.objects.filter(
        Exists(Payment.objects.filter(order=OuterRef("pk"), succeeded_at__isnull=False)),
        paid_at=None,
        refunded_at=None,
        held_at=None,
    )
    for order in lost:
        yield f"order {order.number} ({order.status}): money came in and nothing followed"


def refunds() -> Iterator[str]:
    """Refunds on their way or done; one that bounced after it was done is the owner's to mend."""
    going = Q(payments__refunds__failed_at=None) | Q(payments__refunds__succeeded_at__isnull=False)
    back = Coalesce(Sum("payments__refunds__amount", filter=going), 0)
    for order in Order.objects.annotate(back=back).exclude(refunded=F("back")).order_by("id"):
        yield f"order {order.number}: refunded {order.refunded}, refunds sum to {order.back}"
    for refund in Refund.objects.filter(amount__gt=F("payment__amount")):
        yield f"refund {refund.pk}: {refund.amount} is more than was paid"


def funnel_purchases() -> Iterator[str]:
    """Accepted orders are the funnel's purchases, to the cent. An order without a visitor (made
    by hand, by staff, by a robot) is unattributed, and the report counts it as such."""
    settled = Order.objects.accepted().filter(accepted_at__lt=timezone.now() - JUST_NOW)
    for orders in _batches(settled.exclude(visitor="")):
        known = recorded_purchases([order.number for order in orders])
        for order in orders:
            ours = (order.total, order.total if order.ended else 0)
            if known.get(order.number) != ours and not _being_told(order):
                yield f"order {order.number}: {ours} here, {known.get(order.number)} in the funnel"


def funnel_orders() -> Iterator[str]:
    """Each purchase of the funnel is an accepted order."""
    numbers = funnel_invariants.orders()
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        ours = Order.objects.accepted().filter(number__in=batch).values_list("number", flat=True)
        yield from (f"the funnel knows an order {number}" for number in set(batch) - set(ours))


def funnel_sums() -> Iterator[str]:
    yield from funnel_invariants.broken()


def mails() -> Iterator[str]:
    """Every mail is sent, waits for its time, or is parked where the owner sees it."""
    overdue = Message.objects.filter(
        sent_at=None, parked_at=None, due_at__lt=timezone.now() - LATE_MAIL
    )
    for message in overdue.order_by("due_at")[:20]:
        yield f"mail {message.pk} ({message.kind}) is overdue: is the worker running?"


INVARIANTS = [
    Invariant("stock is the sum of its movements", stock),
    Invariant("orders took their stock once and gave it back once", order_stock),
    Invariant("orders add up", order_amounts),
    Invariant("coupons are used as often as redemptions stand", coupon_uses),
    Invariant("coupons of ended orders, and only theirs, were given back", redemptions),
    Invariant("paid orders have one payment of their amount", paid_orders),
    Invariant("no money came in without an effect", unpaid_orders),
    Invariant("refunds sum to what orders say", refunds),
    Invariant("accepted orders are in the funnel, to the cent", funnel_purchases),
    Invariant("the funnel's purchases are accepted orders", funnel_orders),
    Invariant("the funnel's journeys and sums are what its events say", funnel_sums),
    Invariant("no mail is overdue", mails),
]


def _gave_back(order: Order) -> bool:
    """Whether the order's stock and coupon went back: called off, or refunded before it left."""
    if order.cancelled_at or order.expired_at:
        return True
    return bool(order.refunded_at and not order.shipped_at and _money_is_back(order))


def _being_told(order: Order) -> bool:
    """Whether its money went back a moment ago, and the funnel is about to hear of it."""
    ends = filter(None, (order.refunded_at, order.cancelled_at, order.expired_at))
    return not order.recorded_at and max(ends, default=order.placed_at) > timezone.now() - JUST_NOW


def _money_is_back(order: Order) -> bool:
    return Refund.objects.filter(payment__order=order, succeeded_at__isnull=False).exists()


def _batches(rows: QuerySet) -> Iterator[list]:
    """All rows, BATCH at a time, by primary key."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
