"""What is never kept: addresses, browsers, and whatever could join one day's visits with another's.

Real requests through the whole shop; then every text of every table is read.
"""

import re
from datetime import timedelta
from itertools import chain

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.test import Client

from funnel import salts
from funnel.models import Event, Identity, Journey, Salt
from tests.conftest import Buyer

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.217"
AGENT = "Mozilla/5.0 (X11; Xyzzyphone 7) Plugh/31.4"
TELLING = ("203.0.113", "xyzzy", "plugh", "2001:db8:7a11", "7a11")
TOKEN = re.compile(r'<meta name="visit" content="([^"]+)"')


def buyer(address: str = ADDRESS, **headers: str) -> Buyer:
    ben = Buyer()
    ben.client = Client(headers={"user-agent": AGENT, **headers}, REMOTE_ADDR=address)
    return ben


def visit(ben: Buyer, path: str = "/?utm_source=news&gclid=abc") -> None:
    """Land, and let the page's script report."""
    page = ben.client.get(path, headers={"referer": "https://search.example/?q=tea"})
    token = TOKEN.search(page.content.decode())[1]
    beacon = {"token": token, "view": "v" * 20, "stage": "interest"}
    ben.client.post("/funnel/events/", beacon, content_type="application/json")


def texts(rooms=None) -> dict[str, list[str]]:
    """Every text and JSON of every row, by its column."""
    found = {}
    for model in apps.get_models() if rooms is None else apps.get_app_config(rooms).get_models():
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField, models.JSONField))
            or field.get_internal_type() == "GenericIPAddressField"
        ]
        for column in columns:
            values = model._base_manager.values_list(column, flat=True)
            found[f"{model._meta.label}.{column}"] = [str(value) for value in values]
    return found


def telling() -> list[str]:
    return [
        f"{column}: {text}"
        for column, rows in texts().items()
        for text in rows
        if any(word in text.lower() for word in TELLING)
    ]


@pytest.mark.parametrize("address", [ADDRESS, "2001:db8:7a11::217"])
def test_no_row_of_any_table_knows_an_address_or_a_browser(address, variant, coupon, page):
    ben = buyer(address)
    visit(ben)
    ben.client.post("/funnel/consent/", {"consent": "yes"})
    visit(ben)
    ben.client.post("/cart/coupon/", {"code": "NOSUCH"})
    ben.add(variant)
    ben.client.get("/checkout/order/")
    ben.order_step(coupon="WELCOME10", apply="1")
    ben.order_step()
    ben.delivery_step(phone="12")
    ben.delivery_step()
    ben.client.get("/checkout/payment/")
    assert ben.pay().status_code == 302
    ben.client.get(f"/share/line/?page={page.slug}")
    robot = Client(headers={"user-agent": f"Googlebot/2.1 {AGENT}"}, REMOTE_ADDR=address)
    robot.get("/")

    stages = set(Event.objects.values_list("name", flat=True))
    assert {"landing", "interest", "cart", "checkout_payment", "purchase", "share"} <= stages
    assert Identity.objects.exists()
    assert telling() == []


def test_the_search_finds_what_is_there(variant):
    """The control: a row that does know is found out."""
    buyer().add(variant)
    Event.objects.update(context={"device": f"phone {AGENT}"})
    assert telling()


def test_of_an_identity_only_a_digest_is_kept(variant, page):
    ben = buyer()
    ben.client.get("/")
    ben.client.post("/funnel/consent/", {"consent": "yes"})
    ben.buy(variant)

    assert Identity.objects.exists()
    words = ("ben@", "example.com", "Ben Lin", "0912", "912345678", "Minzu")
    kept = chain.from_iterable(texts("funnel").values())
    assert not [text for text in kept if any(word in text for word in words)]


def test_without_consent_no_two_days_are_joined(variant, page):
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False) as clock:
        for _ in range(3):
            ben = buyer()  # the same browser with its cookies cleared, as the landing sets none
            visit(ben)
            ben.buy(variant)
            clock.shift(86_400)

    assert Journey.objects.values("visitor").distinct().count() == 3
    assert not Identity.objects.exists()


def test_a_landing_without_consent_leaves_nothing_in_the_browser(variant, page):
    ben = buyer()
    visit(ben)
    assert set(ben.client.cookies) <= {"language"}


def test_when_the_day_is_over_no_row_can_be_told_from_an_address(variant, page):
    """Whoever holds the database, the key, the address and the browser: it no longer adds up."""
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False) as clock:
        visit(buyer())
        before = Journey.objects.get().visitor
        clock.shift(timedelta(days=1))
        visit(buyer())
        assert Salt.objects.count() == 1
        clock.shift(-timedelta(days=1))
        salts.forget_memory()
        visit(buyer())

    assert Journey.objects.filter(visitor=before).count() == 1
    assert Journey.objects.values("visitor").distinct().count() == 3


def test_who_sends_gpc_is_never_recognised_nor_remembered(variant, page):
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False) as clock:
        ben = buyer(**{"sec-gpc": "1"})
        ben.client.post("/funnel/consent/", {"consent": "yes"})
        assert not ben.client.cookies.get("visitor", "") or not ben.client.cookies["visitor"].value
        ben.client.cookies["visitor"] = "k" * 22  # from before the wish
        ben.buy(variant)
        clock.shift(86_400)
        visit(ben)

    assert not Journey.objects.filter(visitor="k" * 22).exists()
    assert Journey.objects.values("visitor").distinct().count() == 2
    assert not Identity.objects.exists()


def test_who_says_no_has_no_identified_journey(variant, page):
    ben = buyer()
    visit(ben)
    ben.client.post("/funnel/consent/", {"consent": "no"})
    ben.buy(variant)
    assert not Identity.objects.exists()
    assert Journey.objects.count() == 1
