"""A buyer who reads Chinese, from /zh/ to the mail: no word of English on the way."""

import re

import pytest
from django.core import mail
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from shop.checkout.mails import writers
from shop.demo.build import build_shop
from shop.orders.models import Order
from shop.outbox.delivery import deliver_due
from shop.page.models import Storefront
from tests.browser.conftest import DESKTOP, PHONE
from tests.demo.conftest import pictures  # noqa: F401 (a fixture)
from tests.house.leaks import english

NAMES = {"WELCOME"}  # the coupon
WISH = {"locale": "en-US"}  # the browser's, which changes nothing


@pytest.fixture
def demo(pictures, settings):  # noqa: F811
    """The demo shop with its Chinese page."""
    settings.MEDIA_ROOT = pictures / "media"
    build_shop()


def zh(words: str) -> str:
    with translation.override("zh-hant"):
        return gettext(words)


def is_chinese(page) -> None:
    """Whatever stands on the page, open or folded away, is Chinese."""
    assert page.locator("html").get_attribute("lang") == "zh-hant"
    assert english(page.content(), but=NAMES) == []


def add_and_check_out(page) -> None:
    page.goto("/zh/")
    is_chinese(page)
    page.get_by_role("button", name=zh("Add to cart")).first.click()
    cart = page.locator("#cart")
    expect(cart.get_by_text("晨霧").first).to_be_visible()
    is_chinese(page)
    cart.get_by_role("link", name=zh("Checkout")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    is_chinese(page)
    page.get_by_role("button", name=zh("Go on to delivery")).last.click()


def fill_delivery(page) -> None:
    """All wrong at first: what is said of it is Chinese, too."""
    page.get_by_role("button", name=zh("Go on to payment")).click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    is_chinese(page)
    page.get_by_label(zh("E-mail"), exact=True).fill("chen@example.com")
    page.get_by_label(zh("Name"), exact=True).fill("陳小姐")
    page.get_by_label(zh("Phone"), exact=True).fill("0912 345 678")
    page.locator("[name=postal_code]").fill("600")
    page.locator("[name=city]").select_option("嘉義市")
    page.locator("[name=address]").fill("民族路 1 號")
    page.get_by_role("button", name=zh("Go on to payment")).click()
    expect(page.get_by_label(zh("Cash on delivery"))).to_be_visible()
    is_chinese(page)


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_the_page_to_the_mail(browse, demo, shape):
    page = browse(shape, **WISH)
    add_and_check_out(page)
    fill_delivery(page)
    page.get_by_label(zh("Cash on delivery")).check()
    page.get_by_role("button", name=re.compile(zh("Place order · %(total)s")[:4])).click()
    page.wait_for_url(re.compile("/orders/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("陳小姐")
    is_chinese(page)
    assert [error for error in page.errors if "422" not in error] == []
    order = Order.objects.get()
    assert (order.language, order.lines.get().name) == ("zh-hant", "晨霧")
    the_mail_is_chinese(order)


def the_mail_is_chinese(order: Order) -> None:
    deliver_due(writers(Storefront.current()))
    (message,) = mail.outbox
    assert order.number in message.subject
    html = message.alternatives[0][0]
    assert "晨霧" in html
    for text in (f"<p>{message.subject}</p><p>{message.body}</p>", html):
        assert english(text, but={order.number}) == []
