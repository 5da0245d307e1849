"""The times on a phone and on a desktop: they fit, are for everyone, and lead to each other."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.browser.conftest import DESKTOP, PHONE
from tests.funnel.conftest import tell

TIMES = "/admin/funnel/times/?compare=previous"
SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def buyers(db):
    """Thirty-six who bought, each slower than the one before."""
    now = timezone.now() - timedelta(days=1)
    for number in range(36):
        times = [20 * step * (number + 1) for step in range(7)]
        story = " ".join(f"{name}@{at}" for name, at in zip("LEC123P", times, strict=True))
        tell(story, visitor=f"v{number}", begin=now)


@SHAPES
def test_it_fits_and_logs_no_error(as_dora, buyers, shape):
    page = as_dora(shape, TIMES)

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == shape["viewport"]["width"]
    assert page.get_by_role("img", name="From Landing to Purchase").is_visible()
    assert page.locator(".times-table").count() == 2
    assert page.errors == []


@SHAPES
def test_axe_finds_nothing(as_dora, buyers, shape):
    page = as_dora(shape, TIMES, bypass_csp=True)
    page.get_by_text("Show as a table").click()

    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_step_leads_to_its_own_columns(as_dora, buyers, script):
    page = as_dora(DESKTOP, TIMES, java_script_enabled=script)
    page.get_by_role("link", name="Cart").first.click()

    page.wait_for_url("**show=cart_from_previous**")
    assert page.get_by_role("img", name="From Interest to Cart").is_visible()
    assert page.get_by_label("Look at").input_value() == "cart_from_previous"
    assert "compare=previous" in page.url
