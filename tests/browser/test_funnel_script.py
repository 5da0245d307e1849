"""What only the browser sees: interest, and a page loaded ahead of time that is looked at."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from funnel.models import Detail, Event, Journey
from tests.browser.conftest import DESKTOP, PHONE

BEACON = "**/funnel/events/"
# By then the script watches, and has seen some frames of what is in sight.
FRAMES_LATER = """() => new Promise((done) => {
  let left = 5;
  const frame = () => (left-- ? requestAnimationFrame(frame) : done());
  requestIdleCallback(frame);
})"""


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
    put_away(page)
    assert "0" in known("depth")


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


def put_away(page):
    """The page is hidden, as by another tab; the answers to what it tells then."""
    with page.expect_response(BEACON) as answer:
        page.evaluate(
            """() => {
              Object.defineProperty(document, "visibilityState", {value: "hidden", writable: true});
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    return answer.value


def known(name: str) -> dict[str, int]:
    return dict(Detail.objects.filter(name=name).values_list("value", "amount"))


def test_what_was_looked_at_is_told_when_the_page_is_put_away(landed):
    landed.clock.run_for(1_000)
    with landed.expect_response(BEACON):  # the interest
        landed.get_by_text("How fresh is it?").click()
    landed.clock.run_for(3_000)
    with time_machine.travel(timezone.now() + timedelta(seconds=4)):  # the server's clock, too
        assert put_away(landed).status == 202

    (question,) = known("question")
    assert question.startswith("question-")
    assert "0" in known("depth")
    assert max(known("section").values()) >= 1_000
    opened = Event.objects.get(name="question")
    assert opened.received_at - opened.at >= timedelta(seconds=3)


def test_a_glance_is_no_look_at_a_product(landed):
    landed.clock.run_for(1_000)
    landed.locator("article.product").first.scroll_into_view_if_needed()
    landed.clock.run_for(500)
    put_away(landed)
    assert known("product_seen") == {}


def test_the_field_touched_last_is_told_by_its_name_only(browse, full_page):
    page = browse(PHONE)
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    page.locator("#cart").get_by_role("link", name="Checkout").click()
    page.get_by_role("button", name="Go on to delivery").last.click()
    page.get_by_label("Name").fill("Ben Secret")
    page.get_by_label("Phone").focus()
    assert put_away(page).status == 202
    assert known("field_touched") == {"delivery.phone": 0}
    assert "Secret" not in str(list(Event.objects.values()))


def test_it_is_told_by_who_really_leaves(browse, full_page, underway):
    """Its answer comes when nobody waits for it any more: only the rows can say that it came."""
    page = browse(PHONE)
    page.goto("/")
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    page.evaluate(FRAMES_LATER)
    page.goto("/cart/")
    page.wait_for_load_state("networkidle")
    underway.wait()
    assert {"0", "100"} <= known("depth").keys()
    assert known("section")
