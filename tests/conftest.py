"""What every test may use: a small shop, its people, and clean rate limits.

Ada bought before, Ben is a guest, Cleo is a stranger who must be refused, Dora owns the shop.
"""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import settings as hypothesis

from funnel import beacon, caps, salts
from shop.catalogue.models import Product, Variant
from shop.catalogue.stock import adjust
from shop.delivery.models import DeliveryMethod
from shop.lib import rates
from shop.offers.models import Coupon
from shop.page.models import Page, Storefront

# A machine that is busy is no finding.
hypothesis.register_profile("suite", deadline=None)
hypothesis.load_profile("suite")

pytest_plugins = [
    "tests.payments.stand",  # `stripe`: cards, with a stand-in for Stripe
    "tests.stores",
]

BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile"


@pytest.fixture(scope="session", autouse=True)
def _no_collected_files(tmp_path_factory):
    """What `serve` collected in this checkout is another state of it, under other names."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """A hash that a thief can't undo takes a third of a second."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _fresh_caches():
    translation.activate("en")  # the last request's language stays with its thread
    cache.clear()
    rates.forget_all()
    beacon.forget_rates()
    caps.forget_days()
    salts.forget_memory()


@pytest.fixture
def storefront(db):
    return Storefront.objects.create(
        pk=1, name="Wushan Coffee", currency="TWD", email="hello@shop.example"
    )


@pytest.fixture
def page(storefront):
    return Page.objects.create(
        title="Wushan Coffee", slug="coffee", language="en", published=True, is_default=True
    )


@pytest.fixture
def delivery(storefront):
    return DeliveryMethod.objects.create(
        name="Home delivery", promise="In two days", price=80, free_from=1000
    )


@pytest.fixture
def variant(delivery):
    """A box at NT$320, ten in stock, at most five per order."""
    product = Product.objects.create(name="Morning Mist", slug="morning-mist", published=True)
    box = Variant.objects.create(
        product=product, sku="MM-10", option="10 bags", price=320, per_order=5
    )
    adjust(box, 10, by="Dora", note="first delivery")
    return box


@pytest.fixture
def coupon(db):
    return Coupon.objects.create(code="WELCOME10", kind="percent", value=10)


class Buyer:
    """Somebody with a browser who goes through the steps by plain forms."""

    ADDRESS = {
        "email": "ben@example.com",
        "name": "Ben Lin",
        "phone": "0912 345 678",
        "country": "TW",
        "postal_code": "600",
        "city": "Chiayi City",
        "address": "1 Minzu Road",
    }

    def __init__(self, **address: str) -> None:
        self.client = Client(headers={"user-agent": BROWSER})
        self.address = {**self.ADDRESS, **address}

    def add(self, variant, quantity=1):
        return self.client.post("/cart/lines/", {"variant": variant.pk, "quantity": quantity})

    def order_step(self, **data):
        return self.client.post("/checkout/order/", data)

    def delivery_step(self, **changed):
        return self.client.post("/checkout/delivery/", {**self.address, **changed})

    def pay(self, method="bank_transfer"):
        return self.client.post("/checkout/payment/", {"payment_method": method})

    def buy(self, variant, quantity=1, method="bank_transfer", **order):
        """From the cart to the order page's address; returns step 3's answer."""
        self.add(variant, quantity)
        self.order_step(**order)
        self.delivery_step()
        return self.pay(method)


@pytest.fixture
def ben(page):
    return Buyer()


@pytest.fixture
def ada(page):
    return Buyer(email="ada@example.com", name="Ada Chen", phone="0922 111 222")


@pytest.fixture
def cleo(page):
    return Buyer(email="cleo@example.com", name="Cleo", phone="0933 333 333")


@pytest.fixture
def buyer(page):
    """Makes as many people as a test needs."""
    return Buyer


@pytest.fixture
def dora(db):
    user = User.objects.create_superuser("dora", "dora@shop.example")
    user.client = Client(headers={"user-agent": BROWSER})
    user.client.force_login(user)
    return user


def pytest_collection_modifyitems(items):
    """Both stores are open to every test that uses a database."""
    for item in items:
        for marker in item.iter_markers("django_db"):
            marker.kwargs.setdefault("databases", "__all__")
