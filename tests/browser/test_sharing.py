"""The link to pass on, by a browser that copies it and by one that can't."""

from funnel.models import Event
from tests.browser.conftest import DESKTOP, PHONE

ALLOWED = ["clipboard-read", "clipboard-write"]
# A phone's own way to share, as far as a page can see it.
NATIVE = "navigator.share = async ({ url }) => { document.body.dataset.shared = url; };"


def shares() -> int:
    return Event.objects.filter(name="share").count()


def test_the_link_is_copied_and_said_and_counted_once(browse, full_page):
    page = browse(DESKTOP, permissions=ALLOWED)
    page.goto("/")
    page.get_by_role("link", name="Copy link").click()
    page.get_by_text("The link is copied.").wait_for()
    assert "/?ref=" in page.evaluate("navigator.clipboard.readText()")
    assert page.url.endswith("/")
    assert shares() == 1


def test_a_phone_shares_in_its_own_way(browse, full_page):
    page = browse(PHONE)
    page.add_init_script(NATIVE)
    page.goto("/")
    page.get_by_role("link", name="Share", exact=True).click()
    page.locator("body[data-shared*='/?ref=']").wait_for()
    assert shares() == 1


def test_without_a_clipboard_the_page_shows_the_link(browse, full_page):
    page = browse(DESKTOP)
    page.add_init_script("navigator.clipboard.write = async () => { throw new Error(); };")
    page.goto("/")
    page.get_by_role("link", name="Copy link").click()
    page.get_by_label("Copy this link").wait_for()
    assert "/?ref=" in page.get_by_label("Copy this link").input_value()
    assert shares() == 1


def test_without_scripts_too(browse, full_page):
    page = browse(PHONE, java_script_enabled=False)
    page.goto("/")
    assert not page.get_by_role("link", name="Share", exact=True).is_visible()
    page.get_by_role("link", name="Copy link").click()
    assert "/?ref=" in page.get_by_label("Copy this link").input_value()
