from datetime import timedelta

import pytest
from django.utils import timezone

from shop.orders.models import Order
from shop.page.content import sent_this_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_boxes(ben, variant):
    ben.buy(variant, 2, method="cash_on_delivery")
    return Order.objects.get()


def test_counts_what_was_sent_this_month(two_boxes, full_page, see):
    Order.objects.transition("ship", two_boxes)
    assert sent_this_month() == 2
    assert "2 boxes sent this month" in see()


def test_does_not_count_what_is_not_sent(two_boxes, full_page, see):
    assert sent_this_month() == 0
    assert "sent this month" not in see()


def test_does_not_count_another_month(two_boxes):
    Order.objects.update(shipped_at=timezone.now() - timedelta(days=40))
    assert sent_this_month() == 0


def test_does_not_count_what_came_back(two_boxes):
    Order.objects.transition("ship", two_boxes)
    Order.objects.transition("return", two_boxes)
    assert sent_this_month() == 0


def test_does_not_count_what_was_refunded(two_boxes):
    Order.objects.update(shipped_at=timezone.now(), refunded_at=timezone.now())
    assert sent_this_month() == 0
