"""The card form in a real browser: refused, tried again, paid, and seen to be paid."""

import pytest
from playwright.sync_api import expect

from shop.orders.models import Order
from tests.browser.conftest import DESKTOP, PHONE
from tests.payments.stand import DECLINED, GOOD

FORM, PROBLEM = "#pay .pay__form", "#pay .pay__form [role=alert]"


@pytest.fixture
def address(stripe, live_server, ben, variant) -> str:
    """The page of Ben's card order; Stripe's webhooks go to the running shop."""
    stripe.send_webhooks_to(live_server.url)
    ben.buy(variant, method="card")
    return "/orders/" + Order.objects.get().new_link().rsplit("/orders/")[-1]


def pay(page, number: str) -> None:
    page.fill("#pay [name=number]", number)
    page.click(f"{FORM} button:enabled")


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_refused_then_paid_with_another_card(browse, stripe, address, shape):
    page = browse(shape)
    page.goto(address)
    pay(page, DECLINED)
    expect(page.locator(PROBLEM)).to_have_text("Your card was declined.")
    pay(page, GOOD)
    page.wait_for_url("**redirect_status=succeeded")
    assert stripe.next_answer(Order.objects.get().payments.get().provider_ref) == 200
    page.wait_for_selector("#pay", state="detached")
    expect(page.locator("#status")).to_contain_text("We have your payment")
    assert page.errors == [
        error for error in page.errors if "402" in error
    ]  # the refusal is the only line in the console


def test_a_blocked_script_says_so(browse, stripe, address):
    page = browse(PHONE)
    page.route(f"{stripe.url}/v3/", lambda route: route.abort())
    page.goto(address)
    expect(page.locator(PROBLEM)).to_contain_text("could not be loaded")
    expect(page.locator(f"{FORM} button")).to_be_disabled()


def test_without_javascript_another_way_is_offered(browse, address):
    page = browse(PHONE, java_script_enabled=False)
    page.goto(address)
    expect(page.locator("#pay")).to_contain_text("needs JavaScript", use_inner_text=True)
    page.click("#pay button[value=bank_transfer]")
    assert Order.objects.get().payment_method == "bank_transfer"
    assert Order.objects.get().number in page.locator("#pay").inner_text()
