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


def test_a_yes_gives_a_key_that_is_this_browsers_alone(visit):
    request, response = visit(), HttpResponse()

    remember(request, response)

    cookie = response.cookies["visitor"]
    assert len(cookie.value) == 22
    assert cookie.value != visitor_of(request)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_another_yes_keeps_the_key(visit):
    response = HttpResponse()

    remember(visit(cookie=f"visitor={KEY}"), response)

    assert response.cookies["visitor"].value == KEY


@pytest.mark.parametrize(
    ("cookie", "gpc", "began", "goes_on"),
    [
        (KEY, "", "today", KEY),
        (KEY, "1", KEY, "today"),
        (KEY, "", "on another day", "on another day"),
        ("", "", "today", "today"),
        ("", "", KEY, KEY),
        ("", "1", KEY, KEY),
    ],
)
def test_what_a_browser_began_goes_on_under_its_present_key(visit, cookie, gpc, began, goes_on):
    """Only what it began under its own key: another's stays whose it was."""
    today = visitor_of(visit())
    request = visit(cookie=f"visitor={cookie}", sec_gpc=gpc)

    found = identity.goes_on_as(request, today if began == "today" else began)

    assert found == (today if goes_on == "today" else goes_on)


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
