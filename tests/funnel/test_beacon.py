"""What a browser may tell us, and everything it may not."""

import json

import pytest
from django.urls import reverse

from funnel import identity
from funnel.api import Stage, record, visit_token
from funnel.models import Event, Filtered, Journey
from tests.funnel.conftest import BROWSER, journeys

pytestmark = pytest.mark.django_db
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture
def post(client):
    """Send a beacon; its answer's status."""

    def post(body, *, content_type="application/json", agent=BROWSER):
        body = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(
            reverse("funnel:events"), body, content_type=content_type, headers={"user-agent": agent}
        )

    return post


@pytest.fixture
def token(visit):
    """A page view whose landing is recorded."""
    request = visit(ip="127.0.0.1")
    record(request, Stage.LANDING, page="coffee")
    return visit_token(request, "coffee", True)


@pytest.fixture
def pending(visit):
    """A page that was loaded ahead of time."""
    return visit_token(visit(sec_purpose="prefetch;prerender"), "coffee", False)


def test_interest_is_stored_once_per_page_view(post, token):
    beacon = {"token": token, "stage": "interest"}

    assert [post(beacon).status_code for _ in range(3)] == [202, 204, 204]
    assert Journey.objects.get().interest_explicit


def test_send_beacon_sends_plain_text(post, token):
    body = json.dumps({"token": token, "stage": "share"})

    assert post(body, content_type="text/plain;charset=UTF-8").status_code == 202


def test_an_activated_page_lands_with_its_address(post, pending):
    beacon = {"token": pending, "stage": "landing", "url": "https://x.example/?utm_source=fb"}

    assert [post(beacon).status_code for _ in range(2)] == [202, 204]
    assert (Journey.objects.get().source, Journey.objects.get().page) == ("fb", "coffee")


def test_a_landing_the_server_recorded_is_not_taken_again(post, token):
    assert post({"token": token, "stage": "landing"}).status_code == 204
    assert journeys()[0] == 1


def test_a_page_kept_by_a_cdn_names_no_visitor(post, visit, settings):
    settings.FUNNEL_LANDING_BY = "beacon"
    shared = visit_token(visit(ip="198.51.100.9"), "coffee", False)

    for view in ("a" * 24, "b" * 24):
        beacon = {"token": shared, "stage": "landing", "view": view}
        assert post(beacon).status_code == 202

    assert Event.objects.values("visitor").distinct().count() == 1
    assert post({"token": shared, "stage": "landing"}).status_code == 400


def test_a_clients_time_is_held_to_the_last_day(post, token):
    post({"token": token, "stage": "interest", "age": 10**12})

    event = Event.objects.get(name="interest")
    assert (event.received_at - event.at).total_seconds() == pytest.approx(86_400, abs=5)


def test_a_bot_is_filtered_and_counted_with_its_page_view(post, token):
    assert post({"token": token, "stage": "interest"}, agent=GOOGLEBOT).status_code == 204
    assert not Filtered.objects.exists()


def test_where_a_cdn_answers_the_beacon_counts_the_bots(post, visit, settings):
    settings.FUNNEL_LANDING_BY = "beacon"
    shared = visit_token(visit(), "coffee", False)

    post({"token": shared, "stage": "landing", "view": "a" * 24}, agent=GOOGLEBOT)

    assert Filtered.objects.get().requests == 1


@pytest.mark.parametrize("stage", ["purchase", "cart", "checkout_payment", "repurchase"])
def test_the_servers_own_stages_are_refused(post, token, stage):
    assert post({"token": token, "stage": stage}).status_code == 403
    assert Event.objects.count() == 1


@pytest.mark.parametrize("forged", [None, "", "x", 7, ["a"], "eyJwYWdlIjoieCJ9:1abc:xyz"])
def test_a_token_that_is_not_ours_is_refused(post, forged):
    assert post({"token": forged, "stage": "interest"}).status_code == 403


def test_an_old_token_is_refused(post, token, settings):
    settings.FUNNEL_WINDOW *= 0

    assert post({"token": token, "stage": "interest"}).status_code == 403


RUBBISH = {
    "nothing": "",
    "no json": "landing",
    "no object": "[1, 2]",
    "a number": "7",
    "NaN": '{"stage": "interest", "age": NaN}',
    "infinity": '{"stage": "interest", "age": 1e999}',
    "endless nesting": "[" * 8_000,
    "nested objects": '{"a":' * 1_500,
    "half a surrogate": '{"stage": "interest", "x": "\\ud800"}',
    "5,000 digits": '{"stage": "interest", "age": ' + "9" * 5_000 + "}",
    "no utf-8": b"\xff\xfe{}",
    "no stage": "{}",
    "an unknown stage": '{"stage": "refund"}',
    "a list for a stage": '{"stage": ["interest"]}',
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_refused(post, name):
    assert post(RUBBISH[name]).status_code == 400


@pytest.mark.parametrize("age", ["1", None, True, [], {}])
def test_an_age_is_a_number(post, token, age):
    assert post({"token": token, "stage": "interest", "age": age}).status_code == 400


def test_huge_ages_and_addresses_are_bounded(post, pending):
    beacon = {"token": pending, "stage": "landing", "age": -5, "url": {"a": 1}, "referrer": "//["}

    assert post(beacon).status_code == 202


def test_too_large_is_refused(post):
    assert post('{"stage": "' + "x" * 20_000 + '"}').status_code == 413


def test_too_many_are_told_when_to_come_back(post, token, settings):
    settings.FUNNEL_BEACONS_PER_MINUTE = 2

    answers = [post({"token": token, "stage": "interest"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 204, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60


def test_only_posted(client):
    assert client.get(reverse("funnel:events")).status_code == 405


def test_the_token_names_the_visitor_of_the_cart(visit):
    request = visit()
    record(request, Stage.LANDING, visitor="cart-of-ada")

    assert identity.unsign(visit_token(request, "coffee", True))["visitor"] == "cart-of-ada"
