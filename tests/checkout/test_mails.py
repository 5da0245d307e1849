"""The mails about an order, as they would be sent."""

import re

import pytest

from shop.checkout import refunds, settle
from shop.checkout.mails import MAILS, writers
from shop.checkout.ship import ship
from shop.orders.models import Order
from shop.outbox.models import Message
from shop.page.models import Storefront

pytestmark = pytest.mark.django_db


def mail(kind: str, order: Order, language: str = "en"):
    message = Message(kind=kind, reference=order.number, to=order.email, language=language)
    return writers(Storefront.objects.get())[kind](message)


@pytest.fixture
def order(ben, variant):
    ben.buy(variant, 2)
    return Order.objects.get()


@pytest.mark.parametrize("kind", MAILS)
def test_each_says_for_what_and_how_much_in_both_forms(kind, order):
    written = mail(kind, order)
    assert "\n" not in written.subject
    for form in (written.text, written.html):
        assert order.number in form
        assert "Morning Mist" in form
        assert "NT$720" in form


@pytest.mark.parametrize("kind", MAILS)
def test_none_has_anything_left_over(kind, order):
    written = mail(kind, order)
    for form in (written.subject, written.text, written.html):
        assert not re.search(r"\{\{|\{%|None|&amp;amp;|\n\n\n", form)
    assert "<" not in written.text


def test_the_link_opens_the_order(order, client):
    link = re.search(r"/orders/[\w-]+/", mail("order_received", order).text)[0]
    assert client.get(link).status_code == 200


def test_the_link_is_stored_nowhere(order):
    secret = re.search(r"/orders/([\w-]+)/", mail("order_received", order).text)[1]
    assert not order.links.filter(digest=secret).exists()
    assert Order.objects.by_secret(secret) == order


def test_links_use_the_site_url(order, settings):
    settings.SITE_URL = "https://shop.example"
    assert "https://shop.example/orders/" in mail("order_received", order).text


def test_a_transfer_gets_account_amount_and_reference(order):
    Storefront.objects.update(bank_account="Bank of Chiayi\n012-345")
    text = mail("order_received", order).text
    assert "Bank of Chiayi\n012-345" in text
    assert f"reference: {order.number}" in text
    assert "Kept for you until" in text


def test_cash_on_delivery_says_what_to_have_ready(ben, variant):
    ben.buy(variant, method="cash_on_delivery")
    text = mail("order_received", Order.objects.get()).text
    assert "You pay NT$400 in cash" in text
    assert "account" not in text


def test_a_paid_order_is_not_asked_to_pay(order):
    settle.mark_paid(order, by="Dora")
    assert "transfer" not in mail("order_received", order).text


def test_a_shipped_one_can_be_followed(order):
    settle.mark_paid(order, by="Dora")
    ship(order, by="Dora", carrier="Black Cat", tracking="90", tracking_url="https://t.co/9")
    written = mail("order_shipped", order)
    assert "Black Cat" in written.text
    assert 'href="https://t.co/9"' in written.html


def test_a_refund_says_how_much(order):
    settle.mark_paid(order, by="Dora")
    refunds.refund(order, by="Dora")
    order.refresh_from_db()
    assert "We are sending back NT$720" in mail("order_refunded", order).text


def test_one_that_came_back_unpaid_says_so(order):
    Order.objects.update(payment_method="cash_on_delivery")
    Order.objects.transition("ship", order)
    Order.objects.transition("return", order)
    assert "came back to us unpaid" in mail("order_cancelled", order).text


def test_a_strange_name_harms_nothing(order):
    Order.objects.update(name="<script>alert(1)</script> & Co")
    order.refresh_from_db()
    written = mail("order_received", order)
    assert "<script>" not in written.html
    assert "<script>alert(1)</script> & Co" in written.text


def test_it_is_written_in_the_orders_language(order):
    assert 'lang="zh-hant"' in mail("order_received", order, "zh-hant").html
    assert 'lang="en"' in mail("order_received", order).html


def test_answers_go_to_the_storefront(order):
    assert mail("order_paid", order).reply_to == "hello@shop.example"


def test_no_style_that_mail_clients_drop(order):
    html = mail("order_received", order).html
    assert "var(--" not in html
    assert "<link" not in html
    assert "<script" not in html
