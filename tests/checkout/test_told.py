"""What the checkout tells the funnel of those who stumble: a field and the kind of its error, the
reason of a refusal, what changed. Never what was typed."""

import json

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from funnel.models import Detail, Event, Journey
from shop.catalogue.models import Variant
from shop.checkout.purchases import tell_funnel
from shop.delivery.models import DeliveryMethod
from shop.orders.models import Order

pytestmark = pytest.mark.django_db


def told(name: str) -> dict[str, int]:
    return dict(Detail.objects.filter(name=name).values_list("value", "times"))


@pytest.fixture
def at_home(ben, variant):
    """Ben at step 2, after a visit to the page."""
    ben.client.get("/")
    ben.add(variant)
    ben.order_step()
    return ben


def test_each_field_that_is_wrong_is_told_with_the_kind_of_its_error(at_home):
    at_home.delivery_step(email="ben at example", phone="12", name="", address="")

    assert told("field_error") == {
        "delivery.email: invalid": 1,
        "delivery.phone: invalid": 1,
        "delivery.name: required": 1,
        "delivery.address: required": 1,
    }


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"address": "www.spam.example"}, "address: link"),
        ({"country": "DE"}, "country: invalid_choice"),
        ({"name": "x" * 200}, "name: max_length"),
        ({"postal_code": "12345678901"}, "postal_code: invalid"),
        ({"postal_code": "100"}, "postal_code: mismatch"),
        ({"invoice": "carrier", "carrier": ""}, "carrier: required"),
        ({"invoice": "carrier", "carrier": "12"}, "carrier: invalid"),
    ],
)
def test_kinds_of_errors(at_home, typed, error):
    at_home.delivery_step(**typed)
    assert told("field_error") == {f"delivery.{error}": 1}


def test_a_field_that_htmx_checks_is_told_alone(at_home):
    at_home.delivery_step(check="phone", phone="12", email="", name="")
    assert told("field_error") == {"delivery.phone: invalid": 1}


def test_nothing_that_was_typed_is_told(at_home):
    at_home.delivery_step(email="secret@", phone="077", name="Mr Secret", address="www.secret.tw")

    events = json.dumps(list(Event.objects.values_list("context", flat=True)))
    assert "ecret" not in events
    assert "077" not in events


def test_a_complete_form_tells_of_no_error(at_home):
    at_home.delivery_step()
    assert told("field_error") == {}


def test_steps_tell_what_is_to_be_paid(at_home, coupon):
    at_home.order_step(stay="1", coupon="WELCOME10")
    at_home.client.get("/checkout/delivery/")

    assert Journey.objects.get().cart_value == 368
    assert told("coupon") == {"WELCOME10": 1}


def test_a_refused_coupon_at_step_1(at_home, coupon):
    at_home.order_step(apply="1", coupon="NOSUCH")
    assert told("coupon_refused") == {"unknown": 1}


def test_a_coupon_that_waits_for_more_at_step_1(at_home, coupon):
    type(coupon).objects.update(minimum_spend=5000)
    at_home.order_step(apply="1", coupon="WELCOME10")
    assert told("coupon_refused") == {"spend_more": 1}


def test_a_price_that_rose_is_told_once(at_home):
    Variant.objects.update(price=350)
    at_home.client.get("/checkout/delivery/")
    at_home.client.get("/checkout/delivery/")
    at_home.delivery_step()
    at_home.client.get("/checkout/payment/")

    assert told("price_changed") == {"price": 1}


def test_a_price_that_rose_while_step_3_was_open(at_home):
    at_home.delivery_step()
    at_home.client.get("/checkout/payment/")
    DeliveryMethod.objects.update(price=120)

    assert at_home.pay().status_code == 409
    assert told("price_changed") == {"delivery": 1}


def test_what_was_sold_meanwhile_is_told(at_home):
    at_home.delivery_step()
    Variant.objects.update(stock=0)

    at_home.pay()

    assert told("stock_refused") == {"morning-mist": 1}
    assert told("price_changed") == {"quantity": 1}


def test_a_coupon_that_was_used_before_is_refused_when_placing(ben, variant, coupon):
    type(coupon).objects.update(per_customer=1)
    ben.client.get("/")
    ben.buy(variant, coupon="WELCOME10", apply="1")
    ben.add(variant)
    ben.order_step(coupon="WELCOME10", apply="1")
    ben.order_step()
    ben.delivery_step()
    ben.pay()
    ben.add(variant)
    ben.order_step(coupon="WELCOME10", apply="1")
    ben.order_step()
    ben.delivery_step()
    ben.pay()

    assert told("coupon_refused") == {"used_by_you": 1}


def test_no_way_to_pay_was_chosen(at_home):
    at_home.delivery_step()
    at_home.pay("")
    assert told("field_error") == {"payment.payment_method: required": 1}


def test_a_purchase_tells_its_country_and_coupon(at_home, coupon):
    at_home.order_step(stay="1", coupon="WELCOME10")
    at_home.order_step()
    at_home.delivery_step()
    at_home.pay()

    tell_funnel(Order.objects.get())  # again, which changes nothing

    assert told("country") == {"TW": 1}
    assert told("coupon")["WELCOME10"] >= 1


def test_four_errors_cost_one_transaction(at_home, settings):
    wrong = {"email": "x", "phone": "12", "name": "", "address": ""}
    at_home.delivery_step(**wrong)  # the day's new values claim their places
    with CaptureQueriesContext(connections[settings.FUNNEL_DATABASE]) as asked:
        at_home.delivery_step(**wrong)
    said = [one["sql"] for one in asked]

    assert sum("INSERT INTO funnel_event" in sql for sql in said) == 4
    assert sum(sql.startswith("SAVEPOINT") for sql in said) == 1
