"""What the cart tells the funnel: what it is worth, and what a buyer stumbles over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.models import Detail, Event, Filtered, Journey
from shop.cart.models import Cart
from shop.cart.told import changed
from shop.catalogue.models import Variant
from shop.catalogue.stock import adjust

pytestmark = pytest.mark.django_db


def told(name: str) -> list[tuple[str, int]]:
    return list(Detail.objects.filter(name=name).order_by("value").values_list("value", "times"))


@pytest.fixture
def landed(ben):
    ben.client.get("/")
    return ben


def test_it_tells_the_product_and_what_the_cart_is_worth(landed, variant):
    landed.add(variant, 2)

    journey = Journey.objects.get()
    assert (journey.cart_value, journey.cart_currency) == (720, "TWD")  # with delivery
    assert told("product") == [("morning-mist", 1)]


def test_a_coupon_on_it_is_told_while_it_gives_something(landed, variant, coupon):
    landed.client.post("/cart/coupon/", {"code": "welcome10"})
    landed.add(variant)

    assert told("coupon") == [("WELCOME10", 1)]
    assert Journey.objects.get().cart_value == 368


def test_the_delivery_price_is_told_at_first_sight_only(landed, variant):
    landed.add(variant)
    landed.add(variant)
    landed.client.get("/cart/")

    assert told("delivery_price") == [("TWD 80", 1)]


@pytest.mark.parametrize(
    ("code", "reason"), [("NOSUCH", "unknown"), ("OLD", "expired"), ("LARGE", "spend_more")]
)
def test_a_refused_coupon_is_told_by_its_reason(landed, variant, coupon, code, reason):
    refusals(coupon)
    landed.add(variant)

    landed.client.post("/cart/coupon/", {"code": code})

    assert told("coupon_refused") == [(reason, 1)]
    assert not Event.objects.filter(context__icontains=code).exists()


def test_a_coupon_that_a_link_brought_in_vain_belongs_to_its_visit(ben, variant):
    ben.client.get("/?coupon=NOSUCH")

    assert told("coupon_refused") == [("unknown", 1)]
    assert Detail.objects.get().journey == Journey.objects.counted().get()


def test_too_little_stock_is_told_once_for_a_product(landed, variant):
    adjust(variant, -8, by="Dora")
    landed.add(variant, 3)
    line = Cart.objects.get().lines.get()

    landed.client.post(f"/cart/lines/{line.id}/", {"quantity": 4})
    landed.client.post(f"/cart/lines/{line.id}/", {"quantity": 2})

    assert told("stock_refused") == [("morning-mist", 1)]


def test_a_quantity_that_is_none_is_told_without_what_was_typed(landed, variant):
    landed.add(variant, "many")

    assert [value for value, _ in told("field_error")] == ["cart.quantity: not_whole"]


def test_what_staff_stumble_over_is_neither_told_nor_counted_twice(dora, page, variant):
    dora.client.get("/")
    before = sum(Filtered.objects.values_list("requests", flat=True))
    dora.client.post("/cart/coupon/", {"code": "NOSUCH"})

    assert told("coupon_refused") == []
    assert sum(Filtered.objects.values_list("requests", flat=True)) == before


def test_what_changed_by_itself_is_no_work_of_the_buyers(ben, variant, storefront):
    ben.add(variant, 2)
    ben.order_step()
    cart = Cart.objects.get()
    assert changed(cart, cart.quote(storefront)) == []

    Variant.objects.update(price=350)
    assert changed(cart, cart.quote(storefront)) == ["price"]

    Variant.objects.update(price=320)
    cart.set_quantity(cart.lines.get().id, 1)
    assert changed(cart, cart.quote(storefront)) == []


def refusals(coupon):
    """Coupons that can't be used yet, or any more."""
    past = timezone.now() - timedelta(days=1)
    type(coupon).objects.create(code="OLD", kind="percent", value=10, ends_at=past)
    type(coupon).objects.create(code="LARGE", kind="percent", value=10, minimum_spend=9000)
