"""Sources and campaigns on a phone and on a desktop: fits, and its switches need no script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.api import Stage, record
from funnel.models import Spend
from tests.browser.conftest import DESKTOP, PHONE

CAMPAIGNS = {"google": "drip-bag-coffee", "facebook": "monday-roast", "newsletter": "roast-day"}
WAY = ("cart", "checkout_order", "checkout_delivery", "checkout_payment", "purchase")


@pytest.fixture
def seen(as_dora):
    """Opens the report as Dora."""

    def look(shape, address="/admin/funnel/sources/", **options):
        return as_dora(shape, address, **options)

    return look


@pytest.fixture
def month(rf, db):
    """Three sources; every third visitor comes back by the newsletter, every fourth buys."""
    begin, sources = timezone.now() - timedelta(days=3), list(CAMPAIGNS)
    for number in range(36):
        at = begin + timedelta(minutes=number)
        for hour, source in enumerate([sources[number % 2], "newsletter"][: 1 + (number % 3 == 0)]):
            land(rf, f"v{number}", source, at + timedelta(hours=hour))
        for minute, stage in enumerate(WAY if number % 4 == 0 else ()):
            bought = {"key": f"o{number}", "value": 1280, "currency": "TWD"}
            told = bought if stage == "purchase" else {}
            when = at + timedelta(hours=3, minutes=minute)
            record(None, Stage(stage), visitor=f"v{number}", at=when, **told)
    for source, cost in (("google", 1900), ("facebook", 2400), ("bing", 300)):
        Spend.objects.create(
            day=begin.date(),
            source=source,
            campaign=CAMPAIGNS.get(source, "autumn"),
            currency="TWD",
            impressions=cost * 11,
            clicks=cost // 9,
            cost=cost,
        )


def land(rf, visitor: str, source: str, at) -> None:
    agent = {"user-agent": DESKTOP["user_agent"]}
    tags = f"/?utm_source={source}&utm_campaign={CAMPAIGNS[source]}"
    record(rf.get(tags, headers=agent), Stage.LANDING, visitor=visitor, at=at)


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_fits_and_logs_no_error(seen, month, shape):
    page = seen(shape)

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == shape["viewport"]["width"]
    assert page.get_by_role("rowheader", name="autumn").count() == 2
    assert page.errors == []


def test_its_switches_work_without_a_script(seen, month):
    page = seen(DESKTOP, java_script_enabled=False)

    page.get_by_role("link", name="All touches alike").click()
    page.wait_for_url("**touch=linear**")
    page.get_by_role("link", name="Source", exact=True).click()
    page.wait_for_url("**by=source**")
    page.get_by_role("button", name="7 days").click()
    page.wait_for_url("**days=7**")

    chosen = page.locator(".source-switch [aria-current]").all_inner_texts()
    assert chosen == ["Source", "All touches alike"]


def test_an_empty_shop(seen):
    page = seen(PHONE)
    assert page.errors == []
    assert page.get_by_text("NaN").count() == 0


def test_on_paper_nobody_is_told_to_scroll(seen, month):
    page = seen(PHONE)
    assert page.locator(".sideways").first.is_visible()
    page.emulate_media(media="print")
    for hint in (*page.locator(".sideways").all(), page.get_by_text("Advertising spend")):
        assert not hint.is_visible()
