"""The one style sheet: static/shop.css and the owner's look in one answer."""

import re

import brotli
import pytest

from shop.page.models import Storefront

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(see):
    (found,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', see())
    return found


def test_holds_the_sheet_and_the_look(page, visitor):
    Storefront.objects.update(accent="#123456")
    css = visitor.get("/look.css").content.decode()
    assert css.index("@layer tokens") < css.index("--accent:#123456;")


def test_what_lies_beside_the_sheet_is_still_found(page, address, visitor):
    css = visitor.get(address).content.decode()
    assert re.search(r'url\("?/static/marks\.', css)
    assert not re.search(r'url\("?\w', css)


def test_the_present_one_is_kept_for_long_and_an_old_one_is_not(page, address, visitor):
    assert "immutable" in visitor.get(address)["Cache-Control"]
    assert visitor.get("/look.css?old")["Cache-Control"] == "public, max-age=60"
    assert visitor.get("/look.css")["Cache-Control"] == "public, max-age=60"


def test_is_packed_where_the_browser_takes_it(page, address, visitor):
    plain = visitor.get(address)
    small = visitor.get(address, headers={"accept-encoding": "gzip, br"})
    assert small["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain.content
    assert plain["Vary"] == small["Vary"] == "Accept-Encoding"
    assert len(small.content) < 14_000
