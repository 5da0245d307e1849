"""Drop-off reasons on a phone and on a desktop: fit, and lead to who left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.api import DetailName, note
from tests.browser.conftest import DESKTOP, PHONE
from tests.funnel.test_reasons import at_delivery

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def seen(as_dora):
    """Opens the report as Dora."""

    def look(shape, address="/admin/funnel/reasons/?days=90", **options):
        return as_dora(shape, address, **options)

    return look


@pytest.fixture
def stumbles(db):
    """Eighty who came to step 2: forty with a wrong phone, of whom thirty left."""
    begin = timezone.now() - timedelta(days=20)
    for number in range(80):
        wrong = number < 40
        met = ["delivery.phone: invalid"] if wrong else []
        met += ["delivery.email: required"] if number < 5 else []
        visitor = f"v{number}"
        at_delivery(visitor, *met, bought=number % 4 == 0 or not wrong, begin=begin)
        if number == 7:
            at = begin + timedelta(seconds=12)
            note(None, DetailName.PAYMENT_DECLINED, "insufficient_funds", visitor=visitor, at=at)
            note(None, DetailName.DELIVERY_PRICE, "TWD 80", visitor=visitor, at=at)


@SHAPES
def test_it_fits_and_logs_no_error(seen, stumbles, shape):
    page = seen(shape)
    assert page.evaluate("document.documentElement.scrollWidth") == shape["viewport"]["width"]
    assert page.locator(".is-worse").count() >= 1
    assert "Phone: not accepted as written" in page.locator(".leak-sentence").inner_text()
    assert page.errors == []


def test_a_row_leads_to_those_behind_it(seen, stumbles):
    page = seen(DESKTOP)
    row = page.locator("tr", has_text="Phone: not accepted as written").first
    link = row.get_by_role("link")
    number = link.inner_text()
    link.click()
    page.wait_for_url("**/who-left/**")
    assert page.locator(".leak-sentence").inner_text().startswith(f"{number} left")
    assert page.locator(".who-one").count() == int(number)
