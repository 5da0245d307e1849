"""The visitor cookie: on by the buyer's word, off by it too."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def answer(client, **data):
    return client.post(reverse("funnel:consent"), data)


def test_yes_turns_the_cookie_on_and_goes_back(client):
    response = answer(client, consent="yes", next="/zh/?a=1")

    assert response.cookies["visitor"].value
    assert (response.status_code, response["Location"]) == (302, "/zh/?a=1")


def test_no_turns_it_off(client):
    answer(client, consent="yes")

    assert answer(client, consent="no").cookies["visitor"].value == ""


def test_gpc_is_a_no(client):
    client.defaults["HTTP_SEC_GPC"] = "1"

    assert answer(client, consent="yes").cookies["visitor"].value == ""


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_goes_nowhere_else(client, path):
    assert answer(client, consent="yes", next=path)["Location"] == "/"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_post_from_elsewhere_is_refused(site, page, settings):
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": site})
    client.defaults["HTTP_ORIGIN"] = settings.SITE_URL
    assert answer(client, consent="yes").status_code == 403


def test_a_post_from_the_page_needs_no_token():
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    assert answer(client, consent="yes").status_code == 302


def test_is_guarded_against_forgery(page):
    assert answer(Client(enforce_csrf_checks=True), consent="yes").status_code == 403


def test_an_older_browser_is_known_by_its_pages_address_whichever_name_the_machine_has(page):
    client = Client(enforce_csrf_checks=True)
    for origin, status in (("http://testserver", 302), ("http://evil.example", 403)):
        client.defaults["HTTP_ORIGIN"] = origin
        assert answer(client, consent="yes").status_code == status
