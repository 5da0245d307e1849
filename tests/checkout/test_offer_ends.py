"""A limited offer that ends, or begins, while somebody is on the way through the checkout.

At every moment the card, the cart, the bar, the steps, the order and the charge name one price.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from shop.cart.models import Cart
from shop.offers.models import Coupon, LimitedOffer
from shop.orders.models import Order
from shop.page.models import Section

pytestmark = pytest.mark.django_db
END = datetime(2026, 11, 26, 18, tzinfo=ZoneInfo("Asia/Taipei"))
SECOND = timedelta(seconds=1)
HTMX = {"hx-request": "true"}


@pytest.fixture
def clock():
    """A quarter of an hour before the end; `clock.move_to(END)`."""
    with time_machine.travel(END - timedelta(minutes=15), tick=False) as clock:
        yield clock


@pytest.fixture
def offer(clock, variant, page):
    """A quarter off the box: NT$240 instead of NT$320."""
    Section.objects.create(page=page, kind="products", heading="Choose")
    made = LimitedOffer.objects.create(
        label="Last of the lot", percent=25, starts_at=END - timedelta(days=2), ends_at=END
    )
    made.variants.add(variant)
    return made


def card(buyer) -> str:
    return re.search(r'variant__price">.*?<b>(.*?)</b>', buyer.client.get("/").text)[1]


def cart(buyer) -> tuple[str, str]:
    """Goods and what the free-delivery bar says."""
    text = buyer.client.get("/cart/").text
    return re.search(r"<dt>Goods</dt><dd>(.*?)</dd>", text)[1], bar(text)


def bar(text: str) -> str:
    found = re.search(r"(NT\$[\d,]+) more and delivery is free|Delivery is free for this", text)
    return found[1] or "free"


def to_payment(buyer, variant, quantity=1, **order):
    buyer.add(variant, quantity)
    buyer.order_step(**order)
    buyer.delivery_step()
    return buyer.client.get("/checkout/payment/")


def test_all_agree_before_at_and_after_the_end(ben, variant, offer, clock):
    ben.add(variant, 2)
    for moment, each in [(END - SECOND, 240), (END, 320), (END + SECOND, 320)]:
        clock.move_to(moment)
        assert card(ben) == f"NT${each}"
        assert cart(ben) == (f"NT${2 * each}", f"NT${1000 - 2 * each}")
        assert f"<dd>NT${2 * each + 80}</dd>" in ben.client.get("/checkout/order/").text


def test_a_second_before_the_end_the_offer_is_ordered(ben, variant, offer, clock):
    to_payment(ben, variant)
    clock.move_to(END - SECOND)
    assert ben.pay().status_code == 302
    order = Order.objects.get()
    assert (order.lines.get().unit_price, order.total) == (240, 320)
    assert order.payments.get().amount == 320


def test_at_the_end_the_buyer_is_told_and_asked(ben, variant, offer, clock):
    to_payment(ben, variant)
    clock.move_to(END)
    answer = ben.pay()
    assert answer.status_code == 409
    assert "the offer ended at 18:00" in answer.text
    assert "1 × NT$320 now" in answer.text
    assert "The total is NT$400 and was NT$320" in answer.text
    assert not Order.objects.exists()
    assert ben.pay().status_code == 302
    order = Order.objects.get()
    assert (order.total, order.payments.get().amount) == (400, 400)


def test_the_day_after_the_day_is_named(ben, variant, offer, clock):
    to_payment(ben, variant)
    clock.move_to(END + timedelta(days=1))
    assert "the offer ended at 18:00 on 26 November" in ben.pay().text


def test_a_page_from_before_the_end_places_nothing(ben, variant, offer, clock):
    shown = to_payment(ben, variant).context["quote"].mark
    clock.move_to(END)
    ben.client.get("/checkout/payment/")  # another tab, which was told
    data = {"payment_method": "bank_transfer", "shown": shown}
    assert ben.client.post("/checkout/payment/", data).status_code == 409
    assert not Order.objects.exists()


def test_two_buyers_at_the_very_second(ben, ada, variant, offer, clock):
    for person in (ben, ada):
        to_payment(person, variant)
    clock.move_to(END - timedelta(microseconds=1))
    assert ben.pay().status_code == 302
    clock.move_to(END)
    assert ada.pay().status_code == 409
    assert Order.objects.get().total == 320


def test_step_3_that_asks_again_says_so_by_itself(ben, variant, offer, clock):
    shown = to_payment(ben, variant)
    assert 'hx-get="/checkout/payment/?again=1"' in shown.text
    clock.move_to(END)
    again = ben.client.get(
        "/checkout/payment/?again=1&payment_method=cash_on_delivery", headers=HTMX
    )
    assert "the offer ended at 18:00" in again.text
    assert "The total is NT$400 and was NT$320" in again.text
    assert "HX-Trigger" not in again  # once is enough
    assert re.search(r'value="cash_on_delivery" checked', again.text)
    assert "data-changes" not in again.text
    assert ben.pay().status_code == 302  # what was shown holds


def test_a_cart_and_an_earlier_step_that_ask_again_announce_the_total(ben, variant, offer, clock):
    ben.add(variant)
    clock.move_to(END)
    for address in ("/cart/", "/checkout/order/"):
        again = ben.client.get(f"{address}?again=1", headers=HTMX)
        assert "The total is NT$400 now" in again["HX-Trigger"]
        assert "HX-Push-Url" not in again


def test_asking_again_opens_no_step(ben, variant, offer):
    from funnel.models import Event

    to_payment(ben, variant)
    before = Event.objects.count()
    ben.client.get("/checkout/payment/?again=1", headers=HTMX)
    assert Event.objects.count() == before


def test_an_offer_that_begins_in_mid_checkout_is_told_too(ben, variant, offer, clock):
    LimitedOffer.objects.update(starts_at=END, ends_at=END + timedelta(days=1))
    to_payment(ben, variant)
    clock.move_to(END)
    answer = ben.pay()
    assert answer.status_code == 409
    assert "on offer until 27 November, 18:00" in answer.text
    assert "The total is NT$320 and was NT$400" in answer.text
    assert ben.pay().status_code == 302
    assert Order.objects.get().total == 320


def test_an_offer_that_the_owner_takes_back_is_told(ben, variant, offer):
    to_payment(ben, variant)
    LimitedOffer.objects.update(active=False)
    assert "the offer was taken back" in ben.pay().text


def test_an_end_that_moved_changes_nothing_that_was_agreed(ben, variant, offer):
    to_payment(ben, variant)
    LimitedOffer.objects.update(ends_at=END + timedelta(days=1))
    assert ben.pay().status_code == 302


def test_a_coupon_counts_on_the_price_of_the_moment(ben, variant, offer, clock, coupon):
    to_payment(ben, variant, 2, coupon="WELCOME10")
    assert Cart.objects.get().seen["discount"] == 48
    clock.move_to(END)
    assert "The total is NT$656 and was NT$512" in ben.pay().text
    ben.pay()
    assert (Order.objects.get().discount, Order.objects.get().total) == (64, 656)


def test_a_coupon_that_asks_for_more_looks_at_the_offer_price(ben, variant, offer, clock, coupon):
    Coupon.objects.update(minimum_spend=600)
    to_payment(ben, variant, 2, coupon="WELCOME10")
    assert "NT$120 more" in ben.client.get("/cart/").text
    clock.move_to(END)
    assert "Coupon WELCOME10 applies now" in ben.pay().text


def test_delivery_becomes_free_by_the_price_of_the_moment(ben, variant, offer, clock):
    to_payment(ben, variant, 4)
    assert cart(ben) == ("NT$960", "NT$40")
    clock.move_to(END)
    assert cart(ben) == ("NT$1,280", "free")
    assert "Delivery is free now" in ben.pay().text


def test_a_kept_page_never_shows_what_is_over(ben, offer, clock, settings):
    settings.PAGE_CACHE_SECONDS = 3 * 24 * 3600
    assert card(ben) == "NT$240"
    clock.move_to(END - SECOND)
    assert card(ben) == "NT$240"
    clock.move_to(END)
    assert card(ben) == "NT$320"


def test_a_kept_page_shows_what_begins(ben, offer, clock, settings):
    settings.PAGE_CACHE_SECONDS = 3 * 24 * 3600
    LimitedOffer.objects.update(starts_at=END, ends_at=END + timedelta(days=1))
    assert card(ben) == "NT$320"
    clock.move_to(END)
    assert card(ben) == "NT$240"
