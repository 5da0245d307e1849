"""Debian's Chromium, driven by Playwright. Missing: a loud skip here, a failure in CI."""

import io
import os
import secrets
import shutil
import threading
from weakref import WeakSet

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import connections
from PIL import Image

from shop.catalogue.pictures import add_picture
from shop.catalogue.stock import adjust
from shop.offers.models import Coupon
from shop.page.models import Item, Question, Section, Testimonial

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# "HeadlessChrome" in the name would count as a bot, and rightly. What a page sends while it is left
# has the browser's own name, not that of its context.
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0"
ARGS.append(f"--user-agent=Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36")
PHONE = {
    "user_agent": f"Mozilla/5.0 (Linux; Android 16) {CHROME} Mobile Safari/537.36",
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP = {
    "user_agent": f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36",
    "viewport": {"width": 1440, "height": 900},
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, databases="__all__"))


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        message = "Debian's chromium is not installed: no browser journey was tested"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    # Playwright runs an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()
        connections.close_all()  # Django keeps others for this thread while a loop runs in it
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def _key_of_its_own(settings):
    """What a page of an earlier test tells late, as it is closed, is refused: its visit was signed
    with another key."""
    settings.SECRET_KEY = secrets.token_urlsafe(50)


class Underway:
    """The requests that the server still works at: they would be in the way of emptying the
    database, though nobody waits for their answers any more."""

    def __init__(self) -> None:
        self.count, self.changed = 0, threading.Condition()

    def begun(self, **kwargs) -> None:
        with self.changed:
            self.count += 1

    def ended(self, **kwargs) -> None:
        with self.changed:
            self.count -= 1
            self.changed.notify_all()

    def wait(self) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.count <= 0, timeout=10)


@pytest.fixture
def underway():
    requests = Underway()
    request_started.connect(requests.begun)
    request_finished.connect(requests.ended)
    yield requests
    request_started.disconnect(requests.begun)
    request_finished.disconnect(requests.ended)


@pytest.fixture(scope="session")
def connected(live_server):
    """The threads in which the server serves, one for each connection."""
    server, threads = live_server.thread.httpd, WeakSet()

    def process_request(*connection):
        thread = threading.Thread(
            target=server.process_request_thread, args=connection, daemon=True
        )
        threads.add(thread)
        thread.start()

    server.process_request = process_request
    return threads


@pytest.fixture
def browse(chromium, live_server, settings, connected):
    """`browse(PHONE)` opens a page of a new visitor; what it logs as an error fails the test."""
    settings.SITE_URL = live_server.url
    contexts, errors = [], []

    def new_page(shape, **options):
        context = chromium.new_context(base_url=live_server.url, **{**shape, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and errors.append(line.text))
        page.errors = errors
        return page

    yield new_page
    for context in contexts:
        context.close()
    # What a closed page told last may still be read: that would be in the way of emptying the
    # database, or be kept for the next test.
    for thread in [*connected]:
        thread.join(10)
        assert not thread.is_alive(), "The pages are closed, and a connection isn't."


@pytest.fixture
def as_dora(browse, live_server, storefront, dora):
    """`as_dora(PHONE, "/admin/")` opens an address as the owner."""

    def look(shape, address, **options):
        page = browse(shape, **options)
        session = dora.client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(address)
        return page

    return look


def picture(colour, size=(800, 1000)):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return SimpleUploadedFile("picture.png", file.getvalue(), "image/png")


@pytest.fixture
def full_page(page, variant, coupon):
    """A page with a section of each kind, one product, a question and a review."""
    add_picture(picture("#C9B45B"), product=variant.product, alt="A box of Morning Mist")
    for position, kind in enumerate(Section.Kind.values):
        section = Section.objects.create(
            page=page, kind=kind, heading=f"About {kind}", text="Words.", position=position
        )
        Item.objects.create(section=section, heading="Fresh", text="Roasted on Tuesdays.")
    Section.objects.filter(kind="hero").update(button="See the coffees")
    Question.objects.create(page=page, question="How fresh is it?", answer="Very.")
    Testimonial.objects.create(
        name="Mei", words="A good cup.", product=variant.product, approved=True
    )
    adjust(variant, 20, by="Dora")
    return page


@pytest.fixture
def welcome(coupon):
    return Coupon.objects.get(code="WELCOME10")
