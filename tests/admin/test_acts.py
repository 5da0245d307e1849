"""What can be done to an order from its page."""

import pytest

from shop.checkout import refunds, settle
from shop.orders.models import Order
from shop.outbox.models import Message

pytestmark = pytest.mark.django_db


def page(order: Order, noun: str = "change") -> str:
    return f"/admin/orders/order/{order.pk}/{noun}/"


def said(client, order: Order) -> str:
    return client.get(page(order)).content.decode()


def test_says_how_it_is_delivered(dora, order):
    assert "<p>Home delivery</p>" in said(dora.client, order)


def test_a_transfer_is_marked_as_paid(dora, order):
    assert "Did the money" in dora.client.get(page(order, "payment")).content.decode()
    answer = dora.client.post(page(order, "payment"), follow=True)
    assert "Marked as paid." in answer.content.decode()
    order.refresh_from_db()
    assert order.status == "paid"
    assert order.entries.last().by == "dora"


def test_a_shipment_takes_carrier_number_and_link(dora, paid):
    data = {"carrier": "Black\nCat", "tracking": "9087", "tracking_url": "track.example/9087"}
    dora.client.post(page(paid, "shipment"), data)
    shipment = paid.shipments.get()
    assert (shipment.carrier, shipment.tracking) == ("Black Cat", "9087")
    assert shipment.tracking_url == "https://track.example/9087"
    assert Message.objects.filter(kind="order_shipped").count() == 1


def test_a_refund_keeps_its_reason_and_gives_the_stock_back(dora, paid, variant):
    dora.client.post(page(paid, "refund"), {"reason": "Broken"})
    paid.refresh_from_db()
    variant.refresh_from_db()
    assert (paid.status, variant.stock) == ("refunded", 10)
    assert "Broken" in said(dora.client, paid)


def test_a_transfer_is_the_owners_to_give_back(dora, paid):
    answer = dora.client.post(page(paid, "refund"), follow=True)
    html = answer.content.decode()
    assert "Now transfer NT$720 back yourself." in html
    assert "you transfer it back yourself" in html
    assert paid.entries.last().text == "Refunded, to be given back by hand."


def test_a_cancelled_order_gives_the_stock_back(dora, order, variant):
    dora.client.post(page(order, "cancellation"))
    variant.refresh_from_db()
    assert variant.stock == 10


@pytest.mark.parametrize("noun", ["payment", "shipment", "refund", "cancellation"])
def test_asking_changes_nothing(dora, paid, noun):
    before = Order.objects.values().get()
    assert dora.client.get(page(paid, noun)).status_code == 200
    assert Order.objects.values().get() == before


@pytest.mark.parametrize("noun", ["shipment", "refund"])
def test_twice_does_it_once(dora, paid, noun):
    dora.client.post(page(paid, noun))
    answer = dora.client.post(page(paid, noun), follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert Message.objects.filter(kind__in=["order_shipped", "order_refunded"]).count() == 1


def test_offers_only_what_can_be_done(dora, order):
    assert "Mark as paid" in said(dora.client, order)
    assert "Refund in full" not in said(dora.client, order)
    settle.mark_paid(order, by="dora")
    assert "Mark as paid" not in said(dora.client, order)
    assert "Refund in full" in said(dora.client, order)


def test_a_discount_is_shown_once(dora, ben, variant, coupon):
    ben.add(variant, 2)
    ben.client.post("/cart/coupon/", {"code": coupon.code})
    ben.order_step()
    ben.delivery_step()
    ben.pay()
    html = said(dora.client, Order.objects.get())
    assert html.count("NT$640") == 2  # the line, and the goods
    assert html.count("NT$64<") == 1
    assert "NT$576" not in html


def test_cash_can_be_marked_after_it_was_shipped(dora, ben, variant):
    ben.buy(variant, method="cash_on_delivery")
    order = Order.objects.get()
    dora.client.post(page(order, "shipment"))
    dora.client.post(page(order, "payment"))
    order.refresh_from_db()
    assert order.paid_at
    assert order.status == "shipped"


def test_a_parcel_that_came_back_unpaid_ends_its_order(dora, ben, variant):
    ben.buy(variant, method="cash_on_delivery")
    order = Order.objects.get()
    assert "Came back unpaid" not in said(dora.client, order)
    dora.client.post(page(order, "shipment"))
    assert "Came back unpaid" in said(dora.client, order)
    dora.client.post(page(order, "return"))
    variant.refresh_from_db()
    assert variant.stock == 10
    assert "Mark as paid" not in said(dora.client, order)
    assert order.entries.last().by == "dora"


def test_a_held_order_is_released_once_it_was_looked_at(dora, paid):
    Order.objects.transition("hold", paid)
    assert "It is in order" in said(dora.client, paid)
    dora.client.post(page(paid, "release"))
    paid.refresh_from_db()
    assert paid.status == "paid"


def test_a_note_is_kept_once_per_double_click(dora, order):
    for _ in range(2):
        dora.client.post(page(order, "entries"), {"text": "Call first"})
    assert order.entries.filter(text="Call first", by="dora").count() == 1


def test_a_mail_is_sent_again_once_per_question(dora, order):
    mail = Message.objects.get(kind="order_received")
    address = page(order, f"mails/{mail.pk}")
    once = dora.client.get(address).context["once"]
    for _ in range(2):
        dora.client.post(address, {"once": once})
    assert Message.objects.filter(kind="order_received").count() == 2


def test_a_packing_slip_shows_goods_and_no_prices(dora, paid):
    answer = dora.client.get(page(paid, "packing-slip"))
    html = answer.content.decode()
    assert answer["Content-Disposition"] == "inline"
    assert "MM-10" in html
    assert "1 Minzu Road" in html
    assert "640" not in html


def slips(client) -> str:
    """The answer to asking for the slips of all orders."""
    data = {"action": "packing_slips", "_selected_action": [o.pk for o in Order.objects.all()]}
    return client.post("/admin/orders/order/", data, follow=True).content.decode()


def test_many_packing_slips_are_one_page(dora, paid, ada, variant):
    ada.buy(variant, method="cash_on_delivery")
    assert slips(dora.client).count('<article class="slip">') == 2


def test_the_buyers_note_stays_at_home(dora, paid):
    Order.objects.update(note="A surprise for Ada")
    html = dora.client.get(page(paid, "packing-slip")).content.decode()
    assert html.count("A surprise for Ada") == 1
    assert '<p class="note screen-only">' in html


def test_what_must_not_leave_gets_no_slip(dora, paid, ada, variant):
    ada.buy(variant)
    html = slips(dora.client)
    assert html.count('<article class="slip">') == 1
    assert f"{Order.objects.get(name='Ada Chen').number} (awaiting payment)" in html


def test_an_ended_order_offers_no_slip(dora, paid):
    assert "Packing slip" in said(dora.client, paid)
    refunds.refund(paid, by="dora")
    assert "Packing slip" not in said(dora.client, paid)
    answer = dora.client.get(page(paid, "packing-slip"), follow=True)
    assert "No slip was made" in answer.content.decode()
    assert "No slip was made" in slips(dora.client)


@pytest.mark.parametrize(
    ("noun", "data", "wrong"),
    [
        ("shipment", {"carrier": "x" * 81}, "at most 80 characters"),
        ("shipment", {"tracking_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ("refund", {"reason": "x" * 201}, "at most 200 characters"),
    ],
)
def test_says_what_is_wrong_and_does_nothing(dora, paid, noun, data, wrong):
    assert wrong in dora.client.post(page(paid, noun), data).content.decode()
    paid.refresh_from_db()
    assert paid.status == "paid"


@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * 301])
def test_refuses_an_empty_or_endless_note(dora, order, text):
    answer = dora.client.post(page(order, "entries"), {"text": text}, follow=True)
    assert "at most 300 characters" in answer.content.decode()
    assert order.entries.count() == 1


def test_a_card_payment_is_never_marked_by_hand(dora, order):
    Order.objects.update(payment_method="card")
    dora.client.post(page(order, "payment"))
    order.refresh_from_db()
    assert not order.paid_at


def test_an_unpaid_transfer_is_not_shipped(dora, order):
    dora.client.post(page(order, "shipment"))
    assert not order.shipments.exists()


@pytest.mark.parametrize(
    "noun", ["payment", "shipment", "refund", "cancellation", "entries", "mails/1"]
)
def test_eve_may_look_and_not_act(eve, paid, noun):
    assert eve.client.get(page(paid)).status_code == 200
    assert "Refund in full" not in said(eve.client, paid)
    assert eve.client.post(page(paid, noun), {"text": "hello"}).status_code == 403
    paid.refresh_from_db()
    assert paid.status == "paid"


@pytest.mark.parametrize("noun", ["change", "payment", "packing-slip", "mails/1"])
def test_mallory_may_not_even_look(mallory, order, noun):
    assert mallory.client.get(page(order, noun)).status_code == 403


@pytest.mark.parametrize("noun", ["change", "payment", "packing-slip", "entries"])
def test_cleo_is_sent_to_the_login(cleo, order, noun):
    assert cleo.client.post(page(order, noun)).status_code == 302
    assert "/admin/login/" in cleo.client.get(page(order, noun))["Location"]


def test_only_with_the_forms_token(order, dora):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dora)
    assert strict.post(page(order, "cancellation")).status_code == 403


@pytest.mark.parametrize("noun", ["change", "payment", "packing-slip"])
def test_an_order_that_is_not_there(dora, noun):
    assert dora.client.get(f"/admin/orders/order/99999/{noun}/").status_code == 404


def test_an_order_is_not_edited_made_or_deleted(dora, order):
    assert dora.client.post(page(order), {"total": 1}).status_code == 405
    assert dora.client.post(page(order, "delete"), {"post": "yes"}).status_code == 403
    assert dora.client.get("/admin/orders/order/add/").status_code == 403


def test_another_orders_mail_is_not_found(dora, order, ada, variant):
    ada.buy(variant)
    mail = Message.objects.exclude(reference=order.number).first()
    assert dora.client.get(page(order, f"mails/{mail.pk}")).status_code == 404
