"""A limited offer's last seconds in a browser: it counts down by the server's clock, and at zero
the card, the cart and the open step change by themselves."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shop.offers.models import LimitedOffer
from shop.orders.models import Order
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_journey import fill_delivery


@pytest.fixture
def ends_in(variant, full_page):
    """`ends_in(seconds=8)`: a quarter off the box (NT$240 instead of NT$320) until then."""

    def make(**left):
        now = timezone.now()
        offer = LimitedOffer.objects.create(
            label="Last of the lot",
            percent=25,
            starts_at=now - timedelta(days=1),
            ends_at=now + timedelta(**left),
        )
        offer.variants.add(variant)
        return offer

    return make


def to_step(page, step):
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    page.locator("#cart").get_by_role("link", name="Checkout").click()
    page.get_by_role("button", name="Go on to delivery").last.click()
    if step == "payment":
        fill_delivery(page)
        page.get_by_role("button", name="Go on to payment").click()
    expect(page.locator(f"#step-{step}.step--open")).to_be_visible()


def test_it_counts_down_and_the_card_changes_at_zero(browse, ends_in):
    page = browse(PHONE)
    ends_in(seconds=8)
    page.goto("/")
    price = page.locator(".product .price")
    expect(price).to_contain_text("NT$240")
    expect(page.locator(".countdown__left")).to_have_text(re.compile(r"^00:00:\d\d left$"))
    page.get_by_label("Quantity").fill("3")
    expect(page.locator(".countdown")).to_have_count(0, timeout=30_000)
    expect(price.locator("span")).to_have_text("NT$320")
    expect(price.locator("s")).to_be_hidden()
    expect(page.locator(".hero .from-price")).to_have_text("from NT$320")
    expect(page.locator("#announce")).to_contain_text("from NT$320 now")
    expect(page.get_by_label("Quantity")).to_have_value("3")
    assert page.errors == []


def test_a_wrong_clock_of_the_device_changes_nothing(browse, ends_in):
    page = browse(DESKTOP)
    page.clock.install(time=timezone.now() - timedelta(days=400))
    ends_in(hours=3)
    page.goto("/")
    page.clock.run_for(1500)
    expect(page.locator(".countdown__left")).to_have_text(re.compile("^02:5[89]:"))
    page.clock.run_for("01:00:00")
    expect(page.locator(".countdown__left")).to_have_text(re.compile("^01:5[89]:"))


def test_far_away_it_is_told_in_days(browse, ends_in):
    page = browse(DESKTOP)
    ends_in(days=3, minutes=5)
    page.goto("/")
    expect(page.locator(".countdown__left")).to_have_text(re.compile("^3 days 00:0[34] left$"))


def test_the_open_cart_changes_at_zero(browse, ends_in):
    page = browse(PHONE)
    ends_in(seconds=10)
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    total = page.locator("#cart .sums__total")
    expect(total).to_contain_text("NT$320")  # with NT$80 for delivery
    expect(total).to_contain_text("NT$400", timeout=30_000)
    assert page.errors == []


def test_step_2_keeps_what_is_being_typed(browse, ends_in):
    page = browse(PHONE)
    offer = ends_in(days=1)
    to_step(page, "delivery")
    LimitedOffer.objects.filter(pk=offer.pk).update(ends_at=timezone.now() + timedelta(seconds=8))
    page.reload()
    page.get_by_label("Name", exact=True).fill("Ben L")
    total = page.locator("#summary .sums__total")
    expect(total).to_contain_text("NT$400", timeout=30_000)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ben L")
    expect(page.locator("#announce")).to_contain_text("The total is NT$400 now")


def test_step_3_says_what_changed_and_asks_again(browse, ends_in):
    page = browse(PHONE)
    offer = ends_in(days=1)
    to_step(page, "payment")
    page.get_by_label("Cash on delivery").check()
    LimitedOffer.objects.filter(pk=offer.pk).update(ends_at=timezone.now() + timedelta(seconds=8))
    page.reload()
    page.get_by_label("Cash on delivery").check()
    expect(page.get_by_role("button", name="Place order · NT$320")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("the offer ended at", timeout=30_000)
    expect(page.get_by_label("Cash on delivery")).to_be_checked()
    expect(page.locator("#announce")).to_be_empty()
    assert not Order.objects.exists()
    page.get_by_role("button", name="Place order · NT$400").click()
    page.wait_for_url(re.compile("/orders/"))
    assert Order.objects.get().total == 400
    assert page.errors == []


def test_beside_a_countdown_the_price_stays_in_one_line(browse, ends_in):
    page = browse(PHONE)
    ends_in(hours=3)
    to_step(page, "payment")
    price = page.locator(".summary__lines li > :last-child")
    expect(price).to_have_text("NT$240")
    assert (
        price.evaluate(
            "price => { const words = document.createRange();"
            "words.selectNodeContents(price); return words.getClientRects().length }"
        )
        == 1
    )


def test_without_javascript_its_end_is_read(browse, ends_in):
    page = browse(PHONE, java_script_enabled=False)
    ends_in(hours=3)
    page.goto("/")
    expect(page.locator(".countdown")).to_contain_text("until")
    expect(page.locator(".countdown__left")).to_have_text("")
