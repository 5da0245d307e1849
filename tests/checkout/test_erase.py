"""A customer who wants to be forgotten: no name is left anywhere, and no number changes."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from funnel.models import DailyMoney, DailyTotal, Identity, Journey, Purchase
from shop.cart.models import Cart
from shop.checkout import erase as erasing
from shop.checkout import refunds, settle
from shop.checkout.erase import erase
from shop.checkout.ship import ship
from shop.customers.models import Consent, Customer
from shop.orders.models import Order
from shop.outbox.models import Message
from tests.funnel.asking import ask

pytestmark = pytest.mark.django_db

WORDS = ("ben@", "ben lin", "0912", "912345678", "912 345", "minzu", "chiayi")


@pytest.fixture
def order(ben, variant, coupon):
    """Ben's, from a browser that may be remembered; paid, shipped and over."""
    ben.client.get("/")
    ben.client.post("/funnel/consent/", {"consent": "yes"})
    ben.add(variant, 2)
    ben.client.get("/checkout/order/")
    ben.order_step(coupon="WELCOME10")
    ben.client.get("/checkout/delivery/")
    ben.delivery_step(marketing_consent="on", note="Ring twice, Ben Lin")
    ben.client.get("/checkout/payment/")
    ben.pay()
    return Order.objects.get()


@pytest.fixture
def done(order):
    settle.mark_paid(order, by="Dora")
    ship(order, by="Dora")
    order.refresh_from_db()
    return order


def texts() -> list[str]:
    """Every text of every row that tells who Ben is."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, (models.CharField, models.TextField, models.JSONField)):
                for value in model._base_manager.values_list(field.attname, flat=True):
                    if any(word in str(value).lower() for word in WORDS):
                        found.append(f"{model._meta.label}.{field.name}: {value}")
    return found


def numbers(dora) -> list:
    """All that is counted: the report, the sums behind it, and the shop's own books."""
    said = [ask(dora), ask(dora, unit="visitor"), ask(dora, by="source")]
    for answer in said:
        answer.pop("asked_at")
    sums = [list(model.objects.order_by("id").values()) for model in (DailyTotal, DailyMoney)]
    money = list(Order.objects.values("number", "total", "discount", "refunded", "currency"))
    purchases = list(Purchase.objects.order_by("id").values("order", "value", "kind", "at"))
    return [said, sums, money, purchases]


def test_no_name_is_left_and_no_number_changes(done, dora):
    assert texts()
    before = numbers(dora)

    assert erase(Customer.objects.get(), by="Dora")

    assert texts() == []
    assert numbers(dora) == before
    call_command("check_invariants")


def test_the_funnel_knows_the_person_no_more(done, ben):
    assert Identity.objects.exists()
    key = ben.client.cookies["visitor"].value

    erase(Customer.objects.get(), by="Dora")

    assert not Identity.objects.exists()
    assert not Journey.objects.filter(visitor=key).exists()
    ben.client.get("/")
    assert Journey.objects.filter(visitor=key).count() == 1


def test_money_that_goes_back_later_is_counted_all_the_same(done):
    erase(Customer.objects.get(), by="Dora")
    Message.objects.all().delete()
    done.refresh_from_db()

    assert refunds.refund(done, by="Dora")

    assert Purchase.objects.get().refunded == done.total
    assert not Message.objects.exists()
    call_command("check_invariants")


def test_the_cart_and_the_links_of_the_order_are_gone(done, ben):
    address = ben.client.get("/checkout/payment/")["Location"]
    assert ben.client.get(address).status_code == 200

    erase(Customer.objects.get(), by="Dora")

    assert ben.client.get(address).status_code == 404
    assert not Cart.objects.exists()
    assert not Consent.objects.exists()


def test_so_are_carts_with_another_spelling_of_the_same_mailbox(done):
    """Whoever ordered as ben@ and left a cart as Ben+tea@ is one person, here as everywhere."""
    for email in ("Ben+tea@Example.com", "benno@example.com", ""):
        Cart.objects.create(token_digest=email, currency="TWD", draft={"email": email})
    Cart.objects.create(token_digest="bare", currency="TWD")
    erase(Customer.objects.get(), by="Dora")
    left = [cart.draft.get("email") for cart in Cart.objects.order_by("id")]
    assert left == ["benno@example.com", "", None]


def test_an_open_order_is_finished_first(order):
    assert not erase(Customer.objects.get(), by="Dora")
    assert Order.objects.get().name == "Ben Lin"
    assert Customer.objects.get().erased_at is None


def test_an_order_that_is_placed_meanwhile_is_finished_first(done, ben, variant, monkeypatch):
    real = erasing.forget_person
    monkeypatch.setattr(erasing, "forget_person", lambda person: (real(person), ben.buy(variant)))

    assert not erase(Customer.objects.get(), by="Dora")

    assert Customer.objects.get().erased_at is None
    assert set(Order.objects.values_list("name", flat=True)) == {"Ben Lin"}


def test_who_buys_again_is_a_new_customer(done, ben, variant):
    erase(Customer.objects.get(), by="Dora")
    ben.buy(variant)
    assert Customer.objects.filter(erased_at=None).get().name == "Ben Lin"


def test_others_stay_who_they_are(done, ada, variant):
    ada.buy(variant)
    erase(Customer.objects.get(name="Ben Lin"), by="Dora")
    assert Order.objects.get(name="Ada Chen").email == "ada@example.com"


def test_dora_is_asked_before_anybody_is_erased(done, dora):
    customer = Customer.objects.get()
    data = {"action": "erase", "_selected_action": [customer.pk]}
    page = dora.client.post("/admin/customers/customer/", data).content.decode()
    assert "ben@example.com" in page
    assert Customer.objects.get().erased_at is None

    dora.client.post("/admin/customers/customer/", {**data, "sure": "1"})

    assert str(Customer.objects.get()) == "(erased)"
    assert "(erased)" in dora.client.get("/admin/customers/customer/").content.decode()
    assert dora.client.get(f"/admin/orders/order/{done.pk}/change/").status_code == 200


def test_dora_is_told_which_order_is_in_the_way(order, dora):
    data = {"action": "erase", "_selected_action": [Customer.objects.get().pk], "sure": "1"}
    page = dora.client.post("/admin/customers/customer/", data, follow=True).content.decode()
    assert "Ben Lin has an order that is still open" in page
