"""Who is who: one key a day without consent, one for long with it, none that tells a person."""

import pytest
import time_machine
from django.http import HttpResponse

from funnel import identity
from funnel.api import remember, visitor_of

pytestmark = pytest.mark.django_db

MORNING = "2026-03-02T10:00:00+08:00"
KEY = "abcdefghijklmnopqrstuv"


@time_machine.travel(MORNING, tick=False)
def test_the_same_browser_is_the_same_visitor_today(visit):
    assert visitor_of(visit()) == visitor_of(visit("/other/"))


@pytest.mark.parametrize("other", [{"ip": "203.0.113.8"}, {"agent": "Mozilla/5.0 Firefox/140.0"}])
def test_another_address_or_browser_is_another_visitor(visit, other):
    assert visitor_of(visit()) != visitor_of(visit(**other))


def test_tomorrow_nobody_can_tell(visit):
    with time_machine.travel(MORNING, tick=False) as clock:
        today = visitor_of(visit())
        clock.shift(86_400)

        assert visitor_of(visit()) != today


def test_midnight_cuts_no_visit_in_two(visit):
    with time_machine.travel("2026-03-02T23:50:00+08:00", tick=False) as clock:
        before = visitor_of(visit())
        clock.shift(1_200)

        assert visitor_of(visit()) == before


def test_the_key_shows_neither_address_nor_browser(visit):
    key = visitor_of(visit())

    assert len(key) == 22
    assert "203" not in key


def test_consent_keeps_the_present_key(visit, rf):
    request, response = visit(), HttpResponse()

    remember(request, response)

    cookie = response.cookies["visitor"]
    assert cookie.value == visitor_of(request)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_remembered_visitor_stays_the_same_for_long(visit):
    request = visit(ip="198.51.100.1", cookie=f"visitor={KEY}")

    assert visitor_of(request) == KEY


@pytest.mark.parametrize("value", ["", "x", "a" * 23, "../../etc/passwd......"])
def test_a_made_up_cookie_is_not_believed(visit, value):
    assert visitor_of(visit(cookie=f"visitor={value}")) == visitor_of(visit())


def test_gpc_stands_above_consent(visit):
    request, response = visit(sec_gpc="1", cookie=f"visitor={KEY}"), HttpResponse()

    remember(request, response)

    assert visitor_of(request) != KEY
    assert response.cookies["visitor"].value == ""


@pytest.mark.parametrize(
    ("proxies", "address"),
    [(0, "203.0.113.7"), (1, "192.0.2.2"), (2, "192.0.2.1"), (3, "203.0.113.7")],
)
def test_only_our_own_proxies_are_believed(visit, settings, proxies, address):
    settings.TRUSTED_PROXIES = proxies

    assert identity.client_ip(visit(x_forwarded_for="192.0.2.1, 192.0.2.2")) == address
