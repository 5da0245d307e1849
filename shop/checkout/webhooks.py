"""What Stripe tells us by itself. Each event is stored first, then acted on; nothing in it is
believed but its numbers, by which Stripe is asked again.

A 2xx ends Stripe's attempts, so it is only given for what is done. Whatever else happens, the
stored event stays open and both Stripe and `work` come back to it.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.checkout.refunds import settle_refund
from shop.checkout.settle import settle
from shop.lib.money import format_money, from_stripe
from shop.lib.text import clean
from shop.lib.transactions import in_transaction
from shop.orders.models import Order
from shop.payments.events import BODY_LIMIT, EventRefused, receive
from shop.payments.models import Payment, ProviderEvent, Refund
from shop.payments.providers import PROVIDERS

logger = logging.getLogger(__name__)


class NotYet(Exception):
    """It is about us, but what it is about isn't stored here (yet)."""


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """200: done, now or before. 400/413: not an event for us. 503: come again."""
    body = request.read(BODY_LIMIT + 1)
    if len(body) > BODY_LIMIT:
        return answer("Too long", 413)
    try:
        event = receive(body, request.headers.get("Stripe-Signature", ""))
    except EventRefused as refused:
        logger.warning("Stripe's webhook refused: %s", refused)
        return answer(str(refused), refused.status)
    if event.handled_at:
        return answer("Handled before")
    return answer("Handled") if try_to_handle(event) else answer("Not yet, come again", 503)


def answer(words: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    if status == 503:
        response["Retry-After"] = "30"
    return response


def handle_open_events(*, limit: int = 50) -> int:
    """Take up what no webhook got done (a crash, a provider away); returns how many are done."""
    due = ProviderEvent.objects.due().order_by("due_at")[:limit]
    return sum(event.lease() and try_to_handle(event) for event in due)


def try_to_handle(event: ProviderEvent) -> bool:
    """Handle an event; if that fails, leave it open with the reason. True if it is done."""
    try:
        handle(event)
    except NotYet as error:
        reason = str(error)
    except Exception as error:  # whatever it is, the event must stay and come again
        logger.exception("event %s was not handled", event.event_id)
        reason = f"{type(error).__name__}: {error}"
    else:
        return True
    ProviderEvent.objects.filter(pk=event.pk, handled_at=None).update(error=clean(reason)[:300])
    return False


def handle(event: ProviderEvent) -> None:
    """Do what an event's kind asks for and finish it. Safe to repeat and to run twice at once.

    Raises NotYet, ProviderError and what the database raises; then nothing is finished.
    """
    act = ACTS.get(event.kind)
    event.finish(act(event) if act else "nothing to do")


def payment_moved(event: ProviderEvent) -> str:
    """A payment is processing, paid, refused or called off: ask how it stands, and settle."""
    payment = payment_of(event)
    if payment is None:
        return "not about this shop"
    settle(payment)
    return ""


def refund_moved(event: ProviderEvent) -> str:
    """A refund of ours made progress, or somebody gave money back outside the shop."""
    about = event.about
    ours = Q(provider_ref=about["id"]) | Q(idempotency_key=metadata(about).get("refund", ""))
    claimed = Refund.objects.select_related("payment__order").filter(ours).first()
    if claimed:
        settle_refund(claimed, PROVIDERS[claimed.payment.method].refund(claimed))
        return ""
    payment = payment_of(event)
    if payment is None:
        return "not about this shop"
    if event.kind == "refund.created":
        note(event, payment, f"{money(about)} given back at Stripe, outside the shop", look=True)
    return ""


def dispute_opened(event: ProviderEvent) -> str:
    payment = payment_of(event)
    if payment is None:
        return "not about this shop"
    reason = clean(str(event.about.get("reason") or ""))[:60]
    note(event, payment, f"The buyer's bank disputes {money(event.about)}: {reason}", look=True)
    return ""


def dispute_closed(event: ProviderEvent) -> str:
    payment = payment_of(event)
    if payment is None:
        return "not about this shop"
    result = clean(str(event.about.get("status") or ""))[:60]
    note(event, payment, f"The dispute about {money(event.about)} ended: {result}")
    return ""


ACTS: dict[str, Callable[[ProviderEvent], str]] = {
    "payment_intent.processing": payment_moved,
    "payment_intent.succeeded": payment_moved,
    "payment_intent.payment_failed": payment_moved,
    "payment_intent.canceled": payment_moved,
    "payment_intent.requires_action": payment_moved,
    "refund.created": refund_moved,
    "refund.updated": refund_moved,
    "refund.failed": refund_moved,
    "charge.dispute.created": dispute_opened,
    "charge.dispute.closed": dispute_closed,
}


def payment_of(event: ProviderEvent) -> Payment | None:
    """The payment that an event is about; None if it isn't this shop's.

    Raises NotYet for one of ours that isn't stored: its order or Stripe's number may be about to
    be committed, or Stripe has it from a day that a backup doesn't.
    """
    known = Payment.objects.select_related("order")
    payment = known.filter(provider_ref=event.reference, method="card").first()
    if payment:
        return payment
    written = metadata(event.about)
    if not written.get("order") or written.get("site", settings.SITE_URL) != settings.SITE_URL:
        return None
    raise NotYet(f"no payment {event.reference} of order {written['order']} here")


def metadata(about: dict) -> dict:
    held = about.get("metadata")
    return held if isinstance(held, dict) else {}


def money(about: dict) -> str:
    """An event's amount in words for the journal."""
    currency = str(about.get("currency", "")).upper()
    try:
        return format_money(from_stripe(about["amount"], currency), currency)
    except (KeyError, TypeError, ValueError):
        return f"{about.get('amount')} {currency}"


def note(event: ProviderEvent, payment: Payment, text: str, *, look: bool = False) -> None:
    """Write an event into the order's journal, once; `look` also holds the order."""

    def work() -> None:
        if event.finish():
            payment.order.write_down(text[:300])
            if look:
                Order.objects.transition("hold", payment.order)

    in_transaction(work)
