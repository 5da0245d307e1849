"""The books as the funnel's report compares them with what it recorded: accepted orders."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case, Count, F, Q, Sum, When
from django.utils.translation import get_language

from funnel.api import CouponUse, Ledger, LedgerOrder, Sums, fingerprint
from shop.lib.money import CURRENCIES, format_money
from shop.orders.known import known
from shop.orders.models import Order, OrderQuerySet

# As `Order.ended`: the money of these went back, or isn't coming.
ENDED = Q(refunded_at__isnull=False) | Q(cancelled_at__isnull=False) | Q(expired_at__isnull=False)
REFUNDED = Case(When(ENDED, then=F("total")), default=0)


def sums(start: datetime, end: datetime) -> dict[str, Sums]:
    """Orders accepted in `[start, end)` by currency, in stored units."""
    found = {}
    for currency in currencies():
        orders = Order.objects.filter(
            currency=currency, accepted_at__gte=start, accepted_at__lt=end
        )
        sums = orders.aggregate(
            # Not of "pk", which PostgreSQL would look up in the table.
            orders=Count("*"),
            gross=Sum("total", default=0),
            refunds=Sum("total", filter=ENDED, default=0),
            fingerprint=Sum(fingerprint(F("mark"), F("total"), REFUNDED), default=0),
        )
        if sums["orders"]:
            found[currency] = Sums(**sums)
    return found


def currencies() -> Iterator[str]:
    """Those that orders have, one look into the index each."""
    codes = Order.objects.order_by("currency").values_list("currency", flat=True)
    code = codes.first()
    while code:
        yield code
        code = codes.filter(currency__gt=code).first()


def orders(start: datetime, end: datetime) -> Iterator[LedgerOrder]:
    """The same one by one, to find those that the funnel doesn't know."""
    return _each(Order.objects.filter(accepted_at__gte=start, accepted_at__lt=end))


def unconfirmed(start: datetime, end: datetime) -> Iterator[LedgerOrder]:
    """Those it was not told of (staff, bots), or not yet: few, with an index of their own."""
    untold = Order.objects.accepted().filter(recorded_at=None)
    return _each(untold.filter(accepted_at__gte=start, accepted_at__lt=end))


def _each(orders: OrderQuerySet) -> Iterator[LedgerOrder]:
    rows = orders.order_by().values_list("number", "currency", "total", REFUNDED)
    return (LedgerOrder(*row) for row in rows.iterator())


def coupons(start: datetime, end: datetime) -> Iterator[CouponUse]:
    """What coupons gave away on orders accepted in `[start, end)`: those that stand."""
    used = Order.objects.filter(accepted_at__gte=start, accepted_at__lt=end).exclude(ENDED)
    rows = used.exclude(coupon_code="").values_list("coupon_code", "currency")
    for row in rows.annotate(Count("id"), Sum("discount"), Sum("delivery_waived")).order_by():
        yield CouponUse(*row)


def money(amount: int, currency: str) -> str:
    """`NT$1,380` in the reader's language."""
    return format_money(amount, currency, get_language() or "en")


def decimals(currency: str) -> int:
    return CURRENCIES[currency].stored


LEDGER = Ledger(
    sums, orders, unconfirmed, money, decimals, coupons, known, for_known="orders.view_order"
)
