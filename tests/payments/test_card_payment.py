"""A card payment end to end: the real library, localstripe's process, its signed webhooks."""

import pytest

from shop.checkout.call_off import cancel, expire_due
from shop.checkout.refunds import refund
from shop.outbox.models import Message
from shop.payments.models import ProviderEvent
from shop.payments.providers import PROVIDERS
from tests.payments.conftest import post
from tests.payments.stand import DECLINED_BY_BANK

pytestmark = pytest.mark.django_db


def test_the_order_asks_stripe_for_its_total(stripe, card_order, intent):
    made = stripe.api.get(f"/v1/payment_intents/{intent}").json()
    assert (made["amount"], made["currency"]) == (40000, "twd")
    assert made["metadata"]["order"] == card_order.number


def test_unpaid_it_is_not_a_sale_yet(card_order):
    assert card_order.status == "awaiting_payment"
    assert not card_order.accepted_at
    assert not Message.objects.exists()


def test_paid_by_webhook(stripe, card_order, intent):
    stripe.confirm(intent)
    assert post(*stripe.next_event(intent)).status_code == 200
    card_order.refresh_from_db()
    assert card_order.status == "paid"
    assert card_order.accepted_at
    assert Message.objects.get().kind == "order_paid"
    assert ProviderEvent.objects.get().handled_at


def test_declined_can_be_tried_again_on_the_same_payment(stripe, card_order, payment, intent):
    stripe.confirm(intent, DECLINED_BY_BANK)
    assert post(*stripe.next_event(intent)).status_code == 200
    card_order.refresh_from_db()
    payment.refresh_from_db()
    assert card_order.status == "awaiting_payment"
    assert payment.failure == "Your card was declined."
    assert PROVIDERS["card"].client_secret(payment).startswith(intent)


def test_cancelled_at_stripe_before_the_shop_lets_go(stripe, card_order, intent):
    assert cancel(card_order, by="Dora")
    assert stripe.status(intent) == "canceled"


def test_expired_at_stripe_too(stripe, card_order, intent, time_machine):
    time_machine.move_to(card_order.expires_at)
    assert expire_due() == 1
    assert stripe.status(intent) == "canceled"


def test_paid_in_the_last_second_is_not_expired(stripe, card_order, intent, time_machine):
    stripe.confirm(intent)
    time_machine.move_to(card_order.expires_at)
    assert expire_due() == 0
    card_order.refresh_from_db()
    assert card_order.status == "paid"


def test_refunded_in_full(stripe, card_order, payment, intent):
    stripe.confirm(intent)
    post(*stripe.next_event(intent))
    card_order.refresh_from_db()
    assert refund(card_order, by="Dora", reason="too late")
    made = payment.refunds.get()
    assert stripe.api.get(f"/v1/refunds/{made.provider_ref}").json()["amount"] == 40000
    assert made.succeeded_at
