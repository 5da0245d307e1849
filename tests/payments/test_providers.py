"""The two ways to pay that need nobody else, and what a card lacks without its keys."""

import pytest

from shop.checkout.settle import mark_paid
from shop.orders.models import Order
from shop.payments.providers import PROVIDERS


def test_without_keys_a_card_is_not_offered(settings):
    assert not PROVIDERS["card"].available()
    assert "STRIPE_SECRET_KEY" in PROVIDERS["card"].missing()


@pytest.mark.django_db
def test_without_keys_a_card_is_refused(ben, variant):
    assert ben.buy(variant, method="card").status_code == 422
    assert not Order.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["bank_transfer", "cash_on_delivery"])
def test_accepted_at_once_and_paid_when_the_owner_says(ben, variant, method):
    ben.buy(variant, method=method)
    order = Order.objects.get()
    assert order.accepted_at
    assert PROVIDERS[method].fetch(order.payments.get()).state == "open"
    mark_paid(order, by="Dora")
    assert PROVIDERS[method].fetch(order.payments.get()).state == "succeeded"


@pytest.mark.django_db
def test_the_transfer_names_account_and_order(ben, variant, settings, storefront):
    settings.BANK_TRANSFER_ACCOUNT = "Bank 012, account 345"
    ben.buy(variant)
    order = Order.objects.get()
    words = PROVIDERS["bank_transfer"].instructions(order.payments.get(), storefront)
    assert "Bank 012, account 345" in words
    assert order.number in words


@pytest.mark.django_db
def test_the_storefronts_account_goes_first(ben, variant, settings, storefront):
    settings.BANK_TRANSFER_ACCOUNT = "Bank 012"
    storefront.bank_account = "Bank 999"
    ben.buy(variant)
    payment = Order.objects.get().payments.get()
    assert "Bank 999" in PROVIDERS["bank_transfer"].instructions(payment, storefront)
