"""Why a card was declined is told to the funnel: the provider's code, once, and for the buyer whose
order it was, though no request of theirs is at hand."""

import pytest

from funnel.models import Detail, Event
from shop.checkout.settle import settle
from shop.orders.models import Order
from shop.payments.models import Payment
from tests.payments.conftest import tell

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, int]]:
    rows = Detail.objects.filter(name="payment_declined").order_by("value")
    return list(rows.values_list("value", "times"))


def declined(stripe, intent: str, **error: str):
    stripe.facts[intent] = {"status": "requires_payment_method", "last_payment_error": error}
    return tell("payment_intent.payment_failed", intent)


def test_the_code_of_the_bank_is_told_once(stripe, card_order, intent):
    error = {"code": "card_declined", "decline_code": "insufficient_funds", "message": "No money."}
    for _ in range(2):
        assert declined(stripe, intent, **error).status_code == 200
    settle(Payment.objects.get())

    assert told() == [("insufficient_funds", 1)]
    assert Event.objects.get(name="payment_declined").visitor == Order.objects.get().visitor


def test_another_card_with_another_reason_is_told_too(stripe, card_order, intent):
    declined(stripe, intent, code="expired_card", message="Expired.")
    declined(stripe, intent, code="card_declined", decline_code="do_not_honor", message="No.")
    declined(stripe, intent, code="expired_card", message="Expired.")

    assert told() == [("do_not_honor", 1), ("expired_card", 1)]


def test_a_payment_that_was_called_off_is_no_decline(stripe, card_order, intent):
    stripe.facts[intent] = {"status": "canceled", "cancellation_reason": "abandoned"}
    tell("payment_intent.canceled", intent)

    assert told() == []


def test_what_nobody_is_known_for_is_not_told(stripe, card_order, intent):
    Order.objects.update(visitor="")
    declined(stripe, intent, code="expired_card", message="Expired.")

    assert told() == []
