"""What `record` promises: durable, once, cheap, and never a failed order."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from funnel import recording, rows
from funnel.api import Stage, forget, record, visitor_of
from funnel.models import Event, Journey, Purchase
from funnel.statements import connection
from tests.funnel.conftest import BEGIN, journeys, tell

pytestmark = pytest.mark.django_db


def test_a_landing_is_stored_with_where_it_came_from(visit):
    landing = visit("/?utm_source=Newsletter&utm_campaign=Spring")

    assert record(landing, Stage.LANDING, page="coffee")

    event = Event.objects.get()
    assert event.visitor == visitor_of(landing)
    assert event.context == {
        "source": "newsletter",
        "campaign": "Spring",
        "device": "phone",
        "page": "coffee",
    }


def test_the_same_key_counts_once_and_two_keys_twice(visit):
    for key in ("a", "a", "b"):
        record(visit(), Stage.CART, key=key)

    assert Event.objects.count() == 2


def test_says_whether_it_stored(visit):
    assert record(visit(), Stage.CART, key="a") is True
    assert record(visit(), Stage.CART, key="a") is False


def test_a_key_of_one_stage_is_not_one_of_another(visit):
    assert record(visit(), Stage.PURCHASE, key="L-1", value=1, currency="TWD")
    assert record(visit(), Stage.REPURCHASE, key="L-1")


def test_a_cart_keeps_its_visitor_over_days(visit):
    tell("L@0", visitor="cart-of-ada")

    record(visit(), Stage.CART, visitor="cart-of-ada", at=BEGIN + timedelta(days=3))

    assert Journey.objects.get().reached == 3


def test_without_request_and_visitor_it_is_nobodys():
    assert record(None, Stage.PURCHASE, key="L-1", value=1, currency="TWD") is False
    assert not Event.objects.exists()


@pytest.mark.parametrize("before", [0, 1])
def test_a_landing_costs_at_most_four_statements(visit, before):
    for _ in range(before):
        record(visit("/?utm_source=fb"), Stage.LANDING, page="coffee")
    record(visit("/?utm_source=fb", ip="203.0.113.8"), Stage.LANDING, page="coffee")

    with CaptureQueriesContext(connection()) as queries:
        record(visit("/?utm_source=fb"), Stage.LANDING, page="coffee")

    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) <= 4


def test_a_broken_store_is_logged_and_never_raised(visit, caplog):
    def full(execute, sql, *rest):
        raise OperationalError("database or disk is full")

    with connections[connection().alias].execute_wrapper(full):
        assert record(visit(), Stage.LANDING) is False

    assert "could not record landing" in caplog.text


def test_nothing_is_left_of_an_event_whose_journey_failed(visit):
    def fail_on_journeys(execute, sql, *rest):
        if sql.startswith("INSERT INTO funnel_journey"):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connections[connection().alias].execute_wrapper(fail_on_journeys):
        record(visit(), Stage.LANDING)

    assert not Event.objects.exists()


def test_the_beacon_setting_leaves_landings_to_the_browser(visit, settings):
    settings.FUNNEL_LANDING_BY = "beacon"

    assert record(visit(), Stage.LANDING) is False
    assert record(visit(), Stage.CART) is True


def test_forgetting_a_visitor_keeps_the_counts():
    tell("L@0 C@10 1@20 2@30 3@40 P@50", visitor="ada")

    forget("ada")

    assert journeys() == [1] * 7
    for model in (Event, Journey, Purchase):
        assert not model.objects.filter(visitor="ada").exists()


def test_a_long_history_is_not_gone_through_again(monkeypatch):
    """A browser's late word counts as of now once there is too much to rebuild."""
    monkeypatch.setattr(rows, "LONG", 5)
    begin = timezone.now() - timedelta(minutes=1)
    for second in range(10):
        tell(f"L@{second}", begin=begin)
    monkeypatch.setattr(recording, "rebuild_visitor", pytest.fail)
    tell("E@3", begin=begin)
    assert Event.objects.order_by("at").last().name == Stage.INTEREST
    assert journeys()[:2] == [1, 1]


def test_a_short_one_is(monkeypatch):
    monkeypatch.setattr(rows, "LONG", 11)
    for second in range(10):
        tell(f"L@{second}")
    tell("E@3")
    assert Event.objects.order_by("at")[4].name == Stage.INTEREST
    assert journeys()[:2] == [1, 1]
