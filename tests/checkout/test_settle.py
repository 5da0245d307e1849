"""What becomes of an order: paid, shipped, cancelled, expired, refunded; each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.catalogue.models import StockMovement
from shop.checkout import call_off, purchases, refunds, settle
from shop.checkout.purchases import tell_funnel
from shop.checkout.ship import ship
from shop.orders.models import Order
from shop.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(ben, variant):
    """Two boxes, to be paid by bank transfer."""
    ben.buy(variant, 2)
    return Order.objects.get()


@pytest.fixture
def cash_order(ben, variant):
    ben.buy(variant, method="cash_on_delivery")
    return Order.objects.get()


def mails() -> list[str]:
    return sorted(Message.objects.values_list("kind", flat=True))


def stock(variant) -> int:
    variant.refresh_from_db()
    return variant.stock


def test_marked_as_paid_once(order):
    assert settle.mark_paid(order, by="dora")
    assert not settle.mark_paid(order, by="dora")
    assert order.status == "paid"
    assert mails() == ["order_paid", "order_received"]


def test_shipped_once_with_its_tracking(order):
    settle.mark_paid(order, by="dora")
    assert ship(order, by="dora", carrier="Post", tracking="TW1")
    assert not ship(order, by="dora", carrier="Post", tracking="TW1")
    assert order.shipments.get().tracking == "TW1"
    assert order.status == "shipped"
    assert "order_shipped" in mails()


def test_an_unpaid_transfer_is_not_shipped(order):
    assert not ship(order, by="dora")


def test_cash_on_delivery_is_shipped_before_it_is_paid(cash_order):
    assert ship(cash_order, by="dora")
    assert cash_order.status == "cash_to_come"
    assert settle.mark_paid(cash_order, by="dora")
    assert cash_order.status == "shipped"


def test_cancelling_gives_the_stock_back_once(order, variant):
    assert stock(variant) == 8
    assert call_off.cancel(order, by="dora")
    assert not call_off.cancel(order, by="dora")
    assert stock(variant) == 10
    assert order.status == "cancelled"
    assert sum(StockMovement.objects.values_list("delta", flat=True)) == 10


def test_a_parcel_that_came_back_unpaid_is_closed_once(cash_order, variant):
    ship(cash_order, by="dora")
    assert call_off.came_back(cash_order, by="dora")
    assert not call_off.came_back(cash_order, by="dora")
    assert (cash_order.status, stock(variant)) == ("returned", 10)
    assert not settle.mark_paid(cash_order, by="dora")
    assert mails() == ["order_cancelled", "order_received", "order_shipped"]


def test_only_a_parcel_that_left_unpaid_comes_back(order):
    assert not call_off.came_back(order, by="dora")
    settle.mark_paid(order, by="dora")
    ship(order, by="dora")
    assert not call_off.came_back(order, by="dora")


def test_a_paid_order_is_not_cancelled(order):
    settle.mark_paid(order, by="dora")
    assert not call_off.cancel(order, by="dora")


def test_a_refund_in_full_gives_money_stock_and_mail_once(order, variant):
    settle.mark_paid(order, by="dora")
    assert refunds.refund(order, by="dora", reason="Damaged")
    assert not refunds.refund(order, by="dora")
    order.refresh_from_db()
    assert (order.status, order.refunded, stock(variant)) == ("refunded", order.total, 10)
    assert mails().count("order_refunded") == 1


def test_a_shipped_order_keeps_its_stock_when_refunded(order, variant):
    settle.mark_paid(order, by="dora")
    ship(order, by="dora")
    refunds.refund(order, by="dora")
    assert stock(variant) == 8


def test_an_unpaid_order_is_not_refunded(order):
    assert not refunds.refund(order, by="dora")


def test_a_hold_that_ran_out_gives_everything_back_once(order, variant):
    assert call_off.expire_due() == 0
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert call_off.expire_due() == 1
    assert call_off.expire_due() == 0
    order.refresh_from_db()
    assert (order.status, stock(variant)) == ("expired", 10)
    assert mails() == ["order_cancelled", "order_received"]


def test_cash_on_delivery_does_not_expire(cash_order):
    assert cash_order.expires_at is None
    assert call_off.expire_due() == 0


def test_nothing_more_happens_to_an_expired_order(order):
    Order.objects.update(expires_at=timezone.now())
    call_off.expire_due()
    order.refresh_from_db()
    for act in (call_off.cancel, settle.mark_paid, ship):
        assert not act(order, by="dora")


def test_the_funnel_hears_of_the_money_that_went_back(order):
    from funnel.api import recorded_purchases

    assert recorded_purchases([order.number]) == {order.number: (order.total, 0)}
    settle.mark_paid(order, by="dora")
    refunds.refund(order, by="dora")
    assert recorded_purchases([order.number]) == {order.number: (order.total, order.total)}
    order.refresh_from_db()
    assert order.recorded_at


def test_money_that_went_back_is_told_once_though_another_tells_it_meanwhile(order, monkeypatch):
    settle.mark_paid(order, by="dora")
    monkeypatch.setattr(refunds, "tell_funnel", lambda order: None)
    refunds.refund(order, by="dora")
    order.refresh_from_db()
    read, others = purchases.recorded_purchases, [lambda: tell_funnel(order)]

    def read_and_be_late(numbers):
        known = read(numbers)
        if others:
            others.pop()()
        return known

    monkeypatch.setattr(purchases, "recorded_purchases", read_and_be_late)
    assert tell_funnel(order)

    assert read([order.number]) == {order.number: (order.total, order.total)}


def test_the_funnel_hears_of_a_parcel_that_came_back(cash_order):
    from funnel.api import recorded_purchases

    ship(cash_order, by="dora")
    call_off.came_back(cash_order, by="dora")
    total = cash_order.total
    assert recorded_purchases([cash_order.number]) == {cash_order.number: (total, total)}


def test_a_purchase_that_the_funnel_missed_is_told_again(order):
    Order.objects.update(recorded_at=None, accepted_at=timezone.now() - timedelta(hours=1))
    assert purchases.record_due() == 1
    assert purchases.record_due() == 0


def test_one_that_the_funnel_can_not_take_stops_no_other(ben, ada, variant, monkeypatch):
    for somebody in (ben, ada):
        somebody.buy(variant)
    Order.objects.update(recorded_at=None, accepted_at=timezone.now() - timedelta(hours=1))
    poison, real = Order.objects.first().number, purchases.tell_funnel
    monkeypatch.setattr(
        purchases, "tell_funnel", lambda o: 1 / 0 if o.number == poison else real(o)
    )
    assert purchases.record_due() == 1


def test_what_was_sent_and_not_paid_is_found_by_its_filter(cash_order):
    ship(cash_order, by="dora")
    assert list(Order.objects.with_status("cash_to_come")) == [cash_order]
    call_off.came_back(cash_order, by="dora")
    assert list(Order.objects.with_status("returned")) == [cash_order]
    assert not Order.objects.with_status("cash_to_come").exists()


def test_every_status_is_found_by_its_filter(order):
    assert list(Order.objects.with_status("awaiting_payment")) == [order]
    settle.mark_paid(order, by="dora")
    assert list(Order.objects.with_status("paid")) == [order]
    assert not Order.objects.with_status("awaiting_payment").exists()
    refunds.refund(order, by="dora")
    assert list(Order.objects.with_status("refunded")) == [order]
