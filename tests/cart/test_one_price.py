"""Card, cart and drawer of any offers at any moment: one price, which is price_of()'s."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.cart.models import Cart
from shop.catalogue.models import Product, Variant
from shop.offers.models import LimitedOffer
from shop.offers.prices import price_of
from shop.page.wares import wares_at

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Asia/Taipei"))

rules = st.fixed_dictionaries(
    {
        "start": st.integers(-3, 3),
        "lasts": st.integers(1, 4),
        "gives": st.builds(lambda n: {"percent": n}, st.integers(1, 99))
        | st.builds(lambda n: {"price": n}, st.integers(1, 500)),
        "product": st.booleans(),
        "which": st.integers(0, 1),
        "active": st.booleans(),
    }
)
moments = st.tuples(st.integers(-4, 8), st.sampled_from([-1, 0, 1]))


def hours(number: int) -> datetime:
    return NOON + timedelta(hours=number)


@pytest.fixture
def boxes(variant):
    """Two boxes of two products."""
    other = Product.objects.create(name="Night Haze", slug="night-haze", published=True)
    dark = Variant.objects.create(product=other, sku="NH-30", price=500, compare_at=600, stock=9)
    return [variant, dark]


def make(rule: dict, boxes: list[Variant]) -> LimitedOffer:
    start, end = hours(rule["start"]), hours(rule["start"] + rule["lasts"])
    offer = LimitedOffer.objects.create(
        label="Lot", starts_at=start, ends_at=end, active=rule["active"], **rule["gives"]
    )
    box = boxes[rule["which"]]
    offer.products.add(box.product) if rule["product"] else offer.variants.add(box)
    return offer


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(rules, max_size=4), moment=moments)
def test_page_and_cart_ask_for_the_same_price(drawn, moment, boxes, storefront):
    LimitedOffer.objects.all().delete()
    offers = [(rule, make(rule, boxes)) for rule in drawn]
    cart, _new = Cart.objects.get_or_create(token_digest="x", visitor="ben", currency="TWD")
    for box in boxes:
        cart.add(box, 1)
    at = hours(moment[0]) + timedelta(microseconds=moment[1])
    with time_machine.travel(at, tick=False):
        lines = {line.item.variant_id: line.item for line in cart.quote(storefront).lines}
        shown = {one.variant.id: one.price for ware in wares_at(at, "TWD") for one in ware.choices}
    for number, box in enumerate(boxes):
        of_it = [offer.terms for rule, offer in offers if rule["which"] == number and offer.active]
        price = price_of(box.price, box.compare_at, of_it, at=at, currency="TWD")
        item = lines[box.id]
        assert shown[box.id] == price
        assert (item.unit_price, item.compare_at) == (price.amount, price.compare_at)
        assert (item.until, item.changes_at) == (price.until, price.changes_at)
