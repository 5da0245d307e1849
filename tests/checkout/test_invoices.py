"""Taiwan's e-invoice: by e-mail, into a mobile barcode, given to a charity, or to a company."""

import csv
import io

import pytest

from shop.orders.models import Order
from tests.checkout.test_mails import mail

pytestmark = pytest.mark.django_db
COMPANY = {"company": "Lin Design Co.", "tax_id": "22099131"}


@pytest.fixture
def home(ben, variant):
    """Ben at step 2."""
    ben.add(variant)
    ben.order_step()
    return ben


def order_of(ben, **typed) -> Order:
    assert ben.delivery_step(**typed).url == "/checkout/payment/"
    ben.pay()
    return Order.objects.get()


def kept(order: Order) -> dict[str, str]:
    names = ("invoice", "company", "tax_id", "carrier", "donation_code")
    return {name: getattr(order, name) for name in names if getattr(order, name)}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({}, {"invoice": "email"}),
        ({"invoice": "carrier", "carrier": "/ABC+123"}, {"carrier": "/ABC+123"}),
        ({"invoice": "carrier", "carrier": " ／ａｂｃ－１２３ "}, {"carrier": "/ABC-123"}),
        ({"invoice": "carrier", "carrier": "abc1234"}, {"carrier": "/ABC1234"}),
        ({"invoice": "donation", "donation_code": "９１９"}, {"donation_code": "919"}),
        ({"invoice": "company", **COMPANY}, COMPANY),
        ({"invoice": "company", **COMPANY, "tax_id": "2209-9131"}, COMPANY),
    ],
)
def test_the_order_keeps_the_way_that_was_chosen(home, typed, stored):
    way = typed.get("invoice", "email")
    assert kept(order_of(home, **typed)) == {"invoice": way, **stored}


def test_without_a_choice_what_was_typed_is_meant(home):
    assert kept(order_of(home, **COMPANY)) == {"invoice": "company", **COMPANY}


def test_who_changed_their_mind_gets_what_was_chosen_last(home):
    home.delivery_step(invoice="company", **COMPANY)
    assert kept(order_of(home, invoice="email", **COMPANY)) == {"invoice": "email"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"invoice": "carrier"}, "Enter your mobile barcode."),
        ({"invoice": "carrier", "carrier": "/ABC123"}, "a slash and seven more"),
        ({"invoice": "carrier", "carrier": "//BC1234"}, "a slash and seven more"),
        ({"invoice": "donation"}, "donation code."),
        ({"invoice": "donation", "donation_code": "12"}, "3 to 7 digits"),
        ({"invoice": "donation", "donation_code": "٣٣٣"}, "3 to 7 digits"),
        ({"invoice": "company", "company": "Lin"}, "tax number, too"),
        ({"invoice": "company", "tax_id": "22099131"}, "name, too"),
        ({"invoice": "company", "company": "Lin", "tax_id": "22099132"}, "No company has this tax"),
        ({"invoice": "gold"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_words(home, typed, words):
    answer = home.delivery_step(**typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert '<details class="more invoice" open>' in answer.text


def test_what_a_way_asks_for_is_not_called_optional(home):
    form = home.delivery_step(invoice="company").text
    assert "optional" not in form.split('for="id_tax_id"')[1].split("</label>")[0]


@pytest.mark.parametrize("rubbish", ["\x00", "\u202e", "x" * 10_000, "=cmd()", "'", "<b>"])
@pytest.mark.parametrize("name", ["invoice", "carrier", "donation_code", "company", "tax_id"])
def test_no_rubbish_breaks_it(home, name, rubbish):
    assert home.delivery_step(**{name: rubbish}).status_code in (302, 422)
    assert home.client.get("/checkout/delivery/").status_code == 200


def test_a_shop_elsewhere_asks_for_a_company_alone(home, storefront):
    type(storefront).objects.update(country="DE", countries="DE")
    home.client.get("/checkout/delivery/")
    order = Order(country="DE", company="Lin GmbH", tax_id="DE123")
    assert order.invoice_words == "Invoice to: Lin GmbH, DE123"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "E-invoice by e-mail"),
        ({"invoice": "carrier", "carrier": "/ABC+123"}, "mobile barcode: /ABC+123"),
        ({"invoice": "donation", "donation_code": "919"}, "E-invoice donated: 919"),
        ({"invoice": "company", **COMPANY}, "E-invoice to a company: Lin Design Co., 22099131"),
    ],
)
def test_buyer_and_owner_read_it(home, dora, typed, words):
    order = order_of(home, **typed)
    assert words in home.client.get(home.client.get("/checkout/payment/").url).text
    written = mail("order_received", order)
    assert words in written.text
    assert words in written.html
    assert words in dora.client.get(f"/admin/orders/order/{order.pk}/change/").text


@pytest.mark.parametrize("name", ["You won! https://evil.example", "Win at evil.com"])
def test_a_strangers_link_goes_into_no_mail(home, dora, name):
    order = order_of(home, invoice="company", **{**COMPANY, "company": name})
    written = mail("order_received", order)
    assert name not in written.text
    assert name not in written.html
    assert name in dora.client.get(f"/admin/orders/order/{order.pk}/change/").text


def test_the_packing_slip_tells_the_owner_and_does_not_print_it(home, dora):
    home.delivery_step(invoice="company", **COMPANY)
    home.pay("cash_on_delivery")
    slip = dora.client.get(f"/admin/orders/order/{Order.objects.get().pk}/packing-slip/").text
    (line,) = [line for line in slip.splitlines() if "22099131" in line]
    assert "screen-only" in line


def test_the_export_has_a_column_each_and_runs_nothing(home, dora):
    order_of(home, invoice="donation", donation_code="00919")
    Order.objects.update(company="=1+1", carrier="/ABC+123")
    answer = dora.client.get("/admin/orders/order/orders.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["invoice"], row["donation_code"]) == ("donation", "'00919")
    assert (row["company"], row["carrier"]) == ("'=1+1", "/ABC+123")


def test_what_one_buyer_got_wrong_is_not_shown_to_the_next(home, cleo, variant):
    assert "Select a valid choice" in home.delivery_step(invoice="gold").text
    cleo.add(variant)
    cleo.order_step()
    assert '<details class="more invoice">' in cleo.client.get("/checkout/delivery/").text
