"""The mails about an order, one function each, written at the moment they are sent."""

import re
from collections.abc import Callable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shop.checkout.forms import LINK
from shop.orders.models import Order, OrderLine
from shop.outbox.delivery import Mail, Writer, queue
from shop.outbox.models import Message


def order_received(order: Order, storefront) -> Mail:
    """Thanks, and what is left to do: transfer, pay by card, or have the cash ready."""
    subject = _("We have your order %(number)s") % {"number": order.number}
    unpaid = order.status == "awaiting_payment"
    account = storefront.bank_account or settings.BANK_TRANSFER_ACCOUNT
    return _mail("order_received", order, storefront, subject, unpaid=unpaid, account=account)


def order_paid(order: Order, storefront) -> Mail:
    subject = _("Your payment for order %(number)s has arrived") % {"number": order.number}
    return _mail("order_paid", order, storefront, subject)


def order_shipped(order: Order, storefront) -> Mail:
    ready = _("Your order %(number)s is ready")
    subject = ready if order.pickup else _("Your order %(number)s is on its way")
    subject %= {"number": order.number}
    shipment = order.shipments.order_by("at").last()
    return _mail("order_shipped", order, storefront, subject, shipment=shipment)


def order_cancelled(order: Order, storefront) -> Mail:
    subject = _("Your order %(number)s was cancelled") % {"number": order.number}
    return _mail("order_cancelled", order, storefront, subject)


def order_refunded(order: Order, storefront) -> Mail:
    """The money is on its way back; for an order that had ended before it was paid, why."""
    subject = _("Your refund for order %(number)s") % {"number": order.number}
    too_late = bool(order.expired_at or order.cancelled_at)
    return _mail("order_refunded", order, storefront, subject, too_late=too_late)


MAILS: dict[str, Callable[[Order, object], Mail]] = {
    "order_received": order_received,
    "order_paid": order_paid,
    "order_shipped": order_shipped,
    "order_cancelled": order_cancelled,
    "order_refunded": order_refunded,
}
# What `kind_label` makes of them, for the catalogue of translations.
NAMES = (
    gettext_noop("Order received"),
    gettext_noop("Order paid"),
    gettext_noop("Order shipped"),
    gettext_noop("Order cancelled"),
    gettext_noop("Order refunded"),
)


def write_to_buyer(kind: str, order: Order) -> None:
    """Queue a mail about an order, once of each kind; to nobody whose data was erased."""
    if not order.email:
        return
    queue(
        kind,
        to=order.email,
        key=f"{kind}:{order.number}",
        reference=order.number,
        language=order.language,
    )


def writers(storefront) -> dict[str, Writer]:
    """What `outbox.delivery.deliver_due` asks for: a writer of each kind, for this storefront."""
    return {kind: _writer(write, storefront) for kind, write in MAILS.items()}


def _writer(write: Callable[[Order, object], Mail], storefront) -> Writer:
    def written(message: Message) -> Mail:
        order = Order.objects.get(number=message.reference)
        with translation.override(message.language):
            return write(order, storefront)

    return written


def _mail(kind: str, order: Order, storefront, subject: str, **more) -> Mail:
    context = {
        "order": order,
        "rows": [_row(line) for line in order.lines.all()],
        "storefront": storefront,
        "look": storefront.look,
        "site_url": settings.SITE_URL,
        "link": order.new_link(),
        "invoice": _invoice(order),
        "subject": subject,
        **more,
    }
    return Mail(
        subject=f"{subject} · {storefront.name}",
        text=_tidy(render_to_string(f"mails/{kind}.txt", context)),
        html=_tidy(render_to_string(f"mails/{kind}.html", context)),
        reply_to=storefront.email,
    )


def _invoice(order: Order) -> str:
    """How the invoice is wanted, but no stranger's link: a company may be called Booking.com, so
    that its name is taken, but it goes into no mail."""
    words = order.invoice_words
    return "" if LINK.search(words) else words


def _row(line: OrderLine) -> dict[str, object]:
    """A line as the mail shows it: its price before the discount, its picture's whole address."""
    picture = line.picture
    if picture.startswith("/"):
        picture = settings.SITE_URL + picture
    return {"line": line, "amount": line.subtotal, "picture": picture}


def _tidy(text: str) -> str:
    """No spaces at the ends of lines, and never more than one empty line."""
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
