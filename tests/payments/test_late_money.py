"""Money that comes when nobody waits for it any more."""

import pytest

from shop.checkout.acts import possible_acts
from shop.checkout.call_off import _call_off, expire_due
from shop.checkout.held import hold
from shop.checkout.pay_again import pay_again
from shop.orders.models import Order
from shop.outbox.models import Message
from shop.payments.models import Payment, Refund
from shop.payments.providers import PROVIDERS
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


def test_a_second_reason_to_look_is_written_down_too(stripe, card_order, intent):
    stripe.confirm(intent)
    Order.objects.update(paid_at=card_order.placed_at)
    hold(card_order, "disputed")
    for _ in range(2):
        tell("payment_intent.succeeded", intent)
    texts = card_order.entries.filter(text__startswith="Held").values_list("text", flat=True)
    assert list(texts) == [
        "Held for your look: disputed",
        f"Held for your look: Paid twice, the second time as {intent}",
    ]


def test_late_money_that_can_not_go_back_is_held(stripe, expired, variant, intent):
    type(variant).objects.update(stock=0)
    stripe.refund_status = "failed"
    tell("payment_intent.succeeded", intent)
    order = Order.objects.get()
    assert order.status == "held"
    assert set(possible_acts(order)) == {"release", "refund"}


def test_another_way_to_pay_has_a_hold_of_its_own(stripe, card_order):
    """Chosen while the worker asked Stripe about the hold that had run out."""
    Order.objects.update(expires_at=card_order.placed_at)
    stale = Order.objects.get()
    pay_again(Order.objects.get(), provider=PROVIDERS["bank_transfer"])
    assert not _call_off(stale, "expire", "Not paid in time")
    assert Order.objects.get().status == "awaiting_payment"


def test_one_order_that_can_not_be_let_go_stops_no_other(ben, ada, variant):
    for somebody in (ben, ada):
        somebody.buy(variant)
    first, second = Order.objects.order_by("pk")
    first.payments.update(method="a provider that is gone")
    Order.objects.update(expires_at=first.placed_at)
    assert expire_due() == 1
    assert Order.objects.get(pk=second.pk).status == "expired"
