"""Coupons: typed somehow, refused with a reason, claimed within limits."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from shop.checkout.call_off import cancel
from shop.offers.models import Coupon
from shop.offers.refusals import REFUSALS
from shop.orders.models import Order

pytestmark = pytest.mark.django_db


def apply(buyer, code):
    return buyer.client.post("/cart/coupon/", {"code": code}, headers={"hx-request": "true"})


@pytest.mark.parametrize("typed", ["WELCOME10", " welcome10 ", "Welcome 10", "welcome10\r\n"])
def test_a_code_is_found_however_it_is_typed(ben, variant, coupon, typed):
    ben.add(variant)
    assert apply(ben, typed).status_code == 200
    assert "WELCOME10" in ben.client.get("/cart/").text


def test_a_coupon_lowers_the_order(ben, variant, coupon):
    ben.buy(variant, 2, coupon="WELCOME10")
    order = Order.objects.get()
    assert (order.discount, order.total, order.coupon_code) == (64, 656, "WELCOME10")
    coupon.refresh_from_db()
    assert coupon.used == 1


def test_the_order_keeps_what_free_delivery_saved(ben, variant, coupon):
    Coupon.objects.update(kind="free_delivery")
    ben.buy(variant, coupon="WELCOME10")
    order = Order.objects.get()
    assert (order.discount, order.delivery_price, order.delivery_waived) == (0, 0, 80)


def test_a_coupon_from_a_link_applies_itself(ben, variant, coupon):
    assert "WELCOME10" in ben.client.get("/?coupon=welcome10").text
    ben.buy(variant)
    assert Order.objects.get().coupon_code == "WELCOME10"


@pytest.mark.parametrize("with_cart", [True, False])
@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"active": False}, "unknown"), ({"ends_at": timezone.now()}, "expired")],
)
def test_a_dead_link_says_so_like_a_typed_code(ben, variant, coupon, changed, reason, with_cart):
    Coupon.objects.update(**changed)
    if with_cart:
        ben.add(variant)
    page = unescape(ben.client.get("/?coupon=welcome10").text)
    assert str(REFUSALS[reason]) in page
    assert "is noted" not in page


def test_a_link_says_no_more_to_a_guesser(ben, coupon):
    for number in range(20):
        assert "can&#x27;t be used" in ben.client.get(f"/?coupon=NOPE{number}").text
    assert str(REFUSALS["too_often"]) in ben.client.get("/?coupon=WELCOME10").text


def test_a_link_does_not_take_another_coupons_place_in_silence(ben, variant, coupon):
    Coupon.objects.create(code="OTHER", kind="fixed", value=1)
    ben.add(variant)
    apply(ben, "WELCOME10")
    assert str(REFUSALS["one_only"]) in ben.client.get("/?coupon=OTHER").text
    assert "is noted" in ben.client.get("/?coupon=welcome10").text


def test_an_empty_code_takes_it_off(ben, variant, coupon):
    ben.add(variant)
    apply(ben, "WELCOME10")
    apply(ben, "")
    assert "WELCOME10" not in ben.client.get("/cart/").text


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"active": False}, "unknown"),
        ({"starts_at": timezone.now() + timedelta(days=1)}, "unknown"),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "expired"),
        ({"total_limit": 3, "used": 3}, "used_up"),
    ],
)
def test_a_coupon_that_cannot_be_used_says_why(ben, variant, coupon, changed, reason):
    Coupon.objects.update(**changed)
    ben.add(variant)
    answer = apply(ben, "WELCOME10")
    assert answer.status_code == 422
    assert answer.context["coupon_problem"] == REFUSALS[reason]


def test_an_unknown_code_and_a_switched_off_one_answer_alike(ben, variant, coupon):
    Coupon.objects.update(active=False)
    ben.add(variant)
    real, invented = apply(ben, "WELCOME10"), apply(ben, "WELCOME11")
    assert real.context["coupon_problem"] == invented.context["coupon_problem"]


def test_a_guesser_is_made_to_wait(ben, variant, coupon):
    ben.add(variant)
    for number in range(20):
        apply(ben, f"GUESS{number}")
    assert apply(ben, "WELCOME10").context["coupon_problem"] == REFUSALS["too_often"]


@pytest.mark.parametrize(
    "again",
    [
        {"email": "ADA+coffee@Example.com", "phone": "0955 000 111"},
        {"email": "other@example.com", "phone": "+886 922-111-222"},
    ],
)
def test_once_per_customer_also_holds_for_guests(ada, buyer, variant, coupon, again):
    Coupon.objects.update(per_customer=1)
    ada.buy(variant, coupon="WELCOME10")
    same = buyer(**again)
    answer = same.buy(variant, coupon="WELCOME10")
    assert answer.status_code == 422
    assert f"no longer applies: {REFUSALS['used_by_you']}" in answer.text
    assert answer.text.count('role="alert"') == 1
    assert Order.objects.count() == 1
    assert same.pay().status_code == 302  # at the full price, which was shown


def test_step_1_takes_a_coupon_off_only_when_told(ben, variant, coupon):
    ben.add(variant)
    ben.order_step(coupon="WELCOME10", apply="1")
    assert 'name="coupon_off"' in ben.client.get("/checkout/order/").text
    ben.order_step(coupon="")
    assert ben.client.get("/checkout/payment/").url == "/checkout/delivery/"
    assert "−NT$32" in ben.client.get("/checkout/order/").text
    assert ben.order_step(coupon_off="1").url == "/checkout/order/"
    assert "−NT$32" not in ben.client.get("/checkout/order/").text


def test_a_typo_in_step_1_is_told_at_the_field_and_gone_when_cleared(ben, variant, coupon):
    ben.add(variant)
    answer = ben.order_step(coupon="WELCOM10")
    assert answer.status_code == 422
    field = answer.text.split('id="coupon"')[1].split("</details>")[0]
    assert 'aria-invalid="true"' in field
    assert "or go on without it" in field
    assert ben.order_step(coupon="").url == "/checkout/delivery/"


def test_nothing_typed_and_apply_says_what_to_do(ben, variant):
    ben.add(variant)
    assert "Type the code first" in ben.order_step(coupon=" ", apply="1").text


def test_a_waiting_coupon_is_shown_in_step_1_and_can_go(ben, variant, coupon):
    Coupon.objects.update(minimum_spend=600)
    ben.add(variant)
    ben.order_step(coupon="WELCOME10")
    shown = ben.client.get("/checkout/order/").text
    assert "NT$280 more" in shown
    assert 'name="coupon_off"' in shown


def test_a_cancelled_order_gives_its_use_back_once(ben, variant, coupon):
    Coupon.objects.update(total_limit=1)
    ben.buy(variant, coupon="WELCOME10")
    order = Order.objects.get()
    assert cancel(order, by="dora")
    assert not cancel(order, by="dora")
    coupon.refresh_from_db()
    assert coupon.used == 0


def test_a_coupon_that_asks_for_more_waits_for_it(ben, variant, coupon):
    Coupon.objects.update(minimum_spend=600)
    ben.add(variant)
    waiting = apply(ben, "WELCOME10").text
    assert "NT$280 more" in waiting
    assert "the coupon</span></button>" in waiting  # and can be taken off
    ben.add(variant)
    assert "−NT$64" in ben.client.get("/cart/").text


def test_a_guesser_by_link_is_made_to_wait_too(ben, variant, coupon):
    ben.add(variant)
    for number in range(25):
        ben.client.get(f"/?coupon=GUESS{number}")
    ben.client.get("/?coupon=WELCOME10")
    assert "WELCOME10" not in ben.client.get("/cart/").text


def test_a_guesser_behind_the_same_proxy_keeps_nobody_else_waiting(
    ben, cleo, variant, coupon, settings
):
    settings.TRUSTED_PROXIES = 1
    for number in range(25):
        data, proxy = {"code": f"GUESS{number}"}, {"x-forwarded-for": "203.0.113.6"}
        cleo.client.post("/cart/coupon/", data, headers=proxy)
    answer = ben.client.post(
        "/cart/coupon/", {"code": "WELCOME10"}, headers={"x-forwarded-for": "203.0.113.7"}
    )
    assert answer.status_code == 302


def test_a_link_with_a_code_in_any_script(ben, variant, coupon):
    Coupon.objects.update(code="咖啡10")
    ben.client.get("/?coupon=咖啡10")
    assert ben.client.cookies["coupon"].value.isascii()
    ben.buy(variant)
    assert Order.objects.get().coupon_code == "咖啡10"
