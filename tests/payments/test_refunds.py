"""Refunds by card: asked for once, however often it is asked how far they are."""

from datetime import timedelta

import pytest

from funnel.api import recorded_purchases
from shop.checkout.purchases import tell_funnel
from shop.checkout.refunds import refund, refund_due, settle_refund
from shop.orders.models import Order
from shop.payments.models import Refund
from shop.payments.providers import Outcome
from tests.payments.conftest import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(stripe, card_order, intent):
    stripe.confirm(intent)
    tell("payment_intent.succeeded", intent)
    card_order.refresh_from_db()
    return card_order


def status(order: Order) -> str:
    return Order.objects.get(pk=order.pk).status


def test_asked_for_once(stripe, paid):
    refund(paid, by="Dora")
    refund(paid, by="Dora")
    assert [ask[1] for ask in stripe.asked].count("/v1/refunds") == 1


def test_a_lost_answer_is_asked_for_again(stripe, paid, intent, time_machine):
    stripe.lost = 2
    assert refund(paid, by="Dora")
    waiting = Refund.objects.get()
    assert not waiting.provider_ref
    time_machine.move_to(waiting.requested_at + timedelta(minutes=3))
    refund_due()
    assert Refund.objects.get().succeeded_at
    assert len(stripe.api.get("/v1/refunds", params={"payment_intent": intent}).json()["data"]) == 1


def test_found_again_after_its_key_ran_out(stripe, paid, time_machine):
    stripe.lost = 2
    refund(paid, by="Dora")
    stripe.kept.clear()  # as Stripe does after a day
    time_machine.move_to(Refund.objects.get().requested_at + timedelta(days=2))
    refund_due()
    assert Refund.objects.get().succeeded_at
    assert [ask[0] for ask in stripe.asked if ask[1] == "/v1/refunds"].count("POST") == 2


def test_pending_then_done_by_webhook(stripe, paid, intent):
    stripe.refund_status = "pending"
    refund(paid, by="Dora")
    made = Refund.objects.get()
    assert not made.succeeded_at
    stripe.refund_status = "succeeded"
    assert tell("refund.updated", intent, id=made.provider_ref).status_code == 200
    assert Refund.objects.get().succeeded_at
    assert status(paid) == "refunded"


def test_failed_by_webhook_is_no_refund(stripe, paid, intent):
    refund(paid, by="Dora")
    made = Refund.objects.get()
    stripe.facts[made.provider_ref] = {"status": "failed", "failure_reason": "lost_or_stolen_card"}
    tell("refund.failed", intent, id=made.provider_ref)
    assert Refund.objects.get().failure == "lost_or_stolen_card"
    assert status(paid) != "refunded"
    assert paid.entries.filter(text="The refund failed: lost_or_stolen_card").exists()


def test_known_by_our_key_before_its_number_is_stored(stripe, paid, intent):
    refund(paid, by="Dora")
    made = Refund.objects.get()
    Refund.objects.update(provider_ref=None, succeeded_at=None)
    ours = {"metadata": {"refund": made.idempotency_key}}
    assert tell("refund.updated", intent, id=made.provider_ref, **ours).status_code == 200
    assert Refund.objects.get().succeeded_at
    assert not Order.objects.get().held_at


def test_a_broken_answer_is_no_refusal(stripe, paid):
    """Stripe may have done it all the same: the goods must not leave meanwhile."""
    stripe.broken = 500
    assert refund(paid, by="Dora")
    assert status(paid) == "refunded"
    stripe.broken = 0


def test_done_although_stripe_answered_that_it_broke(stripe, paid, time_machine):
    refund(paid, by="Dora")
    made = Refund.objects.get()
    Refund.objects.update(provider_ref=None, succeeded_at=None)
    stripe.kept[made.idempotency_key] = 500, {"error": {"message": "oops"}}
    time_machine.move_to(made.requested_at + timedelta(minutes=3))
    refund_due()
    assert Refund.objects.get().provider_ref == made.provider_ref


def test_the_funnel_takes_a_refund_back_that_failed(stripe, paid, intent):
    stripe.refund_status = "pending"
    refund(paid, by="Dora")
    tell_funnel(paid)
    assert recorded_purchases([paid.number])[paid.number] == (400, 400)
    stripe.refund_status = "failed"
    tell("refund.failed", intent, id=Refund.objects.get().provider_ref)
    assert tell_funnel(paid)
    assert recorded_purchases([paid.number])[paid.number] == (400, 0)
    stripe.refund_status = "succeeded"
    refund(paid, by="Dora")
    assert recorded_purchases([paid.number])[paid.number] == (400, 400)


def test_the_funnel_takes_it_to_have_succeeded_after_all(stripe, paid, intent):
    stripe.refund_status = "pending"
    refund(paid, by="Dora")
    tell_funnel(paid)
    for state, back in [("failed", 0), ("succeeded", 400)]:
        settle_refund(Refund.objects.get(), Outcome(state))
        assert tell_funnel(paid)
        assert recorded_purchases([paid.number])[paid.number] == (400, back)


def test_refused_and_then_done_after_all_is_refunded(stripe, paid, variant):
    refund(paid, by="Dora")
    made = Refund.objects.get()
    Refund.objects.update(succeeded_at=None, failed_at=made.requested_at)
    Order.objects.update(refunded_at=None, refunded=0)
    settle_refund(Refund.objects.get(), Outcome("succeeded"))
    assert (status(paid), Order.objects.get().refunded) == ("refunded", 400)
