"""What the shop tells of those who left: what lay in the cart, and whom to write to, if they asked
for news and staff may see orders."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from funnel.models import Event, Journey
from shop.customers.models import Consent, Customer
from shop.orders.known import known
from shop.orders.models import Order
from tests.conftest import BROWSER
from tests.funnel.asking import blocks

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/funnel/who-left/"
CONTENTS = "2 × Morning Mist · 10 bags"


@pytest.fixture
def left(ben, variant):
    """Ben filled in step 2 and never came back: makes him, with what he typed."""

    def leave(**typed):
        ben.client.get("/")
        ben.add(variant, 2)
        ben.order_step()
        ben.delivery_step(**typed)
        ago = timezone.now() - timedelta(days=10)
        Journey.objects.update(entry_at=ago, last_landing_at=ago, day=ago.date())
        Event.objects.update(at=ago)
        return ben

    return leave


def seen(staff, **asked) -> str:
    return staff.client.get(ADDRESS, asked).content.decode()


@pytest.fixture
def helper(db):
    """May see the funnel, but no orders."""
    user = User.objects.create_user("helper", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_dailytotal"))
    user.client = Client(headers={"user-agent": BROWSER})
    user.client.force_login(user)
    return user


def test_what_lay_in_the_cart_is_told(left, dora):
    left()
    assert CONTENTS in seen(dora)


def test_nobody_is_named_who_did_not_ask_for_news(left, dora):
    left()
    page = seen(dora)
    assert "ben@example.com" not in page
    assert "Ben Lin" not in page


def test_who_asked_for_news_may_be_written_to(left, dora):
    left(marketing_consent="on")
    assert "mailto:ben@example.com" in seen(dora)


def test_an_address_that_is_none_is_not_told(left, dora):
    left(marketing_consent="on", email="ben@@example")
    assert "ben@@example" not in seen(dora)


def test_who_took_it_back_is_not_named(left, dora):
    customer = Customer.objects.remember(
        email="ben@example.com", name="Ben", phone="0912345678", country="TW"
    )
    customer.consents.create(kind=Consent.Kind.MARKETING, wording="News?")
    Consent.objects.withdraw()

    left(marketing_consent="on")
    assert "ben@example.com" not in seen(dora)

    Customer.objects.get().consents.create(kind=Consent.Kind.MARKETING, wording="News again?")
    assert "ben@example.com" in seen(dora)


@pytest.mark.parametrize("form", ["html", "csv", "json"])
def test_staff_who_may_not_see_orders_see_nobody(left, helper, form):
    left(marketing_consent="on")
    said = helper.client.get(ADDRESS, {"format": form})
    assert said.status_code == 200
    assert "ben@example.com" not in said.content.decode()


def test_the_file_says_the_same(left, dora):
    left(marketing_consent="on")
    text = dora.client.get(ADDRESS, {"format": "csv"}).content.decode()
    row = blocks(text)[0][0]
    assert CONTENTS in row.values()
    assert "ben@example.com" in row.values()


def test_a_cart_that_became_an_order_leads_there(ben, variant):
    ben.buy(variant, 2)
    order = Order.objects.get()

    (found,) = known([order.visitor])

    assert found.contents == (CONTENTS,)
    assert (found.value, found.currency, found.order) == (order.total, "TWD", order.number)
    assert found.url == f"/admin/orders/order/{order.pk}/change/"


def test_of_nobody_nothing_is_known(ben, variant):
    ben.add(variant)
    assert list(known(["", "stranger"])) == []


def test_many_carts_cost_no_more_queries(buyer, variant, django_assert_max_num_queries):
    for number in range(3):
        somebody = buyer()
        somebody.client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        somebody.add(variant)
    visitors = set(Event.objects.values_list("visitor", flat=True))
    with django_assert_max_num_queries(6):
        assert len(list(known(visitors))) == 3
