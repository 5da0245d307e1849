"""Orders in the ledger = in the funnel + late + mid-entry + unattributed, to the cent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from funnel.api import Stage, record, record_refund
from funnel.ledger import ledger
from shop.customers.models import Customer
from shop.orders.models import Order
from tests.funnel.asking import ask, blocks, get

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, tzinfo=UTC)
WAY = (Stage.LANDING, Stage.CART, *(stage for stage in Stage if stage.startswith("checkout")))


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW):
        yield


def book(number: str, value: int, currency: str = "TWD", **more) -> Order:
    """An accepted order in the shop's books, and nothing else."""
    customer, _ = Customer.objects.get_or_create(email_key="ben", email="ben@example.com")
    return Order.objects.create(
        number=number,
        customer=customer,
        currency=currency,
        subtotal=value,
        total=value,
        accepted_at=NOW - timedelta(hours=1),
        **more,
    )


def buy(number: str, value: int, currency: str = "TWD", *, visitor: str, came: bool = True):
    """The same order as the funnel saw it."""
    book(number, value, currency)
    at = NOW - timedelta(hours=1)
    for stage in WAY if came else ():
        record(None, stage, visitor=visitor, at=at)
    record(None, Stage.PURCHASE, key=number, visitor=visitor, value=value, currency=currency, at=at)


def test_two_currencies_are_two_rows(dora):
    buy("A1", 3000, visitor="ada")
    buy("B1", 10000, "USD", visitor="ben")

    said = ask(dora)

    assert [(row["currency"], row["gross"]) for row in said["revenue"]] == [
        ("TWD", 3000),
        ("USD", 10000),
    ]
    assert all(line["holds"] for line in said["reconciliation"])
    page = get(dora).content.decode()
    assert "NT$3,000" in page
    assert "$100.00" in page
    assert "3,100" not in page


def test_refunds_move_money_and_no_count(dora):
    buy("A1", 1000, visitor="ada")
    for key, amount in (("first", 400), ("second", 600)):
        record_refund("A1", key=key, amount=amount, currency="TWD")
    Order.objects.update(refunded_at=NOW)

    said = ask(dora)

    money = {name: said["revenue"][0][name] for name in ("orders", "gross", "refunds", "net")}
    assert money == {"orders": 1, "gross": 1000, "refunds": 1000, "net": 0}
    assert said["stages"][6]["count"] == 1
    assert said["reconciliation"][0]["holds"]


def test_the_page_shows_the_same_money_everywhere(dora):
    """What was refunded is gone from the breakdown, too."""
    buy("A1", 1000, visitor="ada")
    record_refund("A1", key="first", amount=400, currency="TWD")
    Order.objects.update(refunded_at=NOW)

    page = get(dora, by="source").content.decode()

    assert page.count("Revenue, net") == 2  # the head and the breakdown
    assert page.count("<div>NT$600</div>") == 2
    assert "<div>NT$1,000</div>" not in page


def test_more_orders_than_purchases_are_explained(dora):
    buy("A1", 320, visitor="ada")
    buy("B1", 641, visitor="ben", came=False)

    page = get(dora).content.decode()

    assert "In the funnel: 1 · Late: 0 · Mid-entry: 1." in page
    assert "The stage Purchase counts journeys that bought in the funnel" in page
    assert "Mid-entry: began in the middle, without a landing. Unattributed: in your books" in page


def test_every_kind_of_order_adds_up(dora):
    buy("A1", 320, visitor="ada")
    buy("B1", 641, visitor="ben", came=False)
    book("HAND-MADE", 1381)

    line = ask(dora)["reconciliation"][0]

    parts = {
        name: (line[name]["orders"], line[name]["gross"])
        for name in ("ledger", "in_funnel", "late", "mid_entry", "unattributed", "difference")
    }
    assert parts == {
        "ledger": (3, 2342),
        "in_funnel": (1, 320),
        "late": (0, 0),
        "mid_entry": (1, 641),
        "unattributed": (1, 1381),
        "difference": (0, 0),
    }
    assert line["holds"]


def test_an_order_that_was_never_told_is_found_without_reading_all(dora, books):
    buy("A1", 320, visitor="ada")
    Order.objects.update(recorded_at=NOW)
    book("HAND-MADE", 1381)
    books(replace(ledger(), orders=lambda *_: pytest.fail("read one by one")))

    line = ask(dora)["reconciliation"][0]

    assert line["holds"]
    assert line["unattributed"]["orders"] == 1


def test_an_order_that_the_funnel_has_lost_since_is_found_all_the_same(dora):
    buy("A1", 320, visitor="ada")
    book("B1", 320, recorded_at=NOW)

    line = ask(dora)["reconciliation"][0]

    assert line["holds"]
    assert line["unattributed"]["orders"] == 1


def test_an_order_that_the_books_have_lost_is_told(dora):
    buy("A1", 320, visitor="ada")
    Order.objects.all().delete()

    line = ask(dora)["reconciliation"][0]

    assert not line["holds"]
    assert line["difference"] == {"orders": -1, "gross": -320, "refunds": 0, "net": -320}
    assert "Does not add up" in get(dora).content.decode()


def test_a_lost_order_does_not_stand_for_one_that_the_funnel_missed(dora):
    """Of one value and day: their count and their sum are the same."""
    buy("LOST", 320, visitor="ada")
    Order.objects.all().delete()
    book("MISSED", 320)

    line = ask(dora)["reconciliation"][0]

    assert not line["holds"]
    assert (line["unattributed"]["orders"], line["unattributed"]["gross"]) == (1, 320)
    assert line["difference"] == {"orders": -1, "gross": -320, "refunds": 0, "net": -320}


def test_values_that_changed_places_are_told(dora):
    buy("A1", 320, visitor="ada")
    buy("B1", 641, visitor="ben")
    for number, value in (("A1", 641), ("B1", 320)):
        Order.objects.filter(number=number).update(subtotal=value, total=value)

    line = ask(dora)["reconciliation"][0]

    assert not line["holds"]
    assert line["difference"] == {"orders": 0, "gross": 0, "refunds": 0, "net": 0}
    assert "manage.py check_invariants" in get(dora).content.decode()


def test_another_orders_refund_is_told(dora):
    buy("A1", 320, visitor="ada")
    buy("B1", 320, visitor="ben")
    record_refund("A1", key="all", amount=320, currency="TWD")
    Order.objects.filter(number="B1").update(refunded_at=NOW)

    assert not ask(dora)["reconciliation"][0]["holds"]


def test_a_real_order_adds_up(dora, ben, variant):
    ben.client.get("/")
    ben.add(variant, 2)
    for step, go in (("order", ben.order_step), ("delivery", ben.delivery_step)):
        ben.client.get(f"/checkout/{step}/")
        go()
    ben.client.get("/checkout/payment/")
    ben.pay()

    line = ask(dora)["reconciliation"][0]

    assert line["holds"]
    assert line["ledger"]["orders"] == line["in_funnel"]["orders"] == 1
    assert line["ledger"]["gross"] == Order.objects.get().total


def test_the_csv_has_main_units(dora):
    buy("B1", 12345, "USD", visitor="ben")

    revenue = blocks(get(dora, format="csv").content.decode())[1]

    assert (revenue[0]["currency"], revenue[0]["gross"]) == ("USD", "123.45")
