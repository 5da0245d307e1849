"""What Stripe posts to us: read as bytes, verified, then stored once."""

import json
import math

import stripe
from django.conf import settings

from shop.payments.models import ProviderEvent
from shop.payments.providers.stripe import is_live

BODY_LIMIT = 256 * 1024
TOLERANCE = 300  # seconds that a signature is good for
DEPTH = 60
LEFT_OUT = "client_secret"  # with it a browser can pay: it is stored nowhere


class EventRefused(Exception):
    """Not stored. `status` is the HTTP answer, `str()` the reason."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def receive(body: bytes, signature: str) -> ProviderEvent:
    """Verify the raw bytes of a webhook and store the event. Raises EventRefused.

    https://docs.stripe.com/webhooks#verify-manually
    """
    if not settings.STRIPE_WEBHOOK_SECRET.strip():
        raise EventRefused(503, "STRIPE_WEBHOOK_SECRET is not set")
    try:
        stripe.WebhookSignature.verify_header(
            body, signature, settings.STRIPE_WEBHOOK_SECRET, TOLERANCE
        )
        event = storable(json.loads(body))
        about = event["data"]["object"]
        found = {
            "event_id": word(event["id"], 120),
            "kind": word(event["type"], 80),
            "reference": word(reference(about), 120),
        }
    except stripe.SignatureVerificationError:
        raise EventRefused(400, "The signature is missing, wrong or too old") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise EventRefused(400, "This is not an event") from None
    if bool(event.get("livemode")) != is_live():
        raise EventRefused(400, "Test and live mode don't mix")
    return ProviderEvent.objects.receive(provider="stripe", body=event, **found)


def reference(about: dict) -> str:
    """The PaymentIntent that an event's object is, or belongs to (refunds, disputes)."""
    if about["object"] == "payment_intent":
        return about["id"]
    return about.get("payment_intent") or ""


def word(value: object, longest: int) -> str:
    """Raises ValueError unless `value` is a text that fits."""
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(value)
    return value


def storable(value, depth: int = 0):
    """JSON that every database takes: PostgreSQL has no NUL, no lone surrogate, no infinity."""
    if depth > DEPTH or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError("too deep or no number")
    if isinstance(value, dict):
        return {
            storable(name): storable(held, depth + 1)
            for name, held in value.items()
            if name != LEFT_OUT
        }
    if isinstance(value, list):
        return [storable(held, depth + 1) for held in value]
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    return value
