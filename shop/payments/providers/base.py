"""What every way to pay can do. The defaults are those of money that the owner sees alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.utils.translation import gettext_lazy as _

from shop.payments.models import Payment, Refund

State = Literal["open", "processing", "succeeded", "failed", "canceled"]


@dataclass(frozen=True)
class Outcome:
    """What a provider says about a payment or a refund.

    `amount` is in stored units of `currency` and only given with the money that moved. `failed`
    may still become `succeeded`: a buyer whose card was declined tries another one; `code` is the
    provider's own word for why. `doubt` says why the owner must look at money that came in; nothing
    may be shipped for it.
    """

    state: State
    amount: int = 0
    currency: str = ""
    failure: str = ""
    ref: str = ""
    doubt: str = ""
    code: str = ""


class ProviderError(Exception):
    """The provider could not be asked or refused. `str()` is fit for the buyer's eyes.

    `spent`: repeating this attempt will only repeat the refusal; make a new Payment to try again.
    `unknown`: what was asked for may have been done all the same.
    """

    def __init__(self, words: str = "", *, spent: bool = False, unknown: bool = False) -> None:
        self.words = words or _(
            "The payment service does not answer just now. Nothing was charged. "
            "Please try again in a minute."
        )
        self.spent, self.unknown = spent, unknown

    def __str__(self) -> str:
        return str(self.words)


class Provider:
    """`label` and `explanation` are what the buyer chooses by (where they collect the order,
    `pickup_label` and `pickup_explanation`, if given), `template` what the order page shows until
    it is paid. `accepts_at_once`: it counts as a sale before the money is there."""

    method = ""
    label = ""
    explanation = ""
    pickup_label = ""
    pickup_explanation = ""
    template = "payments/_instructions.html"
    accepts_at_once = True
    needs_script = False
    refunds_by_hand = True

    @property
    def words(self) -> str:
        """Its name in the journal, which has one language whatever the buyer's is."""
        return self.method.replace("_", " ")

    @property
    def hold(self) -> timedelta | None:
        """How long an unpaid order keeps its stock; None: until the owner decides."""
        return None

    def available(self) -> bool:
        """Whether buyers may choose it."""
        return True

    def missing(self) -> list[str]:
        """Names of the settings it lacks, for the owner."""
        return []

    def start(self, payment: Payment) -> None:
        """Tell the provider of a new payment; safe to repeat. Raises ProviderError.

        Called outside transactions, since it may use the network. So are all that follow.
        """

    def fetch(self, payment: Payment) -> Outcome:
        """What became of a payment, by the provider's word. Raises ProviderError."""
        if payment.succeeded_at:
            return Outcome("succeeded", payment.amount, payment.currency)
        return Outcome("canceled" if payment.cancelled_at else "open")

    def cancel(self, payment: Payment) -> Outcome:
        """Make sure that no money can come any more, or say that it came. Raises ProviderError."""
        found = self.fetch(payment)
        return found if found.state == "succeeded" else Outcome("canceled")

    def refund(self, refund: Refund) -> Outcome:
        """Give money back, or say how far that is; safe to repeat. Raises ProviderError.

        Here the owner hands it back, and that is all the shop knows.
        """
        return Outcome("succeeded", refund.amount, refund.payment.currency)

    def client_secret(self, payment: Payment) -> str | None:
        """What the buyer's browser needs to pay by itself; None where it doesn't."""
        return None

    def instructions(self, payment: Payment, storefront) -> str:
        """How to pay, in plain lines, for the order page and the mail."""
        return ""
