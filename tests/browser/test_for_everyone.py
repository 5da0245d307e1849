"""Page and checkout for everybody: by keyboard, enlarged, without movement, with forced colours, by
ear and with a thumb. WCAG 2.2, level AA: https://www.w3.org/TR/WCAG22/"""

import re

import pytest
from playwright.sync_api import expect

from shop.orders.models import Order
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_journey import buy

# A window of 1280 × 900 at 200 %, and the narrowest that must do without scrolling sideways.
ENLARGED = {**DESKTOP, "viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
NARROW = {**DESKTOP, "viewport": {"width": 320, "height": 640}, "device_scale_factor": 2}
STEPS = ["/checkout/order/", "/checkout/delivery/", "/checkout/payment/"]

# Whether what has the focus can be seen: in the window, nothing over it, and marked.
FOCUS = """() => {
  const it = document.activeElement;
  if (it === document.body) return "";
  const seen = it.matches(".variant input, .choice input") ? it.closest("label") : it;
  const box = seen.getBoundingClientRect();
  const middle = box.left + Math.min(box.width, innerWidth) / 2;
  const top = document.elementFromPoint(middle, box.top + Math.min(box.height, 40) / 2);
  const name = it.outerHTML.slice(0, 120);
  if (!top || !(seen.contains(top) || top.contains(seen))) return "covered: " + name;
  const marked = [it, seen].some((one) => getComputedStyle(one).outlineStyle !== "none");
  return marked ? "" : "unmarked: " + name;
}"""
TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((it) => !it.closest(".prose, .visually-hidden, .skip, p, li > span, address"))
  .map((it) => [it.closest("label") || it, it])
  .filter(([box]) => box.offsetHeight && (box.offsetHeight < 44 || box.offsetWidth < 44))
  .map(([box, it]) => `${box.offsetWidth} × ${box.offsetHeight}: ${it.outerHTML.slice(0, 90)}`)"""


class Keys:
    """A buyer with a keyboard and nothing else."""

    def __init__(self, page):
        self.page = page

    def to(self, target):
        """Tab until `target` has the focus; whatever is passed must be seen to have it."""
        for _ in range(120):
            if target.evaluate("it => it === document.activeElement"):
                return self
            self.press("Tab")
            assert self.page.evaluate(FOCUS) == ""
        raise AssertionError(f"the keyboard never gets to {target}")

    def press(self, key):
        self.page.keyboard.press(key)
        return self

    def type(self, label, words):
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)


def with_a_cart(page):
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    expect(page.locator("#cart .sums")).to_be_visible()


def fill_delivery(page):
    page.goto("/checkout/order/")
    page.get_by_role("button", name="Go on to delivery").last.click()
    for label, words in {
        "E-mail": "ben@example.com",
        "Name": "Ben Lin",
        "Phone": "0912 345 678",
        "Postal code": "600",
        "Address": "1 Minzu Road",
    }.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("City", exact=True).select_option("Chiayi City")
    page.get_by_role("button", name="Go on to payment").click()
    expect(page.get_by_role("button", name=re.compile("Place order"))).to_be_visible()


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_by_keyboard_alone_from_the_landing_to_the_order(browse, full_page, shape):
    page = browse(shape, reduced_motion="reduce")  # no scrolling that takes its time
    page.goto("/")
    keys = Keys(page)
    keys.press("Tab").press("Enter")  # past the header
    keys.to(page.get_by_text("How fresh is it?")).press("Enter")
    expect(page.get_by_text("Very.")).to_be_visible()
    page.goto("/")
    keys.to(page.get_by_role("button", name="Add to cart")).press("Enter")
    expect(page.locator("#cart .sums")).to_be_visible()
    keys.to(page.get_by_role("link", name="Checkout")).press("Enter")
    expect(page.get_by_role("heading", name="Checkout")).to_be_visible()
    keys.to(page.get_by_role("button", name="Go on to delivery").last).press("Enter")
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()
    keys.type("E-mail", "ben@example.com")
    keys.type("Name", "Ben Lin")
    keys.type("Phone", "0912 345 678")
    keys.type("Postal code", "600")
    keys.type("City", "Chiayi City")
    keys.type("Address", "1 Minzu Road")
    keys.press("Enter")
    place = page.get_by_role("button", name=re.compile("Place order"))
    expect(place).to_be_visible()
    keys.to(place).press("Enter")
    page.wait_for_url(re.compile("/orders/"))
    assert Order.objects.count() == 1
    assert page.errors == []


@pytest.mark.parametrize("shape", [ENLARGED, NARROW], ids=["200 %", "320 px"])
def test_enlarged_from_the_landing_to_the_order(browse, full_page, shape):
    page = browse(shape)
    with_a_cart(page)
    assert too_wide(page) <= 0
    fill_delivery(page)
    for step in STEPS:
        page.goto(step)
        assert (step, too_wide(page) <= 0) == (step, True)
    page.get_by_role("button", name=re.compile("Place order")).click()
    page.wait_for_url(re.compile("/orders/"))
    assert too_wide(page) <= 0


def test_the_whole_way_with_forced_colours_and_without_movement(browse, full_page):
    page = browse(PHONE, forced_colors="active", reduced_motion="reduce")
    buy(page)
    assert Order.objects.count() == 1


def test_nothing_moves_for_those_who_asked_for_it(browse, full_page):
    page = browse(PHONE, reduced_motion="reduce")
    page.goto("/")
    page.get_by_role("button", name="Add to cart").first.click()
    expect(page.locator("#cart .sums")).to_be_visible()
    moving = "document.getAnimations().filter((it) => it.effect.getTiming().duration > 1).length"
    assert page.evaluate(moving) == 0


def test_what_the_cart_comes_to_is_said_after_each_change(browse, full_page):
    page = browse(PHONE)
    with_a_cart(page)
    said = page.locator("#said")
    expect(said).to_contain_text("Total NT$400")
    assert said.evaluate("it => !it.closest('[inert]') && !!it.closest('dialog[open]')")
    page.locator("#cart").get_by_role("button", name=re.compile("One more|more")).first.click()
    expect(said).to_contain_text("Total NT$720")


def test_a_mistake_is_tied_to_its_field_and_has_the_focus(browse, full_page):
    page = browse(PHONE)
    with_a_cart(page)
    page.goto("/checkout/order/")
    page.get_by_role("button", name="Go on to delivery").last.click()
    page.get_by_role("button", name="Go on to payment").click()
    email = page.get_by_label("E-mail", exact=True)
    expect(email).to_be_focused()
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(re.compile("Enter your e-mail address"))


def test_whatever_is_tapped_is_large_enough_for_a_thumb(browse, full_page):
    page = browse(PHONE)
    page.goto("/")
    assert page.evaluate(TARGETS) == []
    page.get_by_role("button", name="Add to cart").first.click()
    expect(page.locator("#cart .sums")).to_be_visible()
    assert page.evaluate(TARGETS) == []
    fill_delivery(page)
    for step in STEPS:
        page.goto(step)
        assert page.evaluate(TARGETS) == []
