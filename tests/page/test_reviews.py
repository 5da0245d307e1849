import pytest
from django.utils import timezone

from shop.orders.models import Order
from shop.page.models import Testimonial

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(ada, variant):
    """Ada's order, not paid yet, with her review tied to it."""
    ada.buy(variant)
    order = Order.objects.get()
    Testimonial.objects.create(name="Ada", words="Good.", stars=5, order=order, approved=True)
    return order


@pytest.fixture
def reviews(add_section):
    add_section("testimonials", heading="Reviews")


def test_a_paid_order_makes_it_verified(reviews, bought, see):
    Order.objects.transition("pay", bought)
    assert "Verified purchase" in see()


def test_stars_are_told_in_words(reviews, bought, see):
    assert 'aria-label="5 of 5 stars"' in see()


def test_invented_ones_are_marked(reviews, page, see):
    Testimonial.objects.create(name="Nobody", words="Fine.", stars=3, demo=True, approved=True)
    assert "Demo" in see()


def test_an_unpaid_order_verifies_nothing(reviews, bought, see):
    assert "Verified purchase" not in see()


def test_a_cancelled_order_verifies_nothing(reviews, bought, see):
    Order.objects.update(paid_at=None, cancelled_at=timezone.now())
    assert "Verified purchase" not in see()
