"""Step 2 asks for an address as it is written in the buyer's country."""

import re
from urllib.parse import urlencode

import pytest

from shop.cart.models import Cart
from shop.delivery.models import DeliveryMethod
from shop.lib.addresses import _read, country
from shop.orders.models import Order
from tests.checkout.test_mails import mail

pytestmark = pytest.mark.django_db
STEP = "/checkout/delivery/"
JAPAN = {
    "country": "JP",
    "phone": "090-1234-5678",
    "postal_code": "〒１０００００５",
    "region": "",
    "city": "千代田区",
    "address": "丸の内1-1-1",
}
USA = {
    "country": "US",
    "phone": "(650) 253-0000",
    "postal_code": "94043 1351",
    "region": "",
    "city": "Mountain View",
    "address": "1600 Amphitheatre Parkway",
}
GERMANY = {
    "country": "DE",
    "phone": "030 901820",
    "postal_code": "D-10117",
    "city": "Berlin",
    "address": "Unter den Linden 1",
}


@pytest.fixture
def abroad(storefront, ben, variant):
    """Ben at step 2 of a shop that delivers to four countries."""
    type(storefront).objects.update(countries="TW JP US DE GB")
    ben.add(variant)
    ben.order_step()
    return ben


def asked(text: str) -> list[str]:
    """The fields in sight, in order."""
    return re.findall(r'class="field field--(\w+)', re.sub(r"(?s)<details.*?</details>", "", text))


def check(ben, name: str, **typed) -> str:
    return ben.delivery_step(check=name, **typed).text


def shown(ben, name: str) -> str:
    """What stands in a field of step 2."""
    text = ben.client.get(STEP).text
    field = re.search(rf'(?s)id="field-{name}".*?class="field__error"', text)[0]
    found = re.search(r'<option value="([^"]*)" selected|<input[^>]* value="([^"]*)"', field)
    return next(filter(None, found.groups()), "") if found else ""


def order_of(ben, **typed) -> Order:
    assert ben.delivery_step(**typed).url == "/checkout/payment/"
    ben.pay()
    return Order.objects.get()


@pytest.mark.parametrize(
    ("country", "fields"),
    [
        ("TW", ["postal_code", "city", "region", "address"]),
        ("JP", ["postal_code", "region", "city", "address"]),
        ("US", ["address", "city", "region", "postal_code"]),
        ("DE", ["address", "postal_code", "city"]),
    ],
)
def test_each_country_has_its_fields_in_its_order(abroad, country, fields):
    abroad.delivery_step(country=country, stay="country")
    text = abroad.client.get(STEP).text
    assert asked(text) == ["email", "name", "phone", "country", *fields]
    assert len(asked(text)) <= 8


def test_one_country_needs_no_field_of_its_own(home):
    text = home.client.get(STEP).text
    assert asked(text) == ["email", "name", "phone", "postal_code", "city", "region", "address"]


@pytest.mark.parametrize(
    ("country", "part", "label", "token", "numeric"),
    [
        ("TW", "city", "City", "address-level1", False),
        ("TW", "region", "District", "address-level2", False),
        ("JP", "region", "Prefecture", "address-level1", False),
        ("JP", "city", "City, ward or town", "address-level2", False),
        ("US", "region", "State", "address-level1", False),
        ("US", "postal_code", "ZIP code", "postal-code", True),
        ("DE", "postal_code", "Postal code (PLZ)", "postal-code", True),
        ("GB", "postal_code", "Postal code", "postal-code", False),
    ],
)
def test_labels_and_tokens(abroad, country, part, label, token, numeric):
    abroad.delivery_step(country=country, stay="country")
    text = abroad.client.get(STEP).text
    field = re.search(rf'(?s)id="field-{part}".*?class="field__error"', text)[0]
    assert f">{label}" in field
    assert f'autocomplete="shipping {token}"' in field
    assert ('inputmode="numeric"' in field) == numeric


@pytest.mark.parametrize(
    ("typed", "kept", "lines"),
    [
        (JAPAN, ("100-0005", "東京都"), ["〒100-0005", "東京都千代田区", "丸の内1-1-1"]),
        (USA, ("94043-1351", "CA"), [USA["address"], "Mountain View, CA 94043-1351"]),
        (GERMANY, ("10117", ""), ["Unter den Linden 1", "10117 Berlin"]),
    ],
)
def test_an_address_abroad(abroad, typed, kept, lines):
    order = order_of(abroad, **typed)
    assert (order.postal_code, order.region) == kept
    assert order.address_lines == lines


def test_what_is_posted_for_taiwan_is_enough(home):
    order = order_of(home)
    assert order.address_lines == ["1 Minzu Road", "Chiayi City 600"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({**USA, "region": "Bavaria"}, "from the list"),
        ({**USA, "region": "TX"}, "belongs to California"),
        ({**USA, "postal_code": "٩٤٠٤٣"}, "looks like 95014"),
        ({**USA, "postal_code": ""}, "Choose the state."),
        ({**JAPAN, "postal_code": "１００"}, "looks like 154-0023"),
        ({**JAPAN, "city": ""}, "Enter the city, ward or town."),
        ({**GERMANY, "postal_code": "1011"}, "looks like 26133"),
        ({"country": "FR"}, "Select a valid choice"),
    ],
)
def test_rubbish_abroad(abroad, typed, words):
    answer = abroad.delivery_step(**typed)
    assert answer.status_code == 422
    assert words in answer.text


RUBBISH = [
    "\x00",
    "\ud800",
    "x" * 10_000,
    "😀" * 50,
    "\u202egnp.exe",
    "🇹🇼",
    "<script>",
    "'\"",
    "\uff0f",
]


@pytest.mark.parametrize("country", ["TW", "JP", "US", "DE"])
@pytest.mark.parametrize("part", ["postal_code", "region", "city", "address"])
@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
def test_nothing_in_an_address_breaks_it(abroad, country, part, rubbish):
    typed = {**abroad.address, "country": country, part: rubbish}
    for extra in ({}, {"check": part}, {"check": "country"}):
        body = urlencode({**typed, **extra}, errors="surrogatepass")
        answer = abroad.client.post(STEP, body, "application/x-www-form-urlencoded")
        assert answer.status_code in (200, 302, 422)
    assert abroad.client.get(STEP).status_code == 200


def test_another_country_loses_nothing(abroad):
    home = {"postal_code": "106", "city": "Taipei City", "region": "Da'an District"}
    abroad.delivery_step(**home)
    text = check(abroad, "country", **{**home, "country": "US"})
    assert asked(text) == ["country", "address", "city", "region", "postal_code"]
    assert 'value="1 Minzu Road"' in text
    abroad.delivery_step(**USA)
    check(abroad, "country", **{**USA, "country": "TW"})
    assert [shown(abroad, part) for part in ("postal_code", "city")] == ["106", "Taipei City"]
    check(abroad, "country", **home, country="US")
    assert shown(abroad, "city") == "Mountain View"


def test_another_country_shows_what_it_costs_to_go_there(abroad):
    DeliveryMethod.objects.update(countries="TW")
    DeliveryMethod.objects.create(name="Airmail", price=600, countries="JP US DE")
    text = check(abroad, "country", country="DE")
    assert 'id="summary" hx-swap-oob="true"' in text
    assert "NT$600" in text


def test_without_javascript_a_button_shows_the_fields(abroad):
    assert 'name="stay" value="country"' in abroad.client.get(STEP).text
    answer = abroad.delivery_step(country="JP", stay="country")
    assert answer.url == STEP
    assert "Prefecture" in abroad.client.get(STEP).text
    assert Cart.objects.get().delivery_confirmed_at is None


def test_a_part_that_the_country_lacks_is_not_kept(abroad):
    abroad.delivery_step(postal_code="106", city="Taipei City", region="Da'an District")
    assert order_of(abroad, **GERMANY).region == ""


def test_the_owner_and_the_buyer_read_it_the_same_way(abroad, dora):
    order = order_of(abroad, **JAPAN)
    page = dora.client.get(f"/admin/orders/order/{order.pk}/change/").text
    assert "東京都千代田区<br>" in page
    assert "Japan" in page
    assert "090-1234-5678" in page
    assert 'href="tel:+819012345678"' in page


def test_the_packing_slip_and_the_mail_write_it_too(abroad, dora):
    abroad.delivery_step(**USA)
    abroad.pay("cash_on_delivery")
    order = Order.objects.get()
    slip = dora.client.get(f"/admin/orders/order/{order.pk}/packing-slip/").text
    assert "Mountain View, CA 94043-1351<br>United States<br>" in slip
    written = mail("order_received", order)
    assert "Mountain View, CA 94043-1351\nUnited States" in written.text
    assert "Mountain View, CA 94043-1351<br>United States" in written.html


def test_an_order_from_before_loses_nothing(db):
    old = Order(country="DE", postal_code="10117", city="Berlin", region="Mitte", address="Weg 1")
    assert old.address_lines == ["Weg 1", "10117 Berlin", "Mitte"]
    assert Order(country="XX", city="Somewhere", address="1 Road").address_lines == [
        "1 Road",
        "Somewhere",
    ]


@pytest.mark.parametrize("code", ["all", "All", "cn", "../tw", "TW\n", "ＣＮ"])
def test_a_country_that_a_stranger_made_up_costs_nothing(ben, variant, code):
    ben.add(variant)
    ben.order_step()
    country("TW")
    read = _read.cache_info().misses
    assert ben.delivery_step(country=code).status_code == 422
    assert _read.cache_info().misses == read
