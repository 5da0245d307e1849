"""`demo --no-serve`: a shop and its month, made once for these tests, which look at it."""

import socket
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connections

from funnel.models import Annotation, CustomFunnel, Detail, Journey, Spend
from shop.catalogue.models import Product, StockMovement, Variant
from shop.demo.arrivals import SOURCES
from shop.demo.people import DOMAIN
from shop.offers.models import Coupon
from shop.orders.models import Order
from shop.outbox.models import Message
from shop.page.models import Page, Section, Storefront, Testimonial
from tests.conftest import Buyer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker, pictures):
    """What the command printed."""
    with django_db_blocker.unblock():
        yield demo()
        for alias in connections:
            call_command("flush", database=alias, interactive=False, verbosity=0)


def demo() -> str:
    out = StringIO()
    call_command("demo", no_serve=True, visitors=20, stdout=out)
    return out.getvalue()


def rows() -> Counter:
    """How many rows each table has."""
    return Counter({model.__name__: model.objects.count() for model in apps.get_models()})


def test_it_is_a_whole_shop(said):
    assert Storefront.objects.get().currency == "TWD"
    assert Page.objects.get(is_default=True).published
    assert set(Section.objects.values_list("kind", flat=True)) == set(Section.Kind.values)
    assert Product.objects.published().count() == 3
    assert Coupon.objects.count() == 3
    assert Testimonial.objects.filter(demo=True, approved=True).count() == 16


def test_its_ads_cost_something_on_every_day(said):
    for source, campaigns in (("google", 1), ("facebook", 2)):
        days = Spend.objects.filter(source=source)
        assert days.count() == 30 * campaigns
        assert not days.filter(impressions=0).exists()
    assert set(Spend.objects.values_list("campaign", flat=True)) == {
        dict(source.tags)["utm_campaign"] for source in SOURCES if paid(source)
    }


def paid(source) -> bool:
    return dict(source.tags).get("utm_medium") in ("cpc", "paid")


def test_it_has_lived(said):
    assert Journey.objects.count() > 10
    assert not Order.objects.exclude(email__endswith=f"@{DOMAIN}").exists()
    assert Order.objects.with_status("awaiting_payment").count() >= 2
    assert not Message.objects.filter(sent_at=None).exists()


def test_its_browsers_told_what_was_looked_at(said):
    for name in ("depth", "section", "product_seen", "testimonial", "question"):
        assert Detail.objects.filter(name=name).exclude(value="(other)").exists()
    assert not Detail.objects.filter(value="(other)").exists()


def test_its_owner_has_a_funnel_of_her_own_and_notes(said):
    funnel = CustomFunnel.objects.get()
    assert {"name": "product_seen"} in funnel.steps
    assert Annotation.objects.count() == 2


def test_the_second_time_changes_nothing(said):
    before = rows()
    assert "as set before" in demo()
    assert rows() == before


def test_stock_came_by_the_ledger_before_anybody_bought(said):
    first = StockMovement.objects.earliest("at")
    assert first.reason == "edit"
    assert first.at < Order.objects.earliest("placed_at").placed_at


def test_the_books_and_the_funnel_agree(said):
    call_command("check_invariants", stdout=StringIO())


def test_the_owner_signs_in_with_the_printed_password(said, client):
    assert "Admin:    http://" in said
    assert client.login(username="owner", password=said.partition("Password: ")[2].strip())


def test_a_password_may_be_given(said, client, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "two minutes, one cup")
    assert "two minutes, one cup" in demo()
    assert client.login(username="owner", password="two minutes, one cup")


def test_a_mail_servers_password_is_not_printed(said, settings):
    assert "Mails:" in said
    settings.EMAIL_URL, settings.EMAIL_FILE_PATH = "smtp://shop:hush@mail.example", None
    assert "hush" not in demo()


def test_a_month_that_was_broken_off_goes_on_where_it_was(said):
    orders = set(Order.objects.values_list("number", flat=True))
    journeys = Journey.objects.count()
    User.objects.filter(username="owner").delete()  # who comes last
    demo()
    assert orders <= set(Order.objects.values_list("number", flat=True))
    assert Journey.objects.count() < journeys * 1.5


def test_an_order_by_hand_is_left_alone(said):
    Buyer().buy(Variant.objects.get(sku="MIST-10"))
    before = rows()
    with pytest.raises(CommandError, match="nothing was changed"):
        demo()
    assert rows() == before


def test_where_somebody_bought_it_is_served_as_it_is(said, monkeypatch, settings, unused_port):
    """The README's line runs again after one has tried the shop; nothing is built anew."""
    settings.SITE_URL, settings.DEBUG = settings.SITE_URL, False  # which serving changes
    Buyer().buy(Variant.objects.get(sku="MIST-10"))
    before, served = rows(), []
    command = "shop.management.commands.demo.call_command"
    monkeypatch.setattr(command, lambda name, **options: served.append(name))
    call_command("demo", bind=f"127.0.0.1:{unused_port}", stdout=StringIO())
    assert served == ["serve"]
    assert rows() == before


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
