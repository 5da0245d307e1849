"""Fetched ahead by a real browser: one landing for one look."""

from funnel.models import Event
from shop.page.models import Page
from tests.browser.conftest import DESKTOP


def test_a_page_that_was_fetched_ahead_counts_once_it_is_looked_at(browse, full_page):
    Page.objects.create(
        title="霧山", slug="zh", language="zh-hant", published=True, translation_of=full_page
    )
    page = browse(DESKTOP)
    page.goto("/", wait_until="networkidle")
    link = page.locator("a[hreflang=zh-hant]")
    with page.context.expect_event(
        "requestfinished", lambda request: request.headers.get("sec-purpose") == "prefetch"
    ):
        link.hover()
    assert Event.objects.filter(name="landing").count() == 1
    with page.expect_response("**/funnel/events/"):
        link.click()
    page.wait_for_load_state("networkidle")
    landings = Event.objects.filter(name="landing").order_by("id")
    assert [landing.context["page"] for landing in landings] == ["coffee", "zh"]
