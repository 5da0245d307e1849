import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from shop.checkout import settle
from shop.orders.models import Order


def staff(name: str, *permissions: str) -> User:
    """A member of staff with these permissions, and a browser of their own at `.client`."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    user.client = Client()
    user.client.force_login(user)
    return user


@pytest.fixture
def eve(db):
    """Packs parcels: she may look at orders and change nothing."""
    return staff("eve", "view_order", "view_message")


@pytest.fixture
def mallory(db):
    """Staff who may not even look."""
    return staff("mallory")


@pytest.fixture
def order(ben, variant):
    """Ben's order of two boxes, awaiting his bank transfer."""
    ben.buy(variant, 2)
    return Order.objects.get()


@pytest.fixture
def paid(order):
    settle.mark_paid(order, by="dora")
    return order
