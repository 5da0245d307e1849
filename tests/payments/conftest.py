"""An order to pay, and Stripe's events about it as bodies of our own (events/*.json)."""

import itertools
import json
from pathlib import Path

import pytest
from django.test import Client
from stripe import WebhookSignature

from shop.orders.models import Order
from tests.payments.stand import WEBHOOK_SECRET

EVENTS = Path(__file__).with_name("events")
WEBHOOK = "/payments/stripe/webhook/"
serial = itertools.count(1)


@pytest.fixture
def card_order(stripe, ben, variant):
    """Ben's order of one box (NT$320 + 80), its PaymentIntent made and not paid yet."""
    ben.buy(variant, method="card")
    return Order.objects.get()


@pytest.fixture
def payment(card_order):
    return card_order.payments.get()


@pytest.fixture
def intent(payment):
    return payment.provider_ref


def event(name: str, intent: str = "pi_stranger", *, event_id: str = "", **about) -> bytes:
    """A body from events/, about `intent`, with fields of its object changed by `about`."""
    body = json.loads((EVENTS / f"{name}.json").read_text())
    body["id"] = event_id or f"evt_test_{next(serial)}"
    held = body["data"]["object"]
    held["id" if held["object"] == "payment_intent" else "payment_intent"] = intent
    held.update(about)
    return json.dumps(body, indent=2).encode()


def signature(body: bytes, *, secret: str = WEBHOOK_SECRET, at: int | None = None) -> str:
    return WebhookSignature.generate_signature_header(body.decode(), secret, at)


def post(body: bytes, header: str | None = None):
    """Post a webhook as Stripe does; signed, unless a header is given."""
    header = signature(body) if header is None else header
    return Client().post(
        WEBHOOK, body, content_type="application/json", headers={"stripe-signature": header}
    )


def tell(name: str, intent: str = "pi_stranger", **about):
    """Post a signed event."""
    return post(event(name, intent, **about))
