"""What only the browser sees: interest, and a page loaded ahead of time that is looked at."""

import pytest

from funnel.models import Event, Journey
from tests.browser.conftest import DESKTOP, PHONE

BEACON = "**/funnel/events/"


@pytest.fixture
def landed(browse, full_page):
    """The page in a browser whose clock we hold."""
    page = browse(PHONE)
    page.clock.install()
    page.goto("/")
    return page


def interests() -> int:
    return Event.objects.filter(name="interest").count()


def test_opening_a_question_is_interest_once(landed):
    question = landed.get_by_text("How fresh is it?")
    with landed.expect_response(BEACON) as answer:
        question.click()
    assert answer.value.status == 202

    question.click()
    question.click()
    landed.clock.fast_forward(60_000)

    assert interests() == 1
    assert Journey.objects.get().interest_explicit


def test_half_of_the_way_down_is_interest(landed):
    with landed.expect_response(BEACON) as answer:
        landed.evaluate("scrollTo({top: document.body.scrollHeight * 0.6, behavior: 'instant'})")

    assert answer.value.status == 202


def test_fifteen_seconds_in_sight_are_interest(landed):
    landed.clock.fast_forward(14_000)
    assert interests() == 0

    with landed.expect_response(BEACON):
        landed.clock.fast_forward(2_000)

    assert interests() == 1


def test_a_page_loaded_ahead_of_time_lands_when_it_is_shown(browse, full_page):
    page = browse(DESKTOP, extra_http_headers={"Sec-Purpose": "prefetch"})

    with page.expect_response(BEACON) as answer:
        page.goto("/?utm_source=fb")

    assert answer.value.status == 202
    assert Journey.objects.get().source == "fb"


def test_a_busy_recorder_is_asked_again(landed):
    landed.route(BEACON, lambda route: route.fulfill(status=503), times=1)
    with landed.expect_response(BEACON):
        landed.get_by_text("How fresh is it?").click()

    with landed.expect_response(BEACON) as answer:
        landed.clock.fast_forward(16_000)

    assert answer.value.status == 202
    event = Event.objects.get(name="interest")
    assert 15 <= (event.received_at - event.at).total_seconds() <= 20
    landed.errors.clear()  # the browser logs the 503 itself
