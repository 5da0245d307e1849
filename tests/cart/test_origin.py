"""What is put into the cart comes from our own page: the browser says so, or a token does."""

import pytest
from django.test import Client

from tests.conftest import BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(page, variant):
    def add(**headers):
        client = Client(enforce_csrf_checks=True, headers={"user-agent": BROWSER, **headers})
        return client.post("/cart/lines/", {"variant": variant.pk, "quantity": 1}).status_code

    return add


def test_a_post_from_our_page(post, settings):
    assert post(**{"sec-fetch-site": "same-origin"}) == 302
    assert post(origin=settings.SITE_URL) == 302


def test_a_post_from_our_page_under_another_name_of_this_machine(post):
    """As Django's own check does: `localhost` is not SITE_URL, but asked for and allowed."""
    assert post(host="localhost", origin="http://localhost") == 302
    assert post(host="localhost", origin="http://127.0.0.1") == 403


# Refused


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "rubbish"])
def test_a_post_from_elsewhere(site, post, settings):
    assert post(**{"sec-fetch-site": site, "origin": settings.SITE_URL}) == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1"])
def test_an_origin_that_is_not_ours(origin, post):
    assert post(origin=origin) == 403


def test_a_post_that_does_not_say(post):
    assert post() == 403
