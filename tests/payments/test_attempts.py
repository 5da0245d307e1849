"""Starting a payment: once at Stripe whatever gets lost, and in words when it fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from shop.orders.models import Order
from shop.payments.models import Payment
from shop.payments.providers import PROVIDERS, ProviderError

CARD = PROVIDERS["card"]
CREATE = ("POST", "/v1/payment_intents")


@pytest.fixture
def unstarted(card_order, stripe):
    """Ben's payment as it is before Stripe was asked."""
    Payment.objects.update(provider_ref=None, started_at=None)
    stripe.asked.clear()
    stripe.kept.clear()
    return Payment.objects.get()


def creations(stripe) -> list:
    return [ask for ask in stripe.asked if ask[:2] == CREATE]


@pytest.mark.django_db
def test_the_key_is_the_one_that_was_stored(stripe, unstarted):
    CARD.start(unstarted)
    assert creations(stripe)[0][3] == unstarted.idempotency_key
    assert unstarted.provider_ref.startswith("pi_")


@pytest.mark.django_db
def test_started_twice_asks_once(stripe, unstarted):
    CARD.start(unstarted)
    CARD.start(unstarted)
    assert len(creations(stripe)) == 1


@pytest.mark.django_db
def test_one_lost_answer_is_not_noticed(stripe, unstarted):
    stripe.lost = 1
    CARD.start(unstarted)
    assert len(stripe.kept) == 1  # one key, so one intent
    assert unstarted.provider_ref


@pytest.mark.django_db
def test_all_answers_lost_then_the_same_intent(stripe, unstarted):
    stripe.lost = 2
    with pytest.raises(ProviderError, match="try again") as caught:
        CARD.start(unstarted)
    assert not caught.value.spent
    CARD.start(unstarted)
    made = next(iter(stripe.kept.values()))[1]["id"]
    assert unstarted.provider_ref == made


@pytest.mark.django_db
def test_a_key_that_ran_out_is_not_used_again(stripe, unstarted):
    Payment.objects.update(created_at=unstarted.created_at - timedelta(hours=23))
    unstarted.refresh_from_db()
    with pytest.raises(ProviderError) as caught:
        CARD.start(unstarted)
    assert caught.value.spent
    assert not creations(stripe)


@pytest.mark.django_db
def test_called_off_while_stripe_answered(stripe, unstarted):
    Payment.objects.update(cancelled_at=unstarted.created_at)
    with pytest.raises(ProviderError, match="can't be paid"):
        CARD.start(unstarted)
    made = next(iter(stripe.kept.values()))[1]["id"]
    assert stripe.status(made) == "canceled"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "spent"),
    [(400, True), (401, True), (403, True), (409, False), (429, False), (500, True)],
)
def test_errors_are_words_and_tell_no_details(stripe, unstarted, status, spent):
    stripe.broken = status
    with pytest.raises(ProviderError) as caught:
        CARD.start(unstarted)
    assert "secret" not in str(caught.value)
    assert caught.value.spent is spent


@pytest.mark.django_db
def test_stripe_out_of_reach(stripe, unstarted, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(ProviderError, match="does not answer"):
        CARD.start(unstarted)


@pytest.mark.django_db
def test_an_order_is_placed_all_the_same(stripe, ben, variant):
    stripe.broken = 503
    assert ben.buy(variant, method="card").status_code == 302
    assert Order.objects.get().status == "awaiting_payment"


@pytest.mark.django_db
def test_methods_are_stripes_choice_unless_listed(stripe, unstarted, settings):
    settings.STRIPE_PAYMENT_METHOD_TYPES = []
    with pytest.raises(ProviderError):  # localstripe doesn't know the parameter
        CARD.start(unstarted)
    assert creations(stripe)[0][2]["automatic_payment_methods[enabled]"] == "true"


@pytest.mark.django_db(transaction=True)
def test_started_by_five_at_once_is_one_intent(stripe, unstarted):
    def start(_):
        try:
            CARD.start(Payment.objects.get())
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(start, range(5)))
    assert len(stripe.kept) == 1
    assert Payment.objects.get().provider_ref
