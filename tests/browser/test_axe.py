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


@pytest.fixture
def looked_at(browse, live_server, storefront, dora):
    """`looked_at(shape, theme, scheme)`: a page, and what looks at what it shows."""

    def look(shape, theme, scheme):
        storefront.theme = theme
        storefront.save()
        page = browse(shape, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")

        def faultless(what):
            found = Axe().run(page).response["violations"]
            wrong = [(it["id"], [node["html"][:120] for node in it["nodes"]]) for it in found]
            assert (what, wrong) == (what, [])

        return page, faultless

    return look


SHAPES = [(PHONE, "light"), (DESKTOP, "dark"), (DESKTOP, "light"), (PHONE, "dark")]
NAMES = ["phone by day", "desktop by night", "desktop by day", "phone by night"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "scheme"), SHAPES, ids=NAMES)
def test_the_way_of_a_buyer(looked_at, full_page, shape, scheme, theme):
    page, faultless = looked_at(shape, theme, scheme)
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


@pytest.mark.parametrize(("shape", "scheme"), SHAPES, ids=NAMES)
def test_the_owners_report(looked_at, live_server, dora, shape, scheme):
    for number in range(8):
        story = " ".join(["L@0", "E@9", "C@20", "1@30"][: 1 + number % 4])
        tell(story, visitor=f"v{number}", begin=timezone.now() - timedelta(hours=1))
    page, faultless = looked_at(shape, "mist", scheme)
    session = dora.client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/admin/funnel/report/?by=source&compare=previous")
    faultless("report")
    for place in ("sources/", "spend/import/"):
        page.goto(f"/admin/funnel/{place}")
        faultless(place)
    page.goto("/admin/")
    faultless("front page")
