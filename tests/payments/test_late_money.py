"""Money that comes when nobody waits for it any more."""

import pytest

from shop.checkout.settle import expire_due
from shop.orders.models import Order
from shop.outbox.models import Message
from shop.payments.models import Payment, Refund
from tests.payments.conftest import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def expired(stripe, card_order, intent, time_machine):
    """Ben's order, let go by Stripe's word; then its payment gets through all the same."""
    time_machine.move_to(card_order.expires_at)
    stripe.facts[intent] = {"status": "canceled"}
    assert expire_due() == 1
    stripe.facts.clear()
    stripe.confirm(intent)


def test_the_order_lives_again_if_its_stock_is_there(expired, variant, intent):
    tell("payment_intent.succeeded", intent)
    assert Order.objects.get().status == "paid"
    variant.refresh_from_db()
    assert variant.stock == 9


def test_otherwise_the_money_goes_back_and_the_buyer_is_told(stripe, expired, variant, intent):
    type(variant).objects.update(stock=0)
    tell("payment_intent.succeeded", intent)
    assert Order.objects.get().status == "refunded"
    assert Refund.objects.get().amount == 400
    assert Message.objects.filter(kind="order_refunded").exists()


def test_processing_keeps_the_order_and_is_not_asked_all_the_time(
    stripe, card_order, intent, time_machine
):
    stripe.facts[intent] = {"status": "processing"}
    time_machine.move_to(card_order.expires_at)
    assert expire_due() == 0
    asked = len(stripe.asked)
    assert expire_due() == 0
    assert len(stripe.asked) == asked
    assert Order.objects.get().status == "awaiting_payment"


def test_stripe_away_keeps_the_order(stripe, card_order, time_machine):
    stripe.broken = 503
    time_machine.move_to(card_order.expires_at)
    assert expire_due() == 0
    assert Order.objects.get().status == "awaiting_payment"


def test_paid_twice_is_held(stripe, card_order, intent):
    stripe.confirm(intent)
    Order.objects.update(paid_at=card_order.placed_at)
    tell("payment_intent.succeeded", intent)
    assert Order.objects.get().held_at
    assert Payment.objects.get().succeeded_at
