"""From the landing to the owner's report, as a buyer and an owner see it."""

import re

import pytest
from playwright.sync_api import expect

from funnel.api import FUNNEL
from funnel.models import Event
from shop.orders.models import Order
from tests.browser.conftest import DESKTOP, PHONE


def fill_delivery(page):
    page.get_by_label("E-mail", exact=True).fill("ben@example.com")
    page.get_by_label("Name", exact=True).fill("Ben Lin")
    page.get_by_label("Phone", exact=True).fill("0912 345 678")
    page.get_by_label("Postal code", exact=True).fill("600")
    page.get_by_label("City", exact=True).select_option("Chiayi City")
    page.get_by_label("Address", exact=True).fill("1 Minzu Road")


def buy(page):
    """Landing → question → cart → coupon → three steps → order page."""
    page.goto("/")
    page.get_by_text("How fresh is it?").click()
    expect(page.get_by_text("Very.")).to_be_visible()
    page.get_by_role("button", name="Add to cart").first.click()
    cart = page.locator("#cart")
    expect(cart.get_by_text("Morning Mist").first).to_be_visible()
    cart.get_by_text("coupon", exact=False).first.click()
    cart.get_by_label("Coupon code").fill(" welcome10 ")
    cart.get_by_label("Coupon code").press("Enter")
    expect(cart.get_by_text("−NT$32")).to_be_visible()
    cart.get_by_role("link", name="Checkout").click()
    page.get_by_role("button", name="Go on to delivery").last.click()
    fill_delivery(page)
    page.get_by_role("button", name="Go on to payment").click()
    page.get_by_label("Bank transfer").check()
    page.get_by_role("button", name=re.compile("Place order")).click()
    page.wait_for_url(re.compile("/orders/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ben Lin")


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_buyer_and_the_owners_report(browse, full_page, dora, shape):
    page = browse(shape)
    buy(page)
    order = Order.objects.get()
    assert (order.total, order.coupon_code) == (368, "WELCOME10")
    stages = Event.objects.filter(name__in=FUNNEL).values_list("name", flat=True)
    assert sorted(stages) == sorted(FUNNEL)
    assert page.errors == []

    owner = browse(shape)
    session, owner_at = dora.client.cookies["sessionid"].value, page.url.partition("/orders/")[0]
    owner.context.add_cookies([{"name": "sessionid", "value": session, "url": owner_at}])
    owner.goto("/admin/funnel/report/")
    expect(owner.get_by_role("heading", level=1)).to_contain_text("drop off")
    answer = owner.request.get("/admin/funnel/report/?format=json").json()
    assert [stage["count"] for stage in answer["stages"]] == [1] * 7


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_same_without_javascript(browse, full_page, shape):
    page = browse(shape, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    page.wait_for_url("**/cart/")
    page.get_by_role("link", name="Checkout").click()
    page.get_by_text("I have a coupon").click()
    page.get_by_label("Coupon code").fill("welcome10")
    page.get_by_role("button", name="Go on to delivery").last.click()
    fill_delivery(page)
    page.get_by_role("button", name="Go on to payment").click()
    page.get_by_label("Cash on delivery").check()
    page.get_by_role("button", name=re.compile("Place order")).click()
    page.wait_for_url(re.compile("/orders/"))
    order = Order.objects.get()
    assert (order.total, order.payment_method) == (368, "cash_on_delivery")


def test_a_wrong_field_is_marked_when_it_is_left_and_cleared_when_mended(browse, full_page):
    page = browse(PHONE)
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    page.locator("#cart").get_by_role("link", name="Checkout").click()
    page.get_by_role("button", name="Go on to delivery").last.click()
    email = page.get_by_label("E-mail", exact=True)
    email.fill("ben@")
    page.get_by_label("Name", exact=True).focus()
    expect(page.locator("#error-email")).to_contain_text("name@example.com")
    email.fill("ben@example.com")
    page.get_by_label("Name", exact=True).focus()
    expect(page.locator("#error-email")).to_be_empty()
    page.reload()
    expect(page.get_by_label("E-mail", exact=True)).to_have_value("ben@example.com")


def test_a_refused_coupon_is_in_sight_and_can_be_cleared(browse, full_page):
    page = browse(PHONE)
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    page.get_by_role("link", name="Checkout").click()
    step = page.locator("#checkout")
    step.get_by_text("I have a coupon").click()
    step.get_by_label("Coupon code").fill("welcom10")
    step.get_by_role("button", name="Go on to delivery").last.click()
    expect(step.get_by_text("or go on without it")).to_be_in_viewport()
    expect(step.get_by_label("Coupon code")).to_be_focused()
    step.get_by_label("Coupon code").fill("welcome10")
    step.get_by_role("button", name="Apply").click()
    step.get_by_role("button", name="Remove the coupon").click()
    expect(step.get_by_text("I have a coupon")).to_be_visible()
    step.get_by_role("button", name="Go on to delivery").last.click()
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()


def test_a_double_click_orders_once(browse, full_page):
    page = browse(DESKTOP)
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    page.locator("#cart").get_by_role("link", name="Checkout").click()
    page.get_by_role("button", name="Go on to delivery").last.click()
    fill_delivery(page)
    page.get_by_role("button", name="Go on to payment").click()
    page.get_by_role("button", name=re.compile("Place order")).dblclick()
    page.wait_for_url(re.compile("/orders/"))
    assert Order.objects.count() == 1
    page.go_back()
    page.wait_for_url(re.compile("/orders/"))
    assert Order.objects.count() == 1
