"""Who is left out, and that we say how many."""

import pytest
from django.contrib.auth.models import AnonymousUser

from funnel.api import Stage, record, visitor_of
from funnel.models import Event, Filtered, KnownValue
from tests.funnel.conftest import journeys

pytestmark = pytest.mark.django_db
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def filtered() -> dict[str, int]:
    return dict(Filtered.objects.values_list("reason", "requests"))


def test_bots_are_counted_apart(visit):
    for _ in range(3):
        assert record(visit(agent=GOOGLEBOT), Stage.LANDING) is False

    assert filtered() == {"bot": 3}
    assert not Event.objects.exists()


def test_what_a_bot_brings_takes_none_of_the_days_places(visit):
    record(visit("/?utm_source=scan&utm_campaign=all", agent=GOOGLEBOT), Stage.LANDING)

    assert not KnownValue.objects.exists()


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender"])
def test_a_page_fetched_in_advance_is_no_visit(visit, purpose):
    assert record(visit(sec_purpose=purpose), Stage.LANDING) is False

    assert filtered() == {"prefetch": 1}


def test_staff_do_not_count(dora, ben):
    request = dora.client.get("/").wsgi_request

    assert record(request, Stage.CART) is False
    assert filtered()["staff"] >= 1


def test_without_a_session_cookie_nobody_asks_who_the_user_is(visit):
    request = visit()
    request.user = pytest.fail

    assert record(request, Stage.LANDING)


def test_a_customer_with_a_session_counts(visit):
    request = visit(cookie="sessionid=abc")
    request.user = AnonymousUser()

    assert record(request, Stage.LANDING)
    assert journeys()[0] == 1


def test_what_a_bot_begins_is_never_counted_later(visit):
    assert visitor_of(visit(agent=GOOGLEBOT)) == ""


def test_a_prefetching_visitor_is_still_somebody(visit):
    assert visitor_of(visit(sec_purpose="prefetch")) == visitor_of(visit())


def test_a_long_agent_is_looked_at_in_part(visit):
    """Eight kilobytes of one letter used to take half a minute."""
    assert record(visit(agent="a" * 100_000), Stage.LANDING)
    assert record(visit(agent=GOOGLEBOT + "a" * 100_000), Stage.LANDING) is False


def test_a_cart_that_staff_began_is_nobodys_after_they_left(visit):
    """The key that `visitor_of` gave is "": no other is made up for it."""
    assert record(visit(), Stage.CART, visitor="") is False
    assert not Event.objects.exists()
    assert filtered() == {}
