import csv
import io

import pytest
from django.utils import timezone

from shop.checkout import refunds
from shop.checkout.admin import StatusFilter
from shop.checkout.ship import ship
from shop.orders.models import Order
from shop.orders.transitions import STATUSES

pytestmark = pytest.mark.django_db
LIST = "/admin/orders/order/"


@pytest.fixture
def orders(order, ada, variant):
    """Ben's, unpaid, and Ada's, cash on delivery."""
    ada.buy(variant, method="cash_on_delivery")
    return {order.name: order for order in Order.objects.all()}


def listed(client, query: str) -> list[str]:
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return sorted(order.name for order in answer.context["cl"].queryset)


def rows(client, name: str, query: str = "") -> list[dict]:
    answer = client.get(LIST + name + query)
    assert answer["Content-Type"] == "text/csv"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_shows_what_matters(dora, order):
    html = dora.client.get(LIST).content.decode()
    for part in (order.number, "NT$720", "status-awaiting_payment", "Bank transfer", "Ben Lin"):
        assert part in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ada Chen", "Ben Lin"]),
        ("?status=awaiting_payment", ["Ben Lin"]),
        ("?status=cash_on_delivery", ["Ada Chen"]),
        ("?status=paid", []),
        ("?status=nonsense", []),
        ("?method=cash_on_delivery", ["Ada Chen"]),
        ("?q=ben@example.com", ["Ben Lin"]),
        ("?q=Ada", ["Ada Chen"]),
        ("?q=0912+345678", ["Ben Lin"]),
        ("?q=%2B886912345678", ["Ben Lin"]),
        ("?q=nobody", []),
        ("?q=%F0%9F%98%80", []),
    ],
)
def test_filters_and_search(dora, orders, query, names):
    assert listed(dora.client, query) == names


def test_every_status_can_be_filtered_by():
    assert set(StatusFilter.ORDER) == set(STATUSES)


def test_an_empty_list_says_so_and_offers_nothing_to_do(dora, order):
    html = dora.client.get(f"{LIST}?q=nobody").content.decode()
    assert "Nothing matches." in html
    assert 'name="action"' not in html
    Order.objects.all().delete()
    assert "Nothing here yet." in dora.client.get(LIST).content.decode()


def test_says_what_is_searched(dora, order):
    assert "name, e-mail or phone" in dora.client.get(LIST).content.decode()


def test_finds_by_number(dora, orders):
    assert listed(dora.client, f"?q={orders['Ben Lin'].number}") == ["Ben Lin"]


def test_filters_by_day(dora, orders):
    today = timezone.localtime()
    query = f"?placed_at__year={today.year}&placed_at__month={today.month}"
    assert len(listed(dora.client, query)) == 2


def test_stays_at_a_few_queries(dora, orders, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        dora.client.get(LIST)


def test_exports_what_the_list_shows(dora, orders):
    (row,) = rows(dora.client, "orders.csv", "?status=awaiting_payment")
    assert row["number"] == orders["Ben Lin"].number
    assert (row["items"], row["goods"], row["delivery"], row["total"]) == ("2", "640", "80", "720")
    assert row["phone"] == "0912 345 678"


def test_exports_a_row_per_line(dora, orders):
    exported = rows(dora.client, "lines.csv", "?q=ben@example.com")
    assert [(row["sku"], row["quantity"], row["price"]) for row in exported] == [
        ("MM-10", "2", "320")
    ]


def test_the_export_runs_nothing_in_a_spreadsheet(dora, order):
    Order.objects.update(name="=cmd|'/c calc'!A1", note="@SUM(A1)")
    (row,) = rows(dora.client, "orders.csv")
    assert (row["name"], row["note"]) == ("'=cmd|'/c calc'!A1", "'@SUM(A1)")


def test_a_phone_keeps_its_zero_in_a_spreadsheet(dora, order):
    Order.objects.update(phone="0922345679")
    (row,) = rows(dora.client, "orders.csv")
    assert row["phone"] == "'0922345679"


def test_exports_a_shipped_order_with_its_number(dora, paid):
    ship(paid, by="dora", tracking="9087")
    (row,) = rows(dora.client, "orders.csv")
    assert row["tracking"] == "9087"
    assert row["shipped"].startswith(f"{timezone.localdate():%Y}")


def test_strange_filters_lead_back_to_the_list(dora, order):
    assert dora.client.get(f"{LIST}orders.csv?nonsense=1").status_code == 302


def test_eve_may_export_and_mallory_not(eve, mallory, order):
    assert len(rows(eve.client, "orders.csv")) == 1
    assert mallory.client.get(f"{LIST}orders.csv").status_code == 403
    assert mallory.client.get(LIST).status_code == 403


@pytest.mark.parametrize("address", ["payment", "refund", "providerevent"])
def test_payments_are_only_read(dora, paid, address):
    refunds.refund(paid, by="dora")
    assert dora.client.get(f"/admin/payments/{address}/").status_code == 200
    assert dora.client.get(f"/admin/payments/{address}/add/").status_code == 403


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 5000, "٣"])
@pytest.mark.parametrize("page", ["change", "refund", "packing-slip", "mails/1"])
def test_an_order_of_no_such_number(dora, digits, page):
    answer = dora.client.get(f"{LIST}{digits}/{page}/")
    assert answer.status_code in (302, 404)


def test_payments_are_narrowed_by_a_method_in_words(dora, orders):
    answer = dora.client.get("/admin/payments/payment/", {"method": "cash_on_delivery"})
    assert [payment.method for payment in answer.context["cl"].queryset] == ["cash_on_delivery"]
    assert "Bank transfer</a>" in answer.content.decode()


@pytest.mark.parametrize("lookup", ["placed_at__year=99999999999999999999"])
@pytest.mark.parametrize(
    "page", ["orders/order/", "orders/order/orders.csv", "customers/customer/"]
)
def test_a_year_that_no_calendar_has(dora, storefront, page, lookup):
    lookup = lookup.replace("placed_at", "created_at") if "customer" in page else lookup
    assert dora.client.get(f"/admin/{page}?{lookup}").status_code == 302
