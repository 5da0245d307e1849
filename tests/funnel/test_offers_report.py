"""Coupons: carts with and without, what they brought and gave away, why they were refused."""

from datetime import timedelta

import pytest
import time_machine

from funnel.api import DetailName, Stage, note, record
from shop.customers.models import Customer
from shop.orders.models import Order
from tests.funnel.asking import blocks
from tests.funnel.conftest import BEGIN

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/funnel/offers/"
STAGES = list(Stage)[:7]
QUESTION = {"from": "2026-03-02", "to": "2026-03-15", "format": "json"}


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel(BEGIN + timedelta(days=60), tick=False):
        yield


def carts(name: str, *, number: int, bought: int, coupon: str = "", begin=BEGIN):
    for place in range(number):
        visitor, at = f"{name}-{place}", begin + timedelta(minutes=place)
        for step, stage in enumerate(STAGES[: 7 if place < bought else 3]):
            record(
                None,
                stage,
                visitor=visitor,
                key=f"{visitor}-{stage}",
                value=900,
                currency="TWD",
                details={DetailName.COUPON: coupon} if step >= 2 else None,
                at=at + timedelta(seconds=step),
            )


def order(number: str, *, discount: int, **more) -> None:
    customer, _ = Customer.objects.get_or_create(email_key="ben", email="ben@example.com")
    Order.objects.create(
        number=number,
        customer=customer,
        currency="TWD",
        subtotal=1000,
        discount=discount,
        total=1000 - discount,
        coupon_code="HELLO",
        accepted_at=BEGIN,
        **more,
    )


def ask(dora, **more) -> dict:
    return dora.client.get(ADDRESS, QUESTION | more).json()


def test_with_and_without(dora):
    carts("coupon", number=40, bought=30, coupon="HELLO")
    carts("plain", number=50, bought=10)
    said = ask(dora)
    assert (said["with_coupon"]["carts"], said["with_coupon"]["percent"]) == (40, 75.0)
    assert (said["without_coupon"]["carts"], said["without_coupon"]["percent"]) == (50, 20.0)
    assert said["differs"]


def test_a_coupon_in_several_stages_is_one_cart(dora):
    carts("coupon", number=3, bought=2, coupon="HELLO")
    offer = ask(dora)["offers"][0]
    assert (offer["code"], offer["carts"], offer["bought"]) == ("HELLO", 3, 2)
    assert offer["brought"][0] == {
        "currency": "TWD",
        "orders": 2,
        "gross": 1800,
        "refunds": 0,
        "net": 1800,
    }


def test_what_was_given_away_is_what_the_books_say(dora):
    order("A1", discount=100)
    order("A2", discount=150)
    order("A3", discount=500, cancelled_at=BEGIN)
    given = ask(dora)["offers"][0]["given_away"]
    assert given == [{"currency": "TWD", "orders": 2, "discount": 250, "delivery": 0}]


def test_delivery_that_a_coupon_made_free_is_given_away_too(dora):
    order("A1", discount=0, delivery_waived=80)
    order("A2", discount=0, delivery_waived=60)
    given = ask(dora)["offers"][0]["given_away"]
    assert given == [{"currency": "TWD", "orders": 2, "discount": 0, "delivery": 140}]
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"}).content.decode()
    assert "of it delivery NT$140" in page
    text = dora.client.get(ADDRESS, QUESTION | {"format": "csv"}).content.decode()
    assert blocks(text)[-1][0]["given away TWD"] == "140"


def test_who_bought_and_what_that_brought_are_of_the_same_journeys(dora):
    """Two that are over bought nothing; one still open did."""
    carts("over", number=2, bought=0, coupon="HELLO")
    with time_machine.travel(BEGIN + timedelta(days=10), tick=False):
        carts("open", number=1, bought=1, coupon="HELLO", begin=BEGIN + timedelta(days=9))
        offer = ask(dora)["offers"][0]
        page = dora.client.get(ADDRESS, QUESTION | {"format": "html"}).content.decode()
    assert (offer["carts"], offer["bought"], offer["percent"]) == (3, 0, 0.0)
    assert offer["brought"] == []
    assert [money["net"] for money in offer["brought_by_open"]] == [900]
    assert "and NT$900 still open" in page
    assert [money["net"] for money in ask(dora)["offers"][0]["brought"]] == [900]


def test_a_late_order_is_revenue_of_no_cart_that_bought(dora):
    carts("over", number=1, bought=0, coupon="HELLO")
    late = {"at": BEGIN + timedelta(days=8), "value": 900, "currency": "TWD"}
    record(None, Stage.PURCHASE, visitor="over-0", key="late", **late)
    offer = ask(dora)["offers"][0]
    assert (offer["bought"], offer["brought"], offer["brought_by_open"]) == (0, [], [])


def test_refusals_by_reason(dora):
    carts("plain", number=2, bought=0)
    at = BEGIN + timedelta(minutes=5)
    note(None, DetailName.COUPON_REFUSED, "expired", visitor="plain-0", at=at)
    assert ask(dora)["refused"] == [{"reason": "expired", "journeys": 1}]


def test_few_are_no_difference(dora):
    carts("coupon", number=4, bought=4, coupon="HELLO")
    carts("plain", number=4, bought=0)
    assert not ask(dora)["differs"]


def test_open_carts_are_no_loss(dora):
    carts("coupon", number=40, bought=30, coupon="HELLO")
    with time_machine.travel(BEGIN + timedelta(hours=2), tick=False):
        said = ask(dora)
    assert said["with_coupon"]["still_open"] == 40
    assert said["with_coupon"]["percent"] is None


def test_page_and_spreadsheet(dora):
    carts("coupon", number=40, bought=30, coupon="HELLO")
    order("A1", discount=100)
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"}).content.decode()
    assert "HELLO" in page
    assert "NT$100" in page
    text = dora.client.get(ADDRESS, QUESTION | {"format": "csv"}).content.decode()
    _, offers = blocks(text)
    assert (offers[0]["coupon"], offers[0]["carts"], offers[0]["given away TWD"]) == (
        "HELLO",
        "40",
        "100",
    )


def test_a_code_that_a_spreadsheet_would_run(dora):
    carts("coupon", number=1, bought=0, coupon="=1+1")
    text = dora.client.get(ADDRESS, QUESTION | {"format": "csv"}).content.decode()
    assert blocks(text)[1][0]["coupon"] == "'=1+1"


def test_an_empty_shop(dora):
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"})
    assert page.status_code == 200
    assert ask(dora)["with_coupon"]["percent"] is None
