"""Addresses of other countries, and what the server fills in, as a buyer sees it."""

import re

import pytest
from playwright.sync_api import expect

from shop.delivery.models import DeliveryMethod
from shop.orders.models import Order
from tests.browser.conftest import DESKTOP, PHONE

JAPAN = {
    "Phone": "090-1234-5678",
    "Postal code": "１０００００５",
    "City, ward or town": "千代田区",
    "Address": "丸の内1-1-1",
}
USA = {
    "Phone": "(650) 253-0000",
    "Address": "1600 Amphitheatre Parkway",
    "Town or city": "Mountain View",
    "ZIP code": "94043-1351",
}


@pytest.fixture
def abroad(storefront, full_page):
    type(storefront).objects.update(countries="TW JP US DE")
    DeliveryMethod.objects.update(countries="TW")
    DeliveryMethod.objects.create(name="Airmail", price=480, countries="JP US DE")


def at_step_2(page, *, scripts=True):
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    page.wait_for_url("**/cart/") if not scripts else page.locator("#cart .sums").wait_for()
    page.goto("/checkout/order/")
    page.get_by_role("button", name="Go on to delivery").last.click()
    page.get_by_label("E-mail", exact=True).fill("ben@example.com")
    page.get_by_label("Name", exact=True).fill("Ben Lin")


def settled(page):
    """An answer's marks on other fields come a moment before the field itself is put anew."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def ordered(page) -> Order:
    """Goes on at once, as people do, whatever the last field's check is about to say."""
    page.get_by_role("button", name="Go on to payment").last.click()
    page.get_by_label("Bank transfer").check()
    page.get_by_role("button", name=re.compile("Place order")).click()
    page.wait_for_url(re.compile("/orders/"))
    assert page.errors == []
    return Order.objects.get()


@pytest.mark.parametrize("scripts", [True, False], ids=["htmx", "plain"])
@pytest.mark.parametrize(
    ("country", "typed", "state", "lines"),
    [
        ("Japan", JAPAN, "東京都", ["〒100-0005", "東京都千代田区", "丸の内1-1-1"]),
        ("United States", USA, "CA", [USA["Address"], "Mountain View, CA 94043-1351"]),
    ],
)
def test_an_order_from_abroad(browse, abroad, country, typed, state, lines, scripts):
    page = browse(PHONE if scripts else DESKTOP, java_script_enabled=scripts)
    at_step_2(page, scripts=scripts)
    page.get_by_label("Country", exact=True).select_option(label=country)
    if scripts:
        settled(page)  # or what is typed goes into fields that are about to be replaced
    else:
        page.get_by_role("button", name="Show the fields").click()
    for label, words in typed.items():
        page.get_by_label(label, exact=True).fill(words)
    if scripts:
        page.get_by_label("Address", exact=True).focus()
        expect(page.locator("#id_region")).not_to_have_value("")
        expect(page.locator("#summary")).to_contain_text("NT$480")
    order = ordered(page)
    assert (order.region, order.address_lines) == (state, lines)
    expect(page.get_by_text(lines[-1])).to_be_visible()


def test_a_postal_code_in_taiwan_fills_city_and_district(browse, abroad):
    page = browse(PHONE)
    at_step_2(page)
    page.get_by_label("Phone", exact=True).fill("0912 345 678")
    page.get_by_label("Postal code", exact=True).fill("106")
    city = page.get_by_label("City", exact=True)
    city.focus()
    expect(city).to_have_value("Taipei City")
    expect(city).to_be_focused()
    expect(page.get_by_label("District")).to_have_value("Da'an District")
    expect(page.locator("#said")).to_contain_text("Taipei City, Da'an District")
    city.select_option("Chiayi City")
    expect(page.locator("#error-postal_code")).to_contain_text("belongs to Taipei City")
    settled(page)
    city.select_option("Taipei City")
    expect(page.locator("#error-postal_code")).to_be_empty()


def test_what_is_typed_while_the_server_is_asked_stays(browse, full_page):
    page = browse(PHONE)
    at_step_2(page)
    asked = []
    page.route("**/checkout/delivery/", lambda route: asked.append(route), times=1)
    page.get_by_label("Postal code", exact=True).fill("106")
    district = page.get_by_label("District")
    with page.expect_request("**/checkout/delivery/"):
        district.focus()
    page.keyboard.type("Somewhere")
    asked[0].continue_()
    expect(page.get_by_label("City", exact=True)).to_have_value("Taipei City")
    expect(district).to_have_value("Somewhere")


def test_another_country_and_back_loses_nothing(browse, abroad):
    page = browse(DESKTOP)
    at_step_2(page)
    page.get_by_label("Postal code", exact=True).fill("106")
    page.get_by_label("Address", exact=True).fill("1 Xinsheng Road")
    country = page.get_by_label("Country", exact=True)
    country.focus()
    country.select_option(label="Germany")
    expect(page.get_by_label("Postal code (PLZ)")).to_be_visible()
    expect(country).to_be_focused()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ben Lin")
    settled(page)
    country.select_option(label="Taiwan")
    expect(page.get_by_label("District")).to_have_value("Da'an District")
    expect(page.get_by_label("Address", exact=True)).to_have_value("1 Xinsheng Road")


def test_only_the_chosen_way_of_the_e_invoice_asks_for_something(browse, full_page):
    page = browse(PHONE)
    at_step_2(page)
    assert page.locator(".invoice").get_attribute("open") is None
    page.locator("summary", has_text="E-invoice").click()
    expect(page.locator("#id_carrier")).to_be_hidden()
    page.get_by_label("Into my mobile barcode").check()
    page.locator("#id_carrier").fill("/abc123")
    page.get_by_label("Name", exact=True).focus()
    expect(page.locator("#error-carrier")).to_contain_text("seven more characters")
    page.get_by_label("To a company").check()
    expect(page.locator("#id_carrier")).to_be_hidden()
    expect(page.locator("#id_tax_id")).to_be_visible()
