"""axe finds nothing to complain of: from landing to order page and in the owner's report, in each
theme, by day and by night."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from shop.page.themes import THEMES
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_journey import fill_delivery
from tests.funnel.conftest import tell

# Some things move for ever; what changes its colour comes to an end.
FADED = """Promise.allSettled(
  document.getAnimations().filter(it => it instanceof CSSTransition).map(it => it.finished)
)"""
SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def looked_at(browse, storefront):
    """`looked_at(shape, theme)`: a page, and what looks at what it shows, by day and by night."""

    def look(shape, theme):
        storefront.theme = theme
        storefront.save()
        page = browse(shape, bypass_csp=True, reduced_motion="reduce")

        def faultless(what):
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.evaluate(FADED)
                found = Axe().run(page).response["violations"]
                wrong = [(it["id"], [node["html"][:120] for node in it["nodes"]]) for it in found]
                assert (what, scheme, wrong) == (what, scheme, [])

        return page, faultless

    return look


@SHAPES
@pytest.mark.parametrize("theme", THEMES)
def test_the_way_of_a_buyer(looked_at, full_page, shape, theme):
    page, faultless = looked_at(shape, theme)
    page.goto("/", wait_until="networkidle")
    page.get_by_text("How fresh is it?").click()
    faultless("landing")
    page.get_by_role("button", name="Add to cart").first.click()
    expect(page.locator("#cart .sums")).to_be_visible()
    faultless("cart")
    page.locator("#cart").get_by_role("link", name="Checkout").click()
    page.locator("#checkout").get_by_text("I have a coupon").click()
    faultless("your order")
    page.get_by_role("button", name="Go on to delivery").last.click()
    page.get_by_role("button", name="Go on to payment").click()
    expect(page.locator("#error-email")).not_to_be_empty()
    faultless("delivery, with mistakes")
    fill_delivery(page)
    page.get_by_role("button", name="Go on to payment").click()
    place = page.get_by_role("button", name=re.compile("Place order"))
    expect(place).to_be_visible()
    faultless("payment")
    place.click()
    page.wait_for_url(re.compile("/orders/"))
    faultless("order page")
    page.goto("/no-such-page/")
    faultless("nothing there")


@SHAPES
def test_the_owners_report(looked_at, live_server, dora, shape):
    for number in range(8):
        story = " ".join(["L@0", "E@9", "C@20", "1@30"][: 1 + number % 4])
        tell(story, visitor=f"v{number}", begin=timezone.now() - timedelta(hours=1))
    page, faultless = looked_at(shape, "mist")
    session = dora.client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/admin/funnel/report/?by=source&compare=previous")
    faultless("report")
    for place in ("sources/", "spend/import/"):
        page.goto(f"/admin/funnel/{place}")
        faultless(place)
    page.goto("/admin/")
    faultless("front page")
