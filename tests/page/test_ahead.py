"""The page in another language is fetched when a pointer comes near its link, and counts for
nothing until somebody looks at it."""

import pytest

from funnel.models import Event, Filtered
from shop.lib.languages import COOKIE
from shop.page.models import Page

pytestmark = pytest.mark.django_db
AHEAD = {"headers": {"sec-purpose": "prefetch"}}


@pytest.fixture
def chinese(page):
    return Page.objects.create(
        title="霧山咖啡", slug="zh", language="zh-hant", published=True, translation_of=page
    )


def test_the_landing_names_the_rules_which_name_the_links_to_its_family(visitor, chinese):
    response = visitor.get("/")
    address = response["Speculation-Rules"].strip('"')
    assert b'hreflang="zh-hant"' in response.content
    rules = visitor.get(address)
    assert rules["Content-Type"] == "application/speculationrules+json"
    assert rules.json()["prefetch"][0]["where"] == {"selector_matches": "a[hreflang]"}
    assert "prerender" not in rules.json()


def test_a_page_without_another_language_names_none(visitor, page):
    assert "Speculation-Rules" not in visitor.get("/")


def test_what_is_fetched_ahead_is_no_visit_and_turns_no_language(visitor, chinese):
    visitor.get("/zh/", **AHEAD)
    assert not Event.objects.exists()
    assert Filtered.objects.get().reason == "prefetch"
    assert COOKIE not in visitor.cookies


def test_the_page_itself_does(visitor, chinese):
    visitor.get("/zh/")
    assert Event.objects.get().name == "landing"
    assert visitor.cookies[COOKIE].value == "zh-hant"
