"""A yes to "remember this device" names one browser: neither who sits beside it, nor the past."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, OperationalError, connection, connections
from django.test import Client

from funnel import rows
from funnel.invariants import broken
from funnel.models import Event, Identity, Journey, Purchase
from shop.cart.models import Cart
from shop.checkout import settle
from shop.checkout.erase import erase
from shop.checkout.place import place
from shop.checkout.purchases import tell_funnel
from shop.checkout.ship import ship
from shop.customers.models import Customer
from shop.demo.trouble import funnel_away
from shop.orders.models import Order
from tests.conftest import Buyer
from tests.funnel.test_joining import owners
from tests.funnel.test_privacy import TOKEN

pytestmark = pytest.mark.django_db

MORNING = "2026-03-02T10:00:00+08:00"


def neighbour(email: str = "ben@example.com") -> Buyer:
    """All have one address and one browser, as behind an office's router."""
    found = Buyer(email=email)
    found.client = Client(headers={"user-agent": "Mozilla/5.0 (iPhone)"}, REMOTE_ADDR="192.0.2.9")
    found.client.get("/")
    return found


def choose(buyer: Buyer, variant) -> None:
    """Into the cart, and step 1."""
    buyer.add(variant)
    buyer.client.get("/checkout/order/")
    buyer.order_step()


def give_address(buyer: Buyer) -> None:
    """Step 2, and a look at step 3."""
    buyer.client.get("/checkout/delivery/")
    buyer.delivery_step()
    buyer.client.get("/checkout/payment/")


def pay(buyer: Buyer) -> None:
    """Steps 2 and 3; cash on delivery is accepted at once."""
    give_address(buyer)
    buyer.pay("cash_on_delivery")


def say(buyer: Buyer) -> str:
    """Consent and see the page again; the cookie's key."""
    buyer.client.post("/funnel/consent/", {"consent": "yes"})
    buyer.client.get("/")
    return buyer.client.cookies["visitor"].value


@pytest.fixture(autouse=True)
def _page(page):
    pass


def test_what_was_done_before_the_yes_is_one_journey_with_what_follows(variant):
    ben = neighbour()
    choose(ben, variant)

    key = say(ben)
    pay(ben)

    assert owners() == {key}
    assert Journey.objects.get().reached == 7
    assert set(Order.objects.values_list("visitor", flat=True)) == {key}
    assert broken() == []


def test_two_who_look_alike_and_both_say_yes_stay_two(variant):
    with time_machine.travel(MORNING, tick=False) as clock:
        ada = neighbour("ada@example.com")
        keys = [say(ada)]
        clock.shift(timedelta(minutes=1))
        ben = neighbour()
        keys.append(say(ben))
        for each in (ben, ada):
            choose(each, variant)
            pay(each)

    assert len(set(keys)) == 2
    assert set(Purchase.objects.values_list("visitor", flat=True)) == set(keys)
    assert broken() == []


def test_who_looks_like_one_who_said_yes_keeps_no_name(variant):
    with time_machine.travel(MORNING, tick=False) as clock:
        ben = neighbour()
        say(ben)
        ben.buy(variant)
        ada = neighbour("ada@example.com")
        choose(ada, variant)
        clock.shift(timedelta(hours=20))
        pay(ada)

    known = set(Identity.objects.values_list("visitor", flat=True))
    hers = Order.objects.get(email="ada@example.com").visitor
    assert known == {ben.client.cookies["visitor"].value}
    assert Purchase.objects.get(visitor=hers).kind == "funnel"
    assert hers not in known
    assert broken() == []


def test_a_tab_from_before_the_yes_speaks_for_who_said_it():
    ben = neighbour()
    token = TOKEN.search(ben.client.get("/").content.decode())[1]

    key = say(ben)
    beacon = {"token": token, "view": "v" * 20, "stage": "interest"}
    ben.client.post("/funnel/events/", beacon, content_type="application/json")

    assert owners() == {key}
    assert Journey.objects.get().reached == 2


def test_an_order_that_is_not_told_yet_goes_along(variant):
    ben = neighbour()
    choose(ben, variant)
    give_address(ben)
    with funnel_away():
        ben.pay("cash_on_delivery")
    assert not Purchase.objects.exists()

    key = say(ben)
    tell_funnel(Order.objects.get())

    assert owners() == {key}
    assert Purchase.objects.get().kind == "funnel"
    assert broken() == []


def test_two_clicks_are_one_yes(variant):
    """The browser throws the first answer away."""
    with time_machine.travel(MORNING, tick=False):
        ben, twice = neighbour(), neighbour()
        choose(ben, variant)
        say(twice)
        key = say(ben)
        pay(ben)

    assert Purchase.objects.get().kind == "funnel"
    assert owners() == {key}
    assert broken() == []


def test_the_days_hash_is_no_cookie(variant):
    """Whoever looks alike reads it in the page's token."""
    ada, ben = neighbour("ada@example.com"), neighbour()
    choose(ada, variant)
    ben.client.cookies["visitor"] = Cart.objects.get().visitor
    ben.buy(variant, method="cash_on_delivery")

    assert not Identity.objects.exists()


def test_a_yes_while_the_order_is_placed_goes_with_it(variant, storefront):
    ben = neighbour()
    choose(ben, variant)
    give_address(ben)
    read_before = Cart.objects.get()
    key = say(ben)
    place(read_before, method="cash_on_delivery", storefront=storefront)

    assert Order.objects.get().visitor == key


def test_a_cart_of_another_day_stays_in_its_journey(variant):
    with time_machine.travel(MORNING, tick=False) as clock:
        ben = neighbour()
        choose(ben, variant)
        before = Cart.objects.get().visitor
        clock.shift(timedelta(days=1))
        say(ben)
        pay(ben)

    assert Cart.objects.get().visitor == before
    assert Event.objects.get(name="purchase").visitor == before
    assert broken() == []


def test_privacy_switched_on_at_the_last_step_is_heard(variant):
    ben = neighbour()
    key = say(ben)
    ben.buy(variant, method="cash_on_delivery")
    choose(ben, variant)
    ben.client.defaults["HTTP_SEC_GPC"] = "1"
    pay(ben)

    first, second = Order.objects.order_by("id")
    assert Purchase.objects.get(order=first.number).visitor == key
    hers = Purchase.objects.get(order=second.number).visitor
    assert hers == second.visitor
    assert hers not in {key, *Identity.objects.values_list("visitor", flat=True)}
    assert broken() == []


def test_whom_thousands_look_like_takes_nothing_along(variant, monkeypatch):
    monkeypatch.setattr(rows, "LONG", 3)
    for _ in range(4):
        ben = neighbour()
    before = owners()

    key = say(ben)

    assert owners() == before | {key}
    assert Event.objects.filter(visitor=key).count() == 1


def test_a_busy_database_takes_nothing_along_and_the_yes_holds(caplog, settings):
    ben = neighbour()
    before = owners()

    def busy(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "funnel_journey" in sql.lower():
            raise DatabaseError("database is locked")
        return execute(sql, params, many, context)

    with connections[settings.FUNNEL_DATABASE].execute_wrapper(busy):
        answer = ben.client.post("/funnel/consent/", {"consent": "yes"})

    assert answer.cookies["visitor"].value
    assert owners() == before
    assert "take a visitor's day along" in caplog.text
    assert broken() == []


def test_the_page_stands_while_the_orders_database_is_locked(variant):
    ben = neighbour()
    ben.add(variant)
    ben.client.post("/funnel/consent/", {"consent": "yes"})

    def locked(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "cart_cart" in sql:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(locked):
        assert ben.client.get("/").status_code == 200
    ben.client.get("/")

    assert Cart.objects.get().visitor == ben.client.cookies["visitor"].value


def test_an_order_from_before_the_yes_is_erased_with_all_that_followed(variant, dora):
    ben = neighbour()
    ben.buy(variant)
    order = Order.objects.get()
    ben.add(variant)  # another cart: the browser no longer knows the first
    key = say(ben)
    settle.mark_paid(order, by="Dora")
    ship(order, by="Dora")
    tell_funnel(order)

    assert erase(Customer.objects.get(), by="Dora")

    assert key not in owners()
    assert broken() == []
