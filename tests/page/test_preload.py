"""The picture of the first screen is fetched first, and only that one."""

import re

import pytest

from shop.catalogue.models import Picture
from shop.page.document import forget_pages
from shop.page.models import Section

pytestmark = pytest.mark.django_db


@pytest.fixture
def hero(full_page):
    """The page's first section with a picture for desktops and one for phones."""
    size = {"width": 2400, "height": 1600, "widths": [400, 800, 1200, 1600, 2400]}
    wide = Picture.objects.create(token="a" * 16, **size)
    tall = Picture.objects.create(token="b" * 16, **size)
    Section.objects.filter(kind="hero").update(picture=wide, phone_picture=tall)
    forget_pages()
    return Section.objects.get(kind="hero")


def preloads(response):
    return re.split(r", (?=<)", response.get("Link", ""))


def test_a_phone_and_a_desktop_fetch_their_own(hero, visitor):
    phone, desktop = preloads(visitor.get("/"))
    assert 'media="(max-width: 699px)"' in phone
    assert "b" * 16 in phone
    assert 'media="(min-width: 700px)"' in desktop
    assert "a" * 16 in desktop


def test_it_is_the_very_choice_that_the_page_offers(hero, visitor):
    response = visitor.get("/")
    for link in preloads(response):
        choice = re.search(r'imagesrcset="([^"]+)"', link)[1]
        assert f'type="image/avif" srcset="{choice}" sizes="100vw"' in response.content.decode()


def test_one_picture_for_all_needs_no_condition(hero, visitor):
    Section.objects.update(phone_picture=None)
    forget_pages()
    (link,) = preloads(visitor.get("/"))
    assert 'media="' not in link
    assert "a" * 16 in link


def test_only_the_first_picture_is_urgent(hero, visitor):
    html = visitor.get("/").content.decode()
    assert html.count('fetchpriority="high"') == 1


def test_a_page_that_begins_with_words_fetches_nothing_ahead(hero, visitor):
    Section.objects.filter(kind="hero").update(visible=False)
    forget_pages()
    assert "Link" not in visitor.get("/")
