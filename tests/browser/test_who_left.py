"""The list of those who left: fits, and tells a journey's story where it stands."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_reasons import seen, stumbles

__all__ = ["seen", "stumbles"]
LIST = "/admin/funnel/who-left/?days=90"


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_fits_and_logs_no_error(seen, stumbles, shape):
    page = seen(shape, LIST)
    assert page.evaluate("document.documentElement.scrollWidth") == shape["viewport"]["width"]
    assert page.locator(".who-one").count() == 30
    assert page.errors == []


def test_a_story_is_fetched_when_it_is_opened(seen, stumbles):
    page = seen(PHONE, LIST)
    story = page.locator(".who-one").first
    story.get_by_text("What happened, in order").click()
    story.locator(".timeline").wait_for()
    assert "Phone: not accepted as written" in story.locator(".timeline").inner_text()
    assert page.errors == []


def test_without_script_it_is_a_page_of_its_own(seen, stumbles):
    page = seen(PHONE, LIST, java_script_enabled=False)
    story = page.locator(".who-one").first
    story.get_by_text("What happened, in order").click()
    story.get_by_role("link", name="Show it").click()
    assert page.locator(".timeline li").count() >= 4


def test_the_stage_is_chosen_and_the_reason_kept(seen, stumbles):
    page = seen(DESKTOP, LIST + "&reason=field_error&value=delivery.email%3A+required")
    page.get_by_label("Left at").select_option("checkout_delivery")
    page.get_by_role("button", name="Show", exact=True).last.click()
    page.wait_for_url("**stage=checkout_delivery**")
    assert "reason=field_error" in page.url
    assert page.locator(".who-one").count() == 3
