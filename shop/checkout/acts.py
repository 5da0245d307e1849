"""What the owner can do to an order: a page that asks, and the verb that does it.

To add one: a function here, a line in ACTS, a test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.checkout import call_off, held, refunds, settle
from shop.checkout.ship import ship
from shop.lib.admin import shown_money
from shop.lib.forms import CleanCharField
from shop.orders.models import Order
from shop.orders.transitions import TRANSITIONS


class NothingToFillIn(forms.Form):
    """A yes is all that is asked for."""


class ShipmentForm(forms.Form):
    carrier = CleanCharField(label=_("Carrier"), max_length=80, required=False)
    tracking = CleanCharField(label=_("Tracking number"), max_length=80, required=False)
    tracking_url = forms.URLField(
        label=_("Tracking link"), max_length=200, required=False, assume_scheme="https"
    )


class RefundForm(forms.Form):
    reason = CleanCharField(label=_("Reason"), max_length=200, required=False)


class NoteForm(forms.Form):
    text = CleanCharField(label=_("Note"), max_length=300)


@dataclass(frozen=True)
class Act:
    """`do(order, by=…, **the form's data)` says whether this call did it, and `done` what the owner
    is told then; `stands` describes the orders for which it can be asked. `grave`: it can't be
    taken back."""

    button: str
    question: str
    consequence: str
    done: str | Callable[[Order], str]
    stands: Q
    do: Callable[..., bool]
    form: type[forms.Form] = NothingToFillIn
    grave: bool = False

    def words_when_done(self, order: Order) -> str:
        return self.done(order) if callable(self.done) else self.done

    def possible(self, order: Order) -> bool:
        return Order.objects.filter(self.stands, pk=order.pk).exists()


def refund_done(order: Order) -> str:
    """What is left to do: the shop itself can give back card payments only."""
    payment = order.payments.filter(succeeded_at__isnull=False).first()
    if not refunds.goes_by_hand(payment):
        return _("The refund is on its way.")
    amount = shown_money(payment.amount, payment.currency)
    words = _("Written down and told to the buyer. Now transfer %(amount)s back yourself.")
    return words % {"amount": amount}


# Keys are the nouns in the addresses, in the order of the buttons.
ACTS = {
    "release": Act(
        button=_("It is in order"),
        question=_("Have you looked at order %(number)s, and may it go on?"),
        consequence=_("The journal says why it was held. Once paid, it can be shipped."),
        done=_("Released."),
        stands=Q(held_at__isnull=False),
        do=held.release,
    ),
    "payment": Act(
        button=_("Mark as paid"),
        question=_("Did the money for order %(number)s arrive?"),
        consequence=_("The order counts as paid and the buyer gets a receipt."),
        done=_("Marked as paid."),
        stands=TRANSITIONS["pay"].allowed & ~Q(payment_method="card"),
        do=settle.mark_paid,
    ),
    "shipment": Act(
        button=_("Ship"),
        question=_("Is order %(number)s on its way?"),
        consequence=_("The buyer gets a mail with what you fill in here."),
        done=_("Shipped; the buyer gets a mail."),
        stands=TRANSITIONS["ship"].allowed,
        do=ship,
        form=ShipmentForm,
    ),
    "return": Act(
        button=_("Came back unpaid"),
        question=_("Did the parcel of order %(number)s come back without its money?"),
        consequence=_(
            "Its goods return to stock, its coupon can be used again, and the buyer is told that "
            "nothing is charged."
        ),
        done=_("Closed. Its goods are back in stock; the buyer gets a mail."),
        stands=TRANSITIONS["return"].allowed,
        do=call_off.came_back,
        grave=True,
    ),
    "refund": Act(
        button=_("Refund in full"),
        question=_("Give back all the money of order %(number)s?"),
        consequence=_(
            "Card payments go back by themselves; a bank transfer or cash you hand back yourself. "
            "If it was not shipped yet, its goods return to stock. The buyer gets a mail."
        ),
        done=refund_done,
        stands=TRANSITIONS["refund"].allowed & Q(payments__succeeded_at__isnull=False),
        do=refunds.refund,
        form=RefundForm,
        grave=True,
    ),
    "cancellation": Act(
        button=_("Cancel the order"),
        question=_("Cancel order %(number)s?"),
        consequence=_(
            "Its goods return to stock, its coupon can be used again, the buyer is told."
        ),
        done=_("Cancelled."),
        stands=TRANSITIONS["cancel"].allowed,
        do=call_off.cancel,
        grave=True,
    ),
}


def possible_acts(order: Order) -> dict[str, Act]:
    """The acts that can be asked of this order now."""
    return {noun: act for noun, act in ACTS.items() if act.possible(order)}
