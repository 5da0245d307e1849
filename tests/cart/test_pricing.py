"""quote() is arithmetic: examples first, then what must hold for any cart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.cart.changes import changes
from shop.cart.pricing import CouponTerms, DeliveryTerms, Item, quote
from shop.lib.money import CURRENCIES, to_stripe

BOX = Item(variant_id=1, unit_price=320, quantity=2, stock=10, product_id=7)
HOME = DeliveryTerms(price=80, free_from=1000)


def price(*items, **kwargs):
    return quote(list(items), currency=kwargs.pop("currency", "TWD"), **kwargs)


def test_goods_and_delivery():
    quoted = price(BOX, delivery=HOME)
    assert (quoted.subtotal, quoted.delivery_price, quoted.total) == (640, 80, 720)
    assert quoted.free_missing == 360


def test_an_empty_cart_costs_nothing():
    assert price(delivery=HOME).total == 0


def test_percent_is_rounded_down_to_whole_units():
    coupon = CouponTerms("TEN", "percent", 10)
    assert price(Item(1, 333, 1, 9), coupon=coupon).discount == 33


def test_a_fixed_coupon_never_gives_more_than_the_goods():
    quoted = price(Item(1, 60, 1, 9), coupon=CouponTerms("M", "fixed", 100), delivery=HOME)
    assert (quoted.discount, quoted.total) == (60, 80)


def test_free_delivery_waives_the_price():
    quoted = price(BOX, coupon=CouponTerms("F", "free_delivery"), delivery=HOME)
    assert (quoted.delivery_price, quoted.coupon_code, quoted.free_missing) == (0, "F", None)
    assert (quoted.delivery_waived, price(BOX, delivery=HOME).delivery_waived) == (80, 0)


@pytest.mark.parametrize("delivery", [None, DeliveryTerms(0), DeliveryTerms(80, free_from=640)])
def test_free_delivery_is_not_used_up_where_it_is_free_already(delivery):
    quoted = price(BOX, coupon=CouponTerms("F", "free_delivery"), delivery=delivery)
    assert (quoted.coupon_refusal, quoted.coupon_code) == ("free_already", "")


def test_a_coupon_counts_its_own_products_only():
    other = Item(2, 100, 1, 9, product_id=8)
    coupon = CouponTerms("T", "percent", 50, products=frozenset({8}))
    quoted = price(BOX, other, coupon=coupon)
    assert [line.discount for line in quoted.lines] == [0, 50]


def test_a_coupon_for_other_products_says_so():
    coupon = CouponTerms("T", "percent", 50, products=frozenset({99}))
    quoted = price(BOX, coupon=coupon)
    assert (quoted.coupon_refusal, quoted.coupon_code, quoted.discount) == ("other_products", "", 0)


def test_a_coupon_says_what_is_still_to_be_spent():
    quoted = price(BOX, coupon=CouponTerms("T", "fixed", 50, minimum_spend=1000))
    assert (quoted.coupon_refusal, quoted.coupon_missing) == ("spend_more", 360)


@pytest.mark.parametrize(("after", "expected"), [(True, 80), (False, 0)])
def test_free_delivery_counts_before_or_after_the_coupon(after, expected):
    coupon = CouponTerms("T", "fixed", 100)
    quoted = price(Item(1, 1000, 1, 9), coupon=coupon, delivery=HOME, free_after_coupon=after)
    assert quoted.delivery_price == expected


@pytest.mark.parametrize(
    ("coupon", "missing"),
    [
        (CouponTerms("T", "percent", 10), 472),  # of 1112, 111 go off
        (CouponTerms("T", "fixed", 700), 1060),
        (CouponTerms("T", "fixed", 100, minimum_spend=800), 460),
        (CouponTerms("T", "fixed", 100, minimum_spend=1001), 360),
        (CouponTerms("T", "percent", 10, products=frozenset({7})), None),
        (CouponTerms("T", "percent", 100), None),
    ],
)
def test_what_is_missing_for_free_delivery_counts_the_coupon_on_new_goods(coupon, missing):
    assert price(BOX, coupon=coupon, delivery=HOME).free_missing == missing


@pytest.mark.parametrize(
    ("item", "had", "problem"),
    [
        (Item(1, 10, 5, stock=3), 3, "short"),
        (Item(1, 10, 5, stock=9, per_order=2), 2, "limit"),
        (Item(1, 10, 5, stock=0), 0, "sold_out"),
        (Item(1, 10, 5, stock=9, for_sale=False), 0, "unpublished"),
    ],
)
def test_only_what_can_be_had_is_counted(item, had, problem):
    (line,) = price(item).lines
    assert (line.quantity, line.problem, line.wanted) == (had, problem, 5)


def test_changes_name_what_differs():
    before = price(BOX, delivery=HOME).seen()
    dearer = price(Item(1, 350, 2, 10), delivery=HOME)
    found = changes(before, dearer)
    assert found["total"] == [720, 780]
    assert [line.item.unit_price for line in found["lines"]] == [350]
    assert changes(before, price(BOX, delivery=HOME)) == {}


items = st.lists(
    st.builds(
        Item,
        variant_id=st.integers(1, 10**6),
        unit_price=st.integers(0, 10**9).map(lambda cents: cents * 10),
        quantity=st.integers(1, 999),
        stock=st.integers(0, 2000),
        per_order=st.integers(1, 99),
        product_id=st.integers(1, 4),
        for_sale=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda item: item.variant_id,
)
coupons = st.none() | st.builds(
    CouponTerms,
    code=st.just("C"),
    kind=st.sampled_from(["percent", "fixed", "free_delivery"]),
    value=st.integers(1, 100) | st.integers(1, 100).map(lambda n: n * 10),
    minimum_spend=st.integers(0, 10**6),
    products=st.frozensets(st.integers(1, 4), max_size=2),
).filter(lambda coupon: coupon.kind != "percent" or coupon.value <= 100)
deliveries = st.none() | st.builds(
    DeliveryTerms,
    price=st.integers(0, 1000).map(lambda n: n * 10),
    free_from=st.none() | st.integers(0, 10**6),
)


@given(items, coupons, deliveries, st.booleans(), st.sampled_from(["TWD", "JPY", "KWD", "USD"]))
def test_any_quote_adds_up(wanted, coupon, delivery, after, currency):
    quoted = quote(
        wanted, currency=currency, coupon=coupon, delivery=delivery, free_after_coupon=after
    )
    assert sum(line.total for line in quoted.lines) == quoted.subtotal - quoted.discount
    assert quoted.total == quoted.subtotal - quoted.discount + quoted.delivery_price
    assert quoted.total >= 0
    for line in quoted.lines:
        assert 0 <= line.discount <= line.goods
        assert line.quantity <= min(line.item.stock, line.item.per_order, line.wanted)
    assert quoted.discount % CURRENCIES[currency].step == 0
    assert to_stripe(quoted.total, currency) >= quoted.total
    assert quoted.free_missing is None or quoted.free_missing >= 0
    if quoted.free_missing == 0:
        assert quoted.delivery_price == 0


@given(items, coupons)
def test_a_coupon_never_makes_it_dearer(wanted, coupon):
    with_coupon = quote(wanted, currency="TWD", coupon=coupon)
    assert with_coupon.total <= quote(wanted, currency="TWD").total


@given(items, coupons, deliveries)
def test_a_quote_does_not_depend_on_the_order_of_lines_in_its_total(wanted, coupon, delivery):
    one = quote(wanted, currency="TWD", coupon=coupon, delivery=delivery)
    other = quote(wanted[::-1], currency="TWD", coupon=coupon, delivery=delivery)
    assert (one.subtotal, one.discount, one.total) == (other.subtotal, other.discount, other.total)


cheap = st.builds(
    Item, st.integers(1, 9), st.integers(1, 99).map(lambda n: n * 10), st.integers(1, 9), st.just(9)
)
far = st.builds(DeliveryTerms, st.just(80), st.integers(1000, 10**5))


@given(cheap, coupons, far, st.booleans(), st.sampled_from(["TWD", "KWD", "USD"]))
def test_spending_what_is_missing_makes_delivery_free(item, coupon, delivery, after, currency):
    terms = {"currency": currency, "coupon": coupon, "delivery": delivery}
    missing = quote([item], free_after_coupon=after, **terms).free_missing
    if missing:
        more = Item(variant_id=10, unit_price=missing, quantity=1, stock=1, product_id=1)
        assert quote([item, more], free_after_coupon=after, **terms).delivery_price == 0
