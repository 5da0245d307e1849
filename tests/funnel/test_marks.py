"""A mark tells orders apart by their number, the same in the shop's books and in the funnel."""

import pytest

from funnel.cuts import BOUGHT
from funnel.marks import fingerprint, mark
from funnel.models import DailyMoney
from shop.orders.models import Order
from tests.funnel.test_report_money import buy

pytestmark = pytest.mark.django_db


def test_both_sides_add_up_the_same():
    buy("K7Q2M9XA", 320, visitor="ada")
    order = Order.objects.get()
    assert order.mark == mark("K7Q2M9XA")
    bought = DailyMoney.objects.get(cut=BOUGHT[0])
    assert bought.fingerprint == fingerprint(order.mark, 320, 0)


@pytest.mark.parametrize("other", ["K7Q2M9AX", "K7Q2M9XB", "K7Q2M9X", "A7Q2M9XK"])
def test_another_number_has_another_mark(other):
    assert mark(other) != mark("K7Q2M9XA")


def test_amounts_count_with_the_order_that_they_are_of():
    swapped = fingerprint(mark("A"), 641, 0) + fingerprint(mark("B"), 320, 0)
    assert swapped != fingerprint(mark("A"), 320, 0) + fingerprint(mark("B"), 641, 0)
    assert fingerprint(mark("A"), 0, 0) != fingerprint(mark("B"), 0, 0)
