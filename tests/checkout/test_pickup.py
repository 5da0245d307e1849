"""What is collected in person: no address is asked for, and nothing is said to be sent."""

import pytest
from django.utils import timezone

from shop.checkout.mails import MAILS
from shop.checkout.ship import ship
from shop.delivery.models import DeliveryMethod
from shop.orders.models import Order
from tests.checkout.test_mails import mail

pytestmark = pytest.mark.django_db

NOWHERE = {"postal_code": "", "city": "", "address": ""}


@pytest.fixture
def pickup(storefront, delivery):
    type(storefront).objects.update(address="1 Demo Road, Chiayi")
    return DeliveryMethod.objects.create(name="Collect", promise="Wednesdays", price=0, pickup=True)


@pytest.fixture
def collected(ben, variant, pickup):
    """Ben's order page, to be paid in cash."""
    ben.add(variant)
    ben.order_step(delivery_method=pickup.id)
    ben.delivery_step(**NOWHERE)
    return ben.pay("cash_on_delivery").url


def test_no_address_is_asked_for(ben, variant, pickup):
    ben.add(variant)
    ben.order_step(delivery_method=pickup.id)
    shown = ben.client.get("/checkout/delivery/").text
    assert 'name="address"' not in shown
    assert "1 Demo Road" in shown
    assert ben.delivery_step(**NOWHERE).url == "/checkout/payment/"
    assert "Pay when you collect" in ben.client.get("/checkout/payment/").text


def test_none_is_kept(ben, variant, pickup):
    ben.buy(variant, delivery_method=pickup.id)
    order = Order.objects.get()
    assert (order.pickup, order.address, order.city, order.country) == (True, "", "", "TW")


def test_the_order_page_says_where_to_come(ben, collected):
    shown = ben.client.get(collected).text
    assert "Where you collect it" in shown
    assert "Where it goes" not in shown
    assert "You pay when you come for it" in shown
    assert "the carrier" not in shown
    ship(Order.objects.get(), by="Dora")
    assert "Ready to be collected" in ben.client.get(collected).text


@pytest.mark.parametrize("kind", MAILS)
def test_no_mail_says_that_it_is_sent(collected, kind):
    written = mail(kind, Order.objects.get())
    for form in (written.subject, written.text, written.html):
        for word in ("parcel", "on its way", "arrives", "Goes to"):
            assert word not in form or kind == "order_refunded"
    assert "1 Demo Road" in written.text


def test_sent_after_all_it_needs_an_address(ben, variant, pickup, delivery):
    ben.add(variant)
    ben.order_step(delivery_method=pickup.id)
    ben.delivery_step(**NOWHERE)
    ben.order_step(delivery_method=delivery.id)
    assert ben.client.get("/checkout/payment/").url == "/checkout/delivery/"
    assert ben.pay().url == "/checkout/delivery/"
    DeliveryMethod.objects.filter(pk=pickup.pk).update(active=False)
    assert ben.pay().url == "/checkout/delivery/"
    assert not Order.objects.exists()


def test_an_address_that_was_typed_is_there_again(ben, variant, pickup, delivery):
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    ben.order_step(delivery_method=pickup.id)
    ben.delivery_step(**NOWHERE)
    ben.order_step(delivery_method=delivery.id)
    assert 'value="1 Minzu Road"' in ben.client.get("/checkout/delivery/").text


def test_the_owners_hint_stands_at_the_address(ben, variant, delivery):
    DeliveryMethod.objects.update(address_hint="Name of the branch")
    ben.add(variant)
    ben.order_step()
    assert "Name of the branch</p>" in ben.client.get("/checkout/delivery/").text


def test_what_nobody_came_for_did_not_come_back(collected):
    Order.objects.update(shipped_at=timezone.now(), cancelled_at=timezone.now())
    text = mail("order_cancelled", Order.objects.get()).text
    assert "Nobody came for it" in text
    assert "parcel" not in text


def test_the_owner_reads_that_it_is_collected(collected, dora):
    order = Order.objects.get()
    page = dora.client.get(f"/admin/orders/order/{order.pk}/change/").text
    slip = dora.client.get(f"/admin/orders/order/{order.pk}/packing-slip/").text
    assert "Collected by" in page
    for text in (page, slip):
        assert "collected in person" in text
    answer = dora.client.get("/admin/orders/order/orders.csv")
    header, row = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    columns = dict(zip(header.split(","), row.split(","), strict=False))
    assert (columns["number"], "Collect,yes,cash_on_delivery" in row) == (order.number, True)


def test_the_owner_reads_what_the_address_was_asked_for(ben, variant, delivery, dora):
    DeliveryMethod.objects.update(address_hint="Name of the branch")
    ben.buy(variant, method="cash_on_delivery")
    order = Order.objects.get()
    DeliveryMethod.objects.update(address_hint="Something else")
    for page in ("change", "packing-slip"):
        text = dora.client.get(f"/admin/orders/order/{order.pk}/{page}/").text
        assert "Name of the branch" in text
