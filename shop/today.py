"""What the owner wants to know first: how it goes, what is to be done, what is missing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funnel import api as funnel
from shop.catalogue.models import Variant
from shop.lib.admin import shown_money
from shop.orders.ledger import ENDED
from shop.orders.models import Order
from shop.outbox.models import Message, only_kept
from shop.payments.providers import PROVIDERS

DAYS = 7
CHART_HEIGHT = 64


@dataclass(frozen=True)
class Day:
    """A day's standing orders. `height` is that of its bar (0 to CHART_HEIGHT)."""

    day: date
    orders: int
    height: int = 0

    @property
    def top(self) -> int:
        return CHART_HEIGHT - self.height


@dataclass(frozen=True)
class Period:
    """Accepted orders of some days, without those that were cancelled or refunded since; what they
    bring, and how much of that is `unpaid` still, formatted, per currency."""

    orders: int
    revenue: list[str]
    unpaid: list[str]


@dataclass(frozen=True)
class Task:
    """Something that waits for the owner: how many, of what, and where. `urgent` ones glow."""

    count: int
    words: str
    url: str
    urgent: bool = False


@dataclass(frozen=True)
class Today:
    today: Period
    week: Period
    days: list[Day]
    tasks: list[Task]
    low: QuerySet[Variant]
    missing: list[str]
    latest: QuerySet[Order]
    funnel: object


def look(storefront, *, with_funnel: bool) -> Today:
    """Everything the front page shows, in about ten queries; with the funnel's or not."""
    day = timezone.localdate()
    first = day - timedelta(days=DAYS - 1)
    rows = sold_since(first)
    return Today(
        today=period(rows, since=day),
        week=period(rows, since=first),
        days=chart(rows, first),
        tasks=tasks(),
        low=low_stock(storefront.low_stock),
        missing=missing(storefront),
        latest=Order.objects.all()[:6],
        funnel=funnel.summary(first, day) if with_funnel else None,
    )


def sold_since(first: date) -> list[dict]:
    """A row per day and currency: `orders`, and `revenue` and `unpaid` in stored units."""
    start = timezone.make_aware(datetime.combine(first, time.min))
    return list(
        Order.objects.filter(accepted_at__gte=start)
        .exclude(ENDED)
        .order_by()
        .annotate(day=TruncDate("accepted_at"))
        .values("day", "currency")
        .annotate(
            orders=Count("pk"),
            revenue=Sum("total"),
            unpaid=Sum("total", filter=Q(paid_at=None), default=0),
        )
    )


def period(rows: list[dict], *, since: date) -> Period:
    revenue, unpaid, orders = Counter(), Counter(), 0
    for row in rows:
        if row["day"] >= since:
            orders += row["orders"]
            revenue[row["currency"]] += row["revenue"]
            unpaid[row["currency"]] += row["unpaid"]
    return Period(orders, amounts(revenue), amounts(+unpaid))


def amounts(sums: Counter) -> list[str]:
    return [shown_money(amount, currency) for currency, amount in sorted(sums.items())]


def chart(rows: list[dict], first: date) -> list[Day]:
    orders = Counter()
    for row in rows:
        orders[row["day"]] += row["orders"]
    most = max(orders.values(), default=0) or 1
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return [Day(day, orders[day], round(CHART_HEIGHT * orders[day] / most)) for day in days]


def tasks() -> list[Task]:
    """What waits, the most pressing first; nothing that has no case."""
    orders, mails = reverse("admin:orders_order_changelist"), Message.objects
    parked = mails.filter(parked_at__isnull=False, sent_at=None).count()
    waiting = [
        Task(in_status("held"), _("need your look"), f"{orders}?status=held", urgent=True),
        Task(
            parked,
            _("mails could not be delivered"),
            reverse("admin:outbox_message_changelist") + "?state=parked",
            urgent=True,
        ),
        Task(in_status("paid"), _("paid, to ship"), f"{orders}?status=paid"),
        Task(
            in_status("cash_on_delivery"),
            _("cash on delivery, to ship"),
            f"{orders}?status=cash_on_delivery",
        ),
        Task(
            in_status("awaiting_payment"),
            _("awaiting payment"),
            f"{orders}?status=awaiting_payment",
        ),
        Task(
            in_status("cash_to_come"),
            _("shipped, cash to come"),
            f"{orders}?status=cash_to_come",
        ),
    ]
    return [task for task in waiting if task.count]


def in_status(status: str) -> int:
    return Order.objects.with_status(status).count()


def low_stock(least: int) -> QuerySet[Variant]:
    """Variants for sale of which at most `least` are left, the scarcest first."""
    scarce = Variant.objects.for_sale().filter(stock__lte=least)
    return scarce.select_related("product").order_by("stock", "pk")[:8]


def missing(storefront) -> list[str]:
    """What keeps the shop from working fully, each with what to do about it."""
    found = []
    for provider in PROVIDERS.values():
        if names := provider.missing():
            found.append(
                _("%(method)s is off. Set %(names)s to switch it on.")
                % {"method": provider.label, "names": ", ".join(names)}
            )
    if not storefront.email:
        found.append(_("Buyers have no address to write to: add an e-mail to the storefront."))
    if only_kept():
        found.append(_("Mails are kept as files or printed, not sent. Set EMAIL_URL to send them."))
    if settings.DEBUG:
        found.append(_("This shop runs for development (DEBUG). Before it goes live, set DEBUG=0."))
    return found
