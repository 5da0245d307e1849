"""Pages for when there is nothing to show: in the shop's hand, and kind."""

import pytest
from django.template.loader import render_to_string

from shop.page.models import Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["403", "403_csrf", "500", "503"])
def test_what_went_wrong_is_said_without_asking_a_database(page, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string(f"{page}.html")
    assert 'class="ridges"' in html
    assert html.index("</h1>") < html.index('href="/theme.css"')


def test_a_fresh_shop_says_that_it_is_being_set_up(db, visitor):
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "3600"
    assert "being set up" in answer.text
    assert "/admin/" not in answer.text


def test_its_owner_is_shown_the_way(dora):
    assert 'href="/admin/page/page/"' in dora.client.get("/").text


def test_with_a_page_it_is_open(full_page, visitor):
    assert visitor.get("/").status_code == 200
    assert Page.objects.filter(is_default=True).exists()
