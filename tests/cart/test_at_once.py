"""One cart in several tabs."""

import pytest

from shop.cart.models import Cart
from tests.checkout.test_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_thing_added_in_five_tabs_is_one_line_of_five(ben, variant):
    ben.client.post("/cart/coupon/", {"code": ""})  # opens the cart
    answers = all_at_once([lambda: ben.add(variant).status_code for _ in range(5)])
    assert answers == [302] * 5
    assert Cart.objects.get().lines.get().quantity == 5


def test_no_more_than_an_order_may_have(ben, variant):
    ben.add(variant, 3)
    ben.add(variant, 999)
    assert Cart.objects.get().lines.get().quantity == 5
