"""The order page of a card order that isn't paid yet, and another way to pay it."""

import pytest
from django.test import Client

from shop.orders.models import Order
from shop.outbox.models import Message
from shop.payments.models import Payment
from shop.payments.providers import PROVIDERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(card_order) -> str:
    return "/orders/" + card_order.new_link().rsplit("/orders/")[-1]


def again(address: str, method: str):
    return Client().post(address + "payment/", {"payment_method": method})


def test_the_panel_holds_what_stripes_script_needs(stripe, client, address, intent):
    shown = client.get(address).content.decode()
    assert f'data-secret="{intent}_secret_' in shown
    assert 'data-key="pk_test_loudou"' in shown
    assert f'src="{stripe.url}/v3/"' in shown
    assert "needs JavaScript" in shown


def test_only_this_page_is_open_to_stripe(stripe, client, address):
    assert "https://js.stripe.com" in client.get(address)["Content-Security-Policy"]
    assert "stripe" not in client.get("/")["Content-Security-Policy"]
    assert "stripe" not in client.get(address + "status/")["Content-Security-Policy"]


def test_paid_it_is_closed_again(stripe, client, address, card_order):
    Order.objects.update(paid_at=card_order.placed_at)
    answer = client.get(address)
    assert "stripe" not in answer["Content-Security-Policy"]
    assert "data-secret" not in answer.content.decode()


def test_a_status_that_is_seen_is_not_told_again(client, address, card_order):
    poll = address + "status/?seen=awaiting_payment&unpaid"
    assert client.get(poll).status_code == 204
    Order.objects.update(paid_at=card_order.placed_at)
    assert client.get(poll)["HX-Refresh"] == "true"


def test_confirmed_but_not_settled_shows_no_form(stripe, client, address, intent):
    stripe.confirm(intent)
    shown = client.get(address).content.decode()
    assert "is being confirmed" in shown
    assert "data-secret" not in shown


def test_a_refused_card_is_told(stripe, client, address):
    Payment.objects.update(failure="Your card has insufficient funds.")
    assert "insufficient funds" in client.get(address).content.decode()


def test_stripe_away_says_so_and_offers_another_try(stripe, client, address):
    stripe.broken = 503
    shown = client.get(address).content.decode()
    assert "does not answer" in shown
    assert "Try again" in shown


def test_trying_again_opens_the_form_that_was_lost(stripe, client, address):
    Payment.objects.update(provider_ref=None)
    assert "could not be opened" in client.get(address).content.decode()
    again(address, "card")
    assert "data-secret" in client.get(address).content.decode()


def test_a_spent_attempt_gives_way_to_a_new_one(stripe, client, address, card_order):
    Payment.objects.update(provider_ref=None, created_at="2026-01-01T00:00:00Z")
    again(address, "card")
    assert card_order.payments.count() == 2
    assert "data-secret" in client.get(address).content.decode()


def test_bank_transfer_instead(stripe, client, address, card_order, intent):
    assert again(address, "bank_transfer").status_code == 302
    card_order.refresh_from_db()
    assert card_order.payment_method == "bank_transfer"
    assert card_order.accepted_at
    assert stripe.status(intent) == "canceled"
    assert Message.objects.get().kind == "order_received"
    assert card_order.number in client.get(address).content.decode()


def test_cash_on_delivery_has_no_end(stripe, address, card_order):
    again(address, "cash_on_delivery")
    card_order.refresh_from_db()
    assert card_order.expires_at is None


def test_clicked_twice_it_is_one_new_attempt(stripe, address, card_order):
    again(address, "bank_transfer")
    again(address, "bank_transfer")
    assert card_order.payments.count() == 2
    assert Message.objects.count() == 1


def test_paid_meanwhile_it_is_settled_instead(stripe, address, card_order, intent):
    stripe.confirm(intent)
    again(address, "bank_transfer")
    card_order.refresh_from_db()
    assert card_order.status == "paid"
    assert card_order.payment_method == "card"


def test_stripe_away_the_card_payment_stands(stripe, address, card_order):
    stripe.broken = 503
    again(address, "bank_transfer")
    card_order.refresh_from_db()
    assert card_order.payment_method == "card"
    assert not card_order.accepted_at


@pytest.mark.parametrize("method", ["", "gold", "card"])
def test_refused_or_needless_changes_nothing(stripe, address, card_order, method):
    assert again(address, method).status_code == 302
    assert card_order.payments.count() == 1


def test_an_expired_order_stays_expired(stripe, address, card_order):
    Order.objects.update(expired_at=card_order.placed_at)
    again(address, "bank_transfer")
    assert card_order.payments.count() == 1


def test_a_stranger_is_refused(stripe, card_order):
    assert again("/orders/guessed/", "bank_transfer").status_code == 404


def test_called_off_at_stripe_is_not_said_to_have_arrived(stripe, client, address, payment):
    """A second click was killed between calling the old attempt off and making the new one."""
    PROVIDERS["card"].cancel(payment)
    text = client.get(address).text
    assert "has reached us" not in text
    assert "Nothing was charged" in text
    again(address, "card")
    assert Payment.objects.count() == 2
    assert "data-secret" in client.get(address).text
