import re

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.page.document import forget_pages
from shop.page.models import Page, Section
from tests.conftest import BROWSER

pytestmark = pytest.mark.django_db

# JSON-LD is data: no browser runs it, and no policy stops it.
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*(?:\ssrc=|ld\+json))|\son[a-z]+=|javascript:", re.I
)


def asked(database, visit) -> list[str]:
    """What a visit asks a database, transactions' own words left out."""
    with CaptureQueriesContext(database) as captured:
        visit()
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [one["sql"] for one in captured if not one["sql"].startswith(words)]


def of_shop(visit) -> list[str]:
    """What it asks of the shop's tables; the funnel may live in the same database."""
    return [sql for sql in asked(connection, visit) if "funnel_" not in sql]


def test_a_warm_page_costs_the_shop_no_query(full_page, visitor):
    visitor.get("/")
    stranger = Client(headers={"user-agent": BROWSER})
    assert of_shop(lambda: stranger.get("/")) == []


def test_a_visit_is_recorded_in_four_statements(full_page, visitor):
    visitor.get("/")
    stranger = Client(headers={"user-agent": BROWSER}, REMOTE_ADDR="10.0.0.7")
    funnel = connections[settings.FUNNEL_DATABASE]
    assert 1 <= len(asked(funnel, lambda: stranger.get("/"))) <= 4


def test_a_visit_with_consent_looks_once_whether_it_was_joined(full_page, visitor):
    visitor.get("/")
    known = Client(headers={"user-agent": BROWSER, "cookie": f"visitor={'k' * 22}"})
    funnel = connections[settings.FUNNEL_DATABASE]
    waits = 1 if funnel.vendor == "postgresql" else 0  # for its turn
    words = ("funnel_", "advisory")  # what the shop asks may be in the same database
    of_funnel = [
        sql for sql in asked(funnel, lambda: known.get("/")) if any(word in sql for word in words)
    ]
    assert 1 <= len(of_funnel) <= 5 + waits


def test_a_cart_costs_two_queries(full_page, ben, variant):
    ben.add(variant)
    ben.client.get("/")
    assert len(of_shop(lambda: ben.client.get("/"))) <= 2


def test_a_cold_page_costs_few_queries(full_page, visitor):
    forget_pages()
    assert len(of_shop(lambda: visitor.get("/"))) <= 12


def test_an_edit_outside_is_seen_after_the_cache_ran_out(full_page, see, settings):
    settings.PAGE_CACHE_SECONDS = 0
    see()
    Section.objects.filter(kind="hero").update(heading="Anew")
    assert "Anew" in see()


def test_the_cache_holds_for_its_time(full_page, see):
    before = see()
    Section.objects.filter(kind="hero").update(heading="Anew")
    assert "Anew" not in see()
    assert "The hero" in before


def test_nothing_is_inline(full_page, see):
    assert not INLINE.search(see())


def test_the_policy_allows_nothing_unsafe(full_page, visitor):
    policy = visitor.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_control_finds_what_is_inline():
    for html in ('<p style="x">', "<script>x</script>", '<a onclick="x">', "<style>"):
        assert INLINE.search(html)


def test_htmx_neither_evaluates_nor_keeps_pages(full_page, see):
    html = see()
    for rule in ('"allowEval":false', '"allowScriptTags":false', '"historyCacheSize":0'):
        assert rule in html


def test_unpublishing_is_seen_at_once(full_page, dora, visitor):
    assert visitor.get("/").status_code == 200
    Page.objects.update(published=False)
    forget_pages()
    assert visitor.get("/").status_code == 503
