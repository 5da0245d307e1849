import re

import pytest
from django.test import Client

from shop.page.document import forget_pages
from shop.page.models import Page, Section
from tests.conftest import BROWSER

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.I)


def test_a_warm_page_costs_the_shop_no_query(full_page, visitor, django_assert_num_queries):
    visitor.get("/")
    with django_assert_num_queries(0, using="default"):
        Client(headers={"user-agent": BROWSER}).get("/")


def test_a_cart_costs_two_queries(full_page, ben, variant, django_assert_max_num_queries):
    ben.add(variant)
    ben.client.get("/")
    with django_assert_max_num_queries(2, using="default"):
        ben.client.get("/")


def test_a_cold_page_costs_few_queries(full_page, visitor, django_assert_max_num_queries):
    forget_pages()
    with django_assert_max_num_queries(12, using="default"):
        visitor.get("/")


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
    assert visitor.get("/").status_code == 404
