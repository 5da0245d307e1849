"""An owner's own funnel in a browser: made without script, read on a phone and on a desktop."""

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.models import CustomFunnel
from tests.browser.conftest import DESKTOP, PHONE
from tests.funnel.conftest import tell

ADD, REPORT = "/admin/funnel/customfunnel/add/", "/admin/funnel/custom/"


@pytest.fixture
def visits(db):
    way = ["L@0", "E@9", "C@20", "1@30"]
    for number in range(40):
        story = " ".join(way[: 1 + number % 4])
        tell(story, visitor=f"v{number}", begin=timezone.now() - timedelta(hours=1))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_dora_makes_a_funnel_and_sees_it(as_dora, visits, script):
    page = as_dora(DESKTOP, ADD, java_script_enabled=script)
    page.fill("[name=name]", "To the checkout")
    for place, step in enumerate(("landing", "cart", "checkout_order")):
        page.select_option(f"[name=steps_{place}]", step)
    page.click("[name=_save]")
    page.goto(REPORT)

    assert page.locator(".stage-name").all_inner_texts() == [
        "Landing",
        "Cart",
        "Checkout: your order",
    ]
    assert page.locator(".count data").all_inner_texts() == ["40", "20", "10"]
    assert page.errors == []


@pytest.mark.parametrize("address", [ADD, REPORT])
@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_fits(as_dora, visits, shape, address):
    steps = [{"name": "landing"}, {"name": "interest"}, {"name": "cart"}]
    CustomFunnel.objects.create(name="Cart", steps=steps)
    page = as_dora(shape, address)

    assert page.evaluate("document.documentElement.scrollWidth") == shape["viewport"]["width"]
    assert page.errors == []
