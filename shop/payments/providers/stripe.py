"""Cards (and what else the owner's Stripe account offers): one PaymentIntent per payment.

Nothing that Stripe says is believed before it was asked again by its own number, and nothing of
what it answers to errors is shown to buyers but a card's refusal.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache

import stripe
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.lib.money import from_stripe, to_stripe
from shop.lib.text import clean
from shop.payments.models import Payment, Refund
from shop.payments.providers.base import Outcome, Provider, ProviderError

logger = logging.getLogger(__name__)

TIMEOUT = 8  # seconds; the library's own default is 80
RETRIES = 1
# Stripe forgets a key after 24 hours, and then the same call would make a second payment:
# https://docs.stripe.com/api/idempotent_requests
KEY_LIFE = timedelta(hours=23)
KEYS = ("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET")
PAYABLE = {"requires_payment_method", "requires_confirmation", "requires_action"}
REFUNDS = {"succeeded": "succeeded", "failed": "failed", "canceled": "failed"}


@lru_cache(maxsize=2)
def client(key: str, base: str) -> stripe.StripeClient:
    """A client of its own for a key and an address; it keeps connections open per thread."""
    return stripe.StripeClient(
        key,
        base_addresses={"api": base},
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
        max_network_retries=RETRIES,
    )


def ask():
    """Stripe's API by the settings of this moment."""
    return client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE).v1


def is_live() -> bool:
    """Whether the shop's key moves real money."""
    return "_live_" in settings.STRIPE_SECRET_KEY[:12]


class Card(Provider):
    method = "card"
    label = _("Card")
    explanation = _("You enter your card on the next page, with Stripe. Nothing is charged before.")
    template = "payments/_card.html"
    accepts_at_once = False
    needs_script = True
    refunds_by_hand = False

    @property
    def hold(self) -> timedelta:
        return settings.CARD_HOLD

    def available(self) -> bool:
        return not self.missing()

    def missing(self) -> list[str]:
        return [name for name in KEYS if not getattr(settings, name)]

    def start(self, payment: Payment) -> None:
        """Make the PaymentIntent. The key was stored with the payment, so that after a lost
        answer the same call gets the same intent."""
        if payment.provider_ref:
            return
        if timezone.now() - payment.created_at > KEY_LIFE:
            raise ProviderError(_("This payment has run out. Please start again."), spent=True)
        Payment.objects.filter(pk=payment.pk, started_at=None).update(started_at=timezone.now())
        with in_words():
            intent = ask().payment_intents.create(
                intent_params(payment), {"idempotency_key": payment.idempotency_key}
            )
        self._keep(payment, intent)

    def _keep(self, payment: Payment, intent: stripe.PaymentIntent) -> None:
        mine = Payment.objects.filter(pk=payment.pk, provider_ref=None, cancelled_at=None)
        kept = mine.update(provider_ref=intent.id)
        payment.refresh_from_db()
        if kept or payment.provider_ref == intent.id:
            return
        # Called off while we waited for the answer: nobody may pay this one.
        with in_words():
            ask().payment_intents.cancel(intent.id)
        if not payment.provider_ref:
            raise ProviderError(_("This order can't be paid any more."), spent=True)

    def fetch(self, payment: Payment) -> Outcome:
        # Without a number nobody was ever shown a form to pay with.
        return outcome(payment, self._intent(payment)) if payment.provider_ref else Outcome("open")

    def cancel(self, payment: Payment) -> Outcome:
        """Cancel the intent, so that it can't succeed later; what got through first stands."""
        if not payment.provider_ref:
            return Outcome("canceled")
        found = self.fetch(payment)
        if found.state in ("succeeded", "processing", "canceled"):
            return found
        try:
            with in_words():
                intent = ask().payment_intents.cancel(payment.provider_ref)
        except ProviderError:
            # Paid between the two calls? Then that is the answer.
            found = self.fetch(payment)
            if found.state in ("succeeded", "processing", "canceled"):
                return found
            raise
        return outcome(payment, intent)

    def refund(self, refund: Refund) -> Outcome:
        """Ask for the refund, or ask how far it is once it has a number."""
        if not refund.provider_ref:
            found = self._earlier(refund) or self._made(refund)
            Refund.objects.filter(pk=refund.pk, provider_ref=None).update(provider_ref=found.id)
            refund.provider_ref = found.id
        else:
            with in_words():
                found = ask().refunds.retrieve(refund.provider_ref)
        state = REFUNDS.get(found.status, "processing")
        failure = clean(said(found, "failure_reason") or "")[:200]
        return Outcome(state, refund.amount, refund.payment.currency, failure, found.id)

    def _made(self, refund: Refund) -> stripe.Refund:
        """A new refund, or the one that was made although Stripe answered that it broke."""
        try:
            return self._refund(refund)
        except ProviderError as error:
            found = self._listed(refund) if error.unknown else None
            if found is None:
                raise
            return found

    def _refund(self, refund: Refund) -> stripe.Refund:
        payment = refund.payment
        with in_words():
            return ask().refunds.create(
                {
                    "payment_intent": payment.provider_ref,
                    "amount": to_stripe(refund.amount, payment.currency),
                    "metadata": {
                        **names(payment),
                        "refund": refund.idempotency_key,
                    },
                },
                {"idempotency_key": refund.idempotency_key},
            )

    def _earlier(self, refund: Refund) -> stripe.Refund | None:
        """The refund that a lost answer was about, once its key has run out at Stripe."""
        if timezone.now() - refund.requested_at < KEY_LIFE:
            return None
        return self._listed(refund)

    def _listed(self, refund: Refund) -> stripe.Refund | None:
        with in_words():
            made = ask().refunds.list({"payment_intent": refund.payment.provider_ref})
        for found in made.data:
            if said(found.metadata, "refund") == refund.idempotency_key:
                return found
        return None

    def client_secret(self, payment: Payment) -> str | None:
        """Read from Stripe each time and stored nowhere. None when nothing is left to pay.

        Raises ProviderError also for a payment that was called off.
        """
        if not payment.provider_ref:
            return None
        intent = self._intent(payment)
        if intent.status == "canceled":
            raise ProviderError(
                _("The card form could not be opened. Nothing was charged."), spent=True
            )
        return intent.client_secret if intent.status in PAYABLE else None

    def _intent(self, payment: Payment) -> stripe.PaymentIntent:
        with in_words():
            return ask().payment_intents.retrieve(payment.provider_ref)


def names(payment: Payment) -> dict[str, str]:
    """What we write on Stripe's side. `site` tells two shops of one account apart."""
    return {"order": payment.order.number, "site": settings.SITE_URL}


def intent_params(payment: Payment) -> dict:
    """The same for the same payment, else Stripe refuses its key."""
    types = settings.STRIPE_PAYMENT_METHOD_TYPES
    how = (
        {"payment_method_types": list(types)}
        if types
        else {"automatic_payment_methods": {"enabled": True}}
    )
    return {
        "amount": to_stripe(payment.amount, payment.currency),
        "currency": payment.currency.lower(),
        "metadata": names(payment),
        **how,
    }


def outcome(payment: Payment, intent: stripe.PaymentIntent) -> Outcome:
    """Read a PaymentIntent: https://docs.stripe.com/payments/paymentintents/lifecycle"""
    if intent.status == "succeeded":
        return received(payment, intent)
    if intent.status == "canceled":
        why = said(intent, "cancellation_reason") or ""
        return Outcome("canceled", failure=clean(why)[:200], ref=intent.id)
    if intent.status in PAYABLE:
        error = said(intent, "last_payment_error")
        if not error:
            return Outcome("open", ref=intent.id)
        words = said(error, "message") or said(error, "code") or ""
        code = said(error, "decline_code") or said(error, "code") or said(error, "type") or ""
        return Outcome("failed", failure=clean(words)[:200], ref=intent.id, code=clean(code)[:60])
    return Outcome("processing", ref=intent.id)


def received(payment: Payment, intent: stripe.PaymentIntent) -> Outcome:
    """Money that came in, in stored units, with a doubt where it isn't what was asked for."""
    counted = said(intent, "amount_received")
    # Stripe always says what it received; an older stand-in only what it was asked for.
    counted = intent.amount if counted is None else counted
    currency = intent.currency.upper()
    try:
        amount = from_stripe(counted, currency)
    except (KeyError, ValueError):
        doubt = f"Stripe received {counted} {currency}, which this shop can't count"
        return Outcome("succeeded", 0, currency, ref=intent.id, doubt=doubt)
    order = said(intent.metadata, "order")
    doubt = ""
    if order != payment.order.number:
        doubt = f"Stripe's payment {intent.id} names the order {order or '(none)'}"
    elif (amount, currency) != (payment.amount, payment.currency):
        doubt = f"{amount} {currency} came in, not {payment.amount} {payment.currency}"
    return Outcome("succeeded", amount, currency, ref=intent.id, doubt=doubt[:250])


def said(thing, name: str):
    """A field of a Stripe object, None where it is left out (they are no dicts any more)."""
    return thing[name] if thing is not None and name in thing else None


@contextmanager
def in_words() -> Iterator[None]:
    """Turn the library's errors into a ProviderError that tells nothing but what to do."""
    try:
        yield
    except stripe.StripeError as error:
        logger.warning(
            "Stripe: %s code=%s status=%s request=%s",
            type(error).__name__,
            error.code,
            error.http_status,
            error.request_id,
        )
        raise spoken(error) from error


def spoken(error: stripe.StripeError) -> ProviderError:
    """The words for one of the library's errors."""
    if error.http_status == 409:  # the same call is under way: its answer can be had in a moment
        return ProviderError()
    if isinstance(error, (stripe.AuthenticationError, stripe.PermissionError)):
        return ProviderError(
            _("Card payment is not available right now. Please choose another way to pay."),
            spent=True,
        )
    if isinstance(error, (stripe.InvalidRequestError, stripe.IdempotencyError, stripe.CardError)):
        return ProviderError(
            _("The card service refused this payment. Nothing was charged. Please try again."),
            spent=True,
        )
    # Stripe replays a 5xx to its key for a day. A lost answer and "too many" it does not.
    broke = (error.http_status or 0) >= 500
    return ProviderError(spent=broke, unknown=broke)
