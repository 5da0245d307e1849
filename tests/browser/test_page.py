"""The landing page's conveniences, each of which nothing needs."""

import re

import pytest
from playwright.sync_api import expect

from shop.catalogue.models import Product, Variant
from shop.catalogue.pictures import add_picture
from shop.catalogue.stock import adjust
from tests.browser.conftest import DESKTOP, PHONE, picture

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
TABLET = {**DESKTOP, "viewport": {"width": 768, "height": 1024}}
SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def big_box(full_page, variant):
    """The same coffee in a larger box: NT$880 instead of 960, two left."""
    box = Variant.objects.create(
        product=variant.product, sku="MM-30", option="30 bags", price=880, compare_at=960
    )
    adjust(box, 2, by="Dora")
    return box


@SHAPES
def test_nothing_jumps(browse, full_page, shape):
    page = browse(shape)
    page.add_init_script(SHIFTS)
    page.goto("/", wait_until="networkidle")
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 500):
        page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
        page.wait_for_timeout(30)
    assert page.evaluate("shifted") < 0.02


@SHAPES
def test_nothing_lies_beyond_the_edge(browse, full_page, shape):
    page = browse(shape)
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_choosing_a_variant_changes_price_and_stock(browse, big_box):
    page = browse(PHONE)
    page.goto("/")
    page.get_by_text("30 bags").click()
    expect(page.locator(".product .price")).to_have_text(re.compile(r"NT\$880\s+NT\$960"))
    more = page.get_by_role("button", name="One more")
    for _ in range(4):
        more.click()
    expect(page.get_by_label("Quantity")).to_have_value("2")


def test_the_gallery_moves_and_the_page_does_not(browse, full_page, variant):
    add_picture(picture("#23463B"), product=variant.product, alt="The back", position=1)
    page = browse(PHONE)
    page.goto("/")
    second = page.get_by_role("link", name="Picture 2")
    second.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    second.click()
    expect(second).to_have_attribute("aria-current", "true")
    assert page.evaluate("scrollY") == before
    assert page.url.endswith("/")


@SHAPES
def test_the_call_to_action_comes_when_the_heros_is_gone(browse, full_page, shape):
    page = browse(shape)
    page.goto("/")
    sticky = page.get_by_role("link", name="Choose yours")
    expect(sticky).to_be_hidden()
    page.locator("#testimonials").evaluate("it => it.scrollIntoView({ behavior: 'instant' })")
    expect(sticky).to_be_visible()
    page.locator(".choose").evaluate("it => it.scrollIntoView({ behavior: 'instant' })")
    expect(sticky).to_be_hidden()


def test_a_link_to_a_question_opens_it(browse, full_page):
    question = full_page.questions.get()
    page = browse(PHONE)
    page.goto(f"/#question-{question.pk}")
    expect(page.get_by_text("Very.")).to_be_visible()


def test_an_opened_answer_has_a_link_to_copy(browse, full_page):
    page = browse(DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.get_by_text("How fresh is it?").click()
    page.get_by_role("link", name="Copy a link to this answer").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.endswith(f"/#question-{full_page.questions.get().pk}")


def test_the_drawer_closes_with_escape_and_gives_the_focus_back(browse, full_page):
    page = browse(DESKTOP)
    page.goto("/")
    button = page.get_by_role("link", name=re.compile("^Cart"))
    button.click()
    expect(page.locator("#cart").get_by_text("Nothing in it yet.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#cart-drawer")).to_be_hidden()
    expect(button).to_be_focused()


def test_back_from_the_checkout_is_the_page_again(browse, full_page):
    page = browse(PHONE)
    page.goto("/")
    page.get_by_role("button", name="Add to cart").click()
    page.get_by_role("link", name="Checkout").click()
    expect(page.get_by_role("heading", name="Checkout")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="About hero")).to_be_visible()
    assert page.errors == []


# What goes wrong


@pytest.mark.parametrize(
    ("status", "words"), [(503, "busy"), (403, "open for long"), (500, "Nothing is lost")]
)
def test_a_failed_answer_is_said_kindly(status, words, browse, full_page):
    page = browse(PHONE)
    page.goto("/")
    page.route("**/cart/lines/", lambda route: route.fulfill(status=status, body="no"))
    button = page.get_by_role("button", name="Add to cart")
    button.click()
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    expect(button).to_be_enabled()


def test_a_lost_connection_is_said_and_nothing_is_lost(browse, full_page):
    page = browse(PHONE)
    page.goto("/")
    page.get_by_label("Quantity").fill("3")
    page.route("**/cart/lines/", lambda route: route.abort())
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("No connection.")).to_be_visible()
    expect(page.get_by_label("Quantity")).to_have_value("3")


def test_four_products_leave_none_alone(browse, full_page, variant):
    for number in range(3):
        product = Product.objects.create(name=f"Tea {number}", slug=f"tea-{number}", published=True)
        adjust(Variant.objects.create(product=product, sku=product.slug, price=100), 5, by="Dora")
    page = browse(DESKTOP)
    page.goto("/")
    tops = page.locator(".product").evaluate_all("all => all.map(one => one.offsetTop)")
    assert len(tops) == 4
    assert len(set(tops)) == 1
    rows = page.locator(".choose__row").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert max(rows) < 60  # quantity and button beside each other


@pytest.fixture
def three_coffees(full_page, variant):
    for number in (2, 3):
        product = Product.objects.create(
            name=f"Roast {number}", slug=f"roast-{number}", published=True
        )
        box = Variant.objects.create(product=product, sku=f"R-{number}", price=320)
        adjust(box, 9, by="Dora")


def test_on_a_tablet_the_third_of_three_fills_its_row(browse, three_coffees):
    page = browse(TABLET)
    page.goto("/")
    row, third = (
        page.locator(".products").bounding_box(),
        page.locator(".product").last.bounding_box(),
    )
    assert third["width"] == pytest.approx(row["width"], abs=1)


def test_lines_at_the_foot_stay_together_beside_a_longer_column(browse, full_page, storefront):
    storefront.email = "dora@shop.example"
    storefront.save()
    page = browse(DESKTOP)
    page.goto("/")
    heading, mail = (page.locator(f".footer address {one}").bounding_box() for one in ("h2", "a"))
    assert mail["y"] - heading["y"] < 48
