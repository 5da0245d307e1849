"""`simulate`: the record agrees with what the visitors did, and a record that doesn't is found."""

from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import F
from django.utils import timezone

from funnel.models import Event, Filtered, Identity, Journey, Purchase
from shop.catalogue.models import Variant
from shop.catalogue.stock import adjust
from shop.demo.people import DOMAIN
from shop.offers.models import LimitedOffer
from shop.orders.models import Order, OrderLine
from shop.outbox.models import Message
from shop.page.models import Storefront

pytestmark = pytest.mark.django_db


def simulate(visitors=40, seed=7, **more) -> str:
    """The printed table, from below the lines about progress."""
    out = StringIO()
    call_command("simulate", visitors=visitors, seed=seed, stdout=out, stderr=out, **more)
    return out.getvalue().partition("recorded\n")[2]


def test_the_record_agrees(open_shop):
    assert "The record agrees with what happened." in simulate()
    assert Journey.objects.count() > 20
    assert Order.objects.count() > 3
    assert set(Filtered.objects.values_list("reason", flat=True)) == {"bot", "prefetch", "staff"}
    call_command("check_invariants", stdout=StringIO())


def test_the_record_agrees_while_an_offer_ends(open_shop, variant):
    now = timezone.now()
    lot = {"starts_at": now - timedelta(days=60), "ends_at": now - timedelta(days=15)}
    LimitedOffer.objects.create(label="Lot", price=240, **lot).variants.add(variant)
    adjust(variant, 500, by="Dora")
    assert "The record agrees with what happened." in simulate(60)
    for line in OrderLine.objects.select_related("order"):
        price = 240 if line.order.placed_at < lot["ends_at"] else 320
        assert line.unit_price == price
    assert set(OrderLine.objects.values_list("unit_price", flat=True)) == {240, 320}
    call_command("check_invariants", stdout=StringIO())


@pytest.fixture
def new_york(settings):
    """Where the clock was put back on 2 November 2025."""
    settings.TIME_ZONE = "America/New_York"
    return {"around": date(2025, 11, 2), "days": 12, "then_in": "USD"}


def test_the_record_agrees_over_a_change_of_the_clock(open_shop, new_york):
    said = simulate(100, **new_york)
    assert "The record agrees with what happened." in said
    assert " 0 broken." in said
    assert "landings of 2025-11-02" in said
    assert set(Order.objects.values_list("currency", flat=True)) == {"TWD", "USD"}
    assert Order.objects.filter(refunded_at__isnull=False).exists()
    assert Identity.objects.exclude(key__startswith="person:").exists()
    assert Purchase.objects.filter(kind="mid_entry").exists()
    assert Purchase.objects.filter(value__gt=0, refunded__gt=0).exists()
    late = Event.objects.filter(received_at__gt=F("at") + timedelta(hours=1))
    assert set(late.values_list("name", flat=True)) >= {"interest", "purchase"}
    assert Storefront.objects.get().currency == "TWD"


def test_people_who_were_not_joined_are_missed(open_shop, new_york):
    with deaf_to("INSERT INTO funnel_identity", always=True), pytest.raises(SystemExit):
        simulate(60, **new_york)


def test_a_play_that_would_end_tomorrow_is_refused(open_shop):
    with pytest.raises(CommandError, match="still to come"):
        simulate(1, around=timezone.localdate(), days=2)


def test_a_currency_that_no_shop_has_is_refused(open_shop):
    with pytest.raises(CommandError, match="currencies"):
        simulate(1, then_in="XXX")


def test_the_same_seed_plays_the_same(open_shop):
    first = simulate(12)
    adjust(Variant.objects.get(), 10 - Variant.objects.get().stock, by="Dora")
    assert simulate(12) == first


def test_another_seed_plays_another(open_shop):
    assert simulate(6, seed=1) != simulate(6, seed=2)


def test_beacons_that_were_lost_are_missed(open_shop, settings):
    settings.FUNNEL_BEACONS_PER_MINUTE = 0
    with pytest.raises(SystemExit) as stopped:
        simulate(12)
    assert stopped.value.code == 1


@pytest.mark.parametrize("name", ["landing", "cart"])
def test_a_stage_that_is_lost_is_missed(open_shop, name):
    """Each time: of one alone it may be that the same visitor does it again at once."""
    lost = deaf_to("INSERT INTO funnel_event", name, always=True)
    with lost, pytest.raises(SystemExit) as stopped:
        simulate(12)
    assert stopped.value.code == 1


def test_an_order_of_somebody_else_is_left_alone(open_shop, ben, variant):
    ben.buy(variant)
    before = Event.objects.count()
    with pytest.raises(CommandError, match="1 order that no simulation placed"):
        simulate()
    assert Event.objects.count() == before


def test_no_mail_leaves_but_the_log_knows_it(open_shop, mailoutbox):
    simulate(25)
    assert mailoutbox == []
    assert Message.objects.filter(sent_at__isnull=False, to__endswith=DOMAIN).exists()
    assert not Message.objects.filter(sent_at=None).exists()


def test_nobody_of_the_play_can_sign_in_afterwards(open_shop):
    simulate(2)
    assert not User.objects.exists()


@contextmanager
def deaf_to(statement: str, name: str = "", *, always: bool = False):
    """A recorder that answers as usual, but whose database forgets the next (or every) such row."""
    heard = []

    def forget(execute, sql, params, many, context):
        wanted = sql.startswith(statement) and (not name or name in (params or ()))
        if wanted and (always or not heard):
            heard.append(params)
            return None
        return execute(sql, params, many, context)

    with connections[settings.FUNNEL_DATABASE].execute_wrapper(forget):
        yield
    assert heard
