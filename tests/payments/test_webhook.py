"""What the webhook takes, what it refuses, and that a 2xx means done."""

import json

import pytest

from shop.checkout.webhooks import handle_open_events
from shop.orders.models import Order
from shop.outbox.models import Message
from shop.payments.models import Payment, ProviderEvent
from tests.payments.conftest import WEBHOOK, event, post, signature, tell

pytestmark = pytest.mark.django_db


def kept() -> ProviderEvent:
    return ProviderEvent.objects.get()


def refresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_an_event_is_not_believed_but_asked_about(stripe, card_order, intent):
    assert tell("payment_intent.succeeded", intent).status_code == 200
    assert refresh(card_order).status == "awaiting_payment"  # Stripe says that it isn't paid
    assert kept().handled_at


def test_a_replay_has_no_effect(stripe, card_order, intent):
    stripe.confirm(intent)
    body = event("payment_intent.succeeded", intent)
    assert post(body).content == b"Handled"
    assert post(body).content == b"Handled before"
    assert Message.objects.count() == 1
    assert card_order.entries.filter(text="Paid").count() == 1


def test_processing_waits(stripe, card_order, payment, intent):
    stripe.facts[intent] = {"status": "processing"}
    assert tell("payment_intent.processing", intent).status_code == 200
    payment.refresh_from_db()
    assert payment.processing_at
    assert refresh(card_order).status == "awaiting_payment"


def test_a_step_to_take_changes_nothing(stripe, card_order, payment, intent):
    stripe.facts[intent] = {"status": "requires_action"}
    assert tell("payment_intent.requires_action", intent).status_code == 200
    assert refresh(card_order).status == "awaiting_payment"


@pytest.mark.parametrize(
    "facts",
    [
        {"amount_received": 39900},
        {"amount_received": 40050},
        {"amount_received": 4000000},
        {"currency": "usd"},
        {"currency": "xxx"},
        {"metadata": {"order": "SOMEONES"}},
        {"metadata": {}},
    ],
)
def test_wrong_money_is_held_for_the_owner(stripe, card_order, intent, facts):
    stripe.facts[intent] = {"status": "succeeded", "amount_received": 40000, **facts}
    assert tell("payment_intent.succeeded", intent).status_code == 200
    assert refresh(card_order).status == "held"
    assert not Message.objects.exists()


def test_before_its_order_is_committed_it_comes_again(stripe, card_order, payment, intent):
    Payment.objects.update(provider_ref=None)
    ours = {"metadata": {"order": card_order.number}}
    body = event("payment_intent.succeeded", intent, **ours)
    assert post(body).status_code == 503
    assert not kept().handled_at
    Payment.objects.update(provider_ref=intent)
    stripe.confirm(intent)
    assert post(body).status_code == 200
    assert refresh(card_order).status == "paid"


def test_an_unknown_order_of_ours_comes_again(stripe, db):
    assert tell("payment_intent.succeeded", metadata={"order": "NOTHERE2"}).status_code == 503
    assert "NOTHERE2" in kept().error


@pytest.mark.parametrize("metadata", [{}, {"order": "X", "site": "https://other.example"}])
def test_somebody_elses_payment_is_kept_and_left_alone(stripe, db, metadata):
    assert tell("payment_intent.succeeded", metadata=metadata).status_code == 200
    assert kept().error == "not about this shop"


def test_an_event_that_we_did_not_ask_for(stripe, db):
    assert tell("payment_intent.created").status_code == 200
    assert kept().error == "nothing to do"


def test_stripe_away_leaves_it_open_for_the_worker(stripe, card_order, intent, time_machine):
    stripe.confirm(intent)
    stripe.broken = 503
    answer = tell("payment_intent.succeeded", intent)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    stripe.broken = 0
    assert handle_open_events() == 0  # not at once: Stripe itself comes again
    time_machine.move_to(kept().due_at)
    assert handle_open_events() == 1
    assert refresh(card_order).status == "paid"


def test_two_workers_take_an_event_once(stripe, db, time_machine):
    tell("payment_intent.succeeded", metadata={"order": "NOTHERE2"})
    time_machine.move_to(kept().due_at)
    one, other = kept(), kept()
    assert one.lease()
    assert not other.lease()


def test_a_refund_made_elsewhere_is_written_down_and_held(stripe, card_order, intent):
    stripe.confirm(intent)
    tell("payment_intent.succeeded", intent)
    body = event("refund.created", intent, amount=10000)
    assert [post(body).status_code, post(body).status_code] == [200, 200]
    assert card_order.entries.filter(text__startswith="NT$100 given back").count() == 1
    assert refresh(card_order).held_at


def test_a_dispute_is_written_down_and_held(stripe, card_order, intent):
    stripe.confirm(intent)
    tell("payment_intent.succeeded", intent)
    tell("charge.dispute.created", intent)
    assert card_order.entries.filter(text="The buyer's bank disputes NT$400: fraudulent").exists()
    assert refresh(card_order).held_at
    tell("charge.dispute.closed", intent)
    assert card_order.entries.filter(text="The dispute about NT$400 ended: lost").exists()


# Refused


def refused(answer, status: int = 400) -> None:
    assert answer.status_code == status
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("header", ["", "nonsense", "t=1,v1=", "t=x,v1=ab", "v1=ab", "t=1"])
def test_a_header_that_is_no_signature(stripe, db, header):
    refused(post(event("payment_intent.succeeded"), header))


def test_another_secret(stripe, db):
    body = event("payment_intent.succeeded")
    refused(post(body, signature(body, secret="whsec_other")))


def test_another_body(stripe, db):
    body = event("payment_intent.succeeded")
    refused(post(body + b" ", signature(body)))


def test_an_old_signature(stripe, db):
    body = event("payment_intent.succeeded")
    refused(post(body, signature(body, at=1_700_000_000)))


def test_no_secret_accepts_nothing(stripe, db, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""
    body = event("payment_intent.succeeded")
    refused(post(body, signature(body, secret="")), 503)


def test_live_events_for_a_test_key(stripe, db):
    body = json.loads(event("payment_intent.succeeded"))
    refused(post(json.dumps({**body, "livemode": True}).encode()))


def test_test_events_for_a_live_key(stripe, db, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_loudou"
    refused(tell("payment_intent.succeeded"))


def test_more_than_256_kilobytes(stripe, db):
    refused(tell("payment_intent.succeeded", description="x" * 256 * 1024), 413)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"7",
        b"null",
        b"{" * 5000,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"id": "evt_1", "type": "x", "data": {"object": []}}',
        b'{"id": 7, "type": "x", "data": {"object": {"object": "charge"}}}',
        b'{"id": "evt_1", "type": "x", "data": {"object": {"object": "payment_intent"}}}',
        b'{"id": "evt_1", "type": "x", "data": {"object": {"object": "charge", "a": NaN}}}',
        b'{"id": "evt_1", "type": "x", "data": {"object": {"object": "charge", "a": 1e999}}}',
        b'{"id": "' + b"x" * 200 + b'", "type": "x", "data": {"object": {"object": "charge"}}}',
        b"9" * 5000,
    ],
)
def test_signed_nonsense(stripe, db, body):
    refused(post(body))


def test_bytes_that_are_no_text(stripe, db):
    refused(post(b"\xff\xfe", "t=1,v1=ab"))


def test_signed_text_that_no_database_takes(stripe, db):
    assert tell("payment_intent.succeeded", description="a\0b\ud800c").status_code == 200
    assert kept().about["description"] == "ab?c"


def test_only_post(stripe, db, client):
    assert client.get(WEBHOOK).status_code == 405


def test_what_a_browser_could_pay_with_is_not_kept(stripe, card_order, intent):
    tell("payment_intent.succeeded", intent, client_secret="pi_1_secret_2")
    assert "secret" not in json.dumps(kept().body)
    assert kept().about["id"] == intent
