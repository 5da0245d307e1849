"""What the worker does, again and again. Each job is safe to run twice and by many at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from funnel.api import forget_days_past
from shop.cart.models import Cart
from shop.checkout import call_off, purchases, refunds, settle, webhooks
from shop.checkout.mails import writers
from shop.outbox.delivery import deliver_due
from shop.page.models import Storefront

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Job:
    """`run(stop)` does what is due and returns how much that was; a long one asks `stop` between
    two items. `every` is the least time between two runs."""

    name: str
    run: Callable[[Stop], int]
    every: timedelta = timedelta(0)


def sweep_carts(stop: Stop) -> int:
    """Forget carts that nobody touched for CART_DAYS. Carts of orders stay with their order."""
    old = timezone.now() - timedelta(days=settings.CART_DAYS)
    rows = Cart.objects.filter(updated_at__lt=old, order=None).order_by("updated_at")
    return _delete_some(Cart, rows)


def sweep_sessions(stop: Stop) -> int:
    rows = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date")
    return _delete_some(Session, rows)


def _delete_some(model: type, rows) -> int:
    """A few hundred rows at a time, so that the write lock is never held for long."""
    keys = list(rows.values_list("pk", flat=True)[:500])
    model.objects.filter(pk__in=keys).delete()
    return len(keys)


JOBS = [
    Job("mails sent", lambda stop: deliver_due(writers(Storefront.current()), stop=stop)),
    Job("provider events handled", lambda stop: webhooks.handle_open_events()),
    Job("payments asked about", lambda stop: settle.settle_due(), timedelta(seconds=30)),
    Job("refunds asked about", lambda stop: refunds.refund_due(), timedelta(seconds=30)),
    Job("orders expired", lambda stop: call_off.expire_due()),
    Job("purchases recorded", lambda stop: purchases.record_due()),
    Job("old carts swept", sweep_carts, timedelta(minutes=10)),
    Job("old sessions swept", sweep_sessions, timedelta(minutes=10)),
    Job("days forgotten", lambda stop: forget_days_past(), timedelta(minutes=10)),
]
