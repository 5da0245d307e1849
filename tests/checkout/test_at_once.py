"""Many buyers at once, on a real database: what is claimed is claimed once.

Each test has its control: the same run with the guard taken out must break what it guards.
"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.db.models import F
from django.utils import timezone

from shop.catalogue.models import Variant
from shop.catalogue.stock import adjust
from shop.checkout import call_off, settle
from shop.checkout.ship import ship
from shop.offers.models import Coupon, LimitedOffer
from shop.orders.models import Order, Redemption
from shop.outbox.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20


def all_at_once(calls):
    """Run the calls in threads, `AT_ONCE` at any moment; their results, errors among them."""
    start = Barrier(min(AT_ONCE, len(calls)))

    def run(number_and_call):
        number, call = number_and_call
        try:
            if number < start.parties:
                start.wait(timeout=60)
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(run, enumerate(calls)))


def at_payment(buyer, variant, number, **order):
    """A buyer of their own who has come as far as step 3."""
    person = buyer(email=f"buyer{number}@example.com", phone=f"09{number:08d}")
    person.client.raise_request_exception = False
    person.add(variant)
    person.order_step(**order)
    person.delivery_step()
    return person


def rush(buyer, variant) -> Counter:
    """100 buyers for what is there; how often each status was answered."""
    people = all_at_once(
        [lambda number=number: at_payment(buyer, variant, number) for number in range(100)]
    )
    answers = all_at_once([person.pay for person in people])
    return Counter(getattr(answer, "status_code", str(answer)) for answer in answers)


@pytest.fixture
def twenty(variant):
    adjust(variant, 10, by="Dora")
    return variant


def test_100_buyers_for_20_boxes(buyer, page, twenty):
    assert rush(buyer, twenty) == {302: 20, 409: 80}
    twenty.refresh_from_db()
    assert (twenty.stock, Order.objects.count()) == (0, 20)
    assert sum(twenty.movements.values_list("delta", flat=True)) == 0


def test_the_control_without_the_stock_guard_breaks(buyer, page, twenty, monkeypatch):
    def unguarded(quantities, *, reference):
        for variant_id, quantity in quantities.items():
            Variant.objects.filter(id=variant_id).update(stock=F("stock") - quantity)

    monkeypatch.setattr("shop.checkout.place.take", unguarded)
    monkeypatch.setattr("shop.checkout.place.changes", lambda seen, quoted: {})
    monkeypatch.setattr("shop.cart.pricing._available", lambda item: _as_wanted(item))
    assert rush(buyer, twenty) != {302: 20, 409: 80}


def _as_wanted(item):
    from shop.cart.pricing import QuotedLine

    return QuotedLine(item, item.quantity)


def test_30_buyers_for_a_coupon_with_5_uses(buyer, page, twenty, coupon):
    adjust(twenty, 20, by="Dora")
    Coupon.objects.update(total_limit=5)
    people = [at_payment(buyer, twenty, number, coupon="WELCOME10") for number in range(30)]
    all_at_once([person.pay for person in people])
    all_at_once([person.pay for person in people])  # those refused agree to the full price
    coupon.refresh_from_db()
    assert Order.objects.count() == 30
    assert Order.objects.filter(discount__gt=0).count() == 5
    assert (coupon.used, Redemption.objects.standing().count()) == (5, 5)


def test_one_person_at_ten_browsers_gets_one_discount(buyer, page, variant, coupon):
    Coupon.objects.update(per_customer=1)
    people = [at_payment(buyer, variant, 1, coupon="WELCOME10") for _ in range(8)]
    all_at_once([person.pay for person in people])
    assert Redemption.objects.standing().count() == 1


def test_step_3_posted_ten_times_at_once_makes_one_order(buyer, page, variant):
    ben = at_payment(buyer, variant, 1)
    cookies = ben.client.cookies

    def post():
        twin = buyer()
        twin.client.cookies = cookies.copy()
        return twin.pay()

    answers = all_at_once([post] * 10)
    assert {answer.url.split("/")[1] for answer in answers} == {"orders"}
    assert Order.objects.count() == 1
    assert Message.objects.filter(kind="order_received").count() == 1


@pytest.mark.parametrize("act", [settle.mark_paid, call_off.cancel])
def test_an_owner_who_clicks_ten_times_does_it_once(ben, variant, act):
    ben.buy(variant)

    def click():
        return act(Order.objects.get(), by="dora")

    assert sum(all_at_once([click] * 10)) == 1


def test_paid_and_cancelled_at_once_is_one_of_them(ben, variant):
    ben.buy(variant)

    def pay():
        return settle.mark_paid(Order.objects.get(), by="dora")

    def cancel():
        return call_off.cancel(Order.objects.get(), by="dora")

    assert sum(all_at_once([pay, cancel] * 5)) == 1
    variant.refresh_from_db()
    order = Order.objects.get()
    assert variant.stock == (9 if order.paid_at else 10)


def test_paid_and_come_back_at_once_is_one_of_them(ben, variant):
    ben.buy(variant, method="cash_on_delivery")
    ship(Order.objects.get(), by="dora")

    def pay():
        return settle.mark_paid(Order.objects.get(), by="dora")

    def come_back():
        return call_off.came_back(Order.objects.get(), by="dora")

    assert sum(all_at_once([pay, come_back] * 5)) == 1
    variant.refresh_from_db()
    assert variant.stock == (9 if Order.objects.get().paid_at else 10)


def test_holds_expired_by_four_workers_at_once_expire_once(ben, variant):
    from django.utils import timezone

    ben.buy(variant, 3)
    Order.objects.update(expires_at=timezone.now())
    assert sum(all_at_once([call_off.expire_due] * 4)) == 1
    variant.refresh_from_db()
    assert variant.stock == 10


def test_buyers_while_an_offer_ends_each_pay_the_price_of_their_moment(buyer, page, twenty):
    people = [at_payment(buyer, twenty, number) for number in range(20)]
    end = timezone.now() + timedelta(seconds=1)
    offer = LimitedOffer.objects.create(
        label="Lot", price=240, starts_at=end - timedelta(days=1), ends_at=end
    )
    offer.variants.add(twenty)
    all_at_once([lambda one=one: one.client.get("/checkout/payment/") for one in people])

    def keep_paying(person):
        for _ in range(3):  # those who were told agree
            if (answer := person.pay()).status_code == 302:
                return answer.status_code
            time.sleep(0.3)

    assert set(all_at_once([lambda one=one: keep_paying(one) for one in people])) == {302}
    orders = Order.objects.prefetch_related("lines")
    assert len(orders) == 20
    for order in orders:
        price = 240 if order.placed_at < end else 320
        assert [line.unit_price for line in order.lines.all()] == [price]
        assert order.total == price + 80 == order.payments.get().amount
