"""The picture of a shared link: drawn once for what is on it, and anew when that changes."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from shop.catalogue.models import Picture, Variant
from shop.page import fonts
from shop.page.document import forget_pages
from shop.page.models import Page, Storefront
from shop.page.share_picture import Card, draw, without_brand, wrapped
from shop.page.themes import THEMES

pytestmark = pytest.mark.django_db

COLOURS = {"paper": "#FAF7F1", "ink": "#1E1B16", "primary": "#23463B", "alert": "#B84A1F"}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def address(see, settings):
    """Where the page says its picture is, without the host."""

    def found(at="/"):
        forget_pages()
        url = re.search(r'property="og:image" content="([^"]+)"', see(at))[1]
        assert url.startswith(settings.SITE_URL)
        return url.removeprefix(settings.SITE_URL)

    return found


def card(**given):
    words = {"brand": "Wushan Coffee", "title": "A good cup", "price": "from NT$320"}
    return Card(**{**words, "language": "en", **COLOURS, **given})


def kept():
    return default_storage.listdir("share")[1]


def test_is_a_picture_of_the_size_that_the_page_says(full_page, address, visitor, see):
    response = visitor.get(address())
    picture = Image.open(io.BytesIO(response.content))
    assert (response["Content-Type"], picture.format) == ("image/jpeg", "JPEG")
    assert picture.size == (1200, 630)
    assert 'property="og:image:width" content="1200"' in see()
    assert "immutable" in response["Cache-Control"]
    assert "noindex" not in response["X-Robots-Tag"]


def test_is_drawn_once(full_page, address, visitor):
    first = visitor.get(address()).content
    (name,) = kept()
    made = default_storage.get_modified_time(f"share/{name}")
    assert visitor.get(address()).content == first
    assert default_storage.get_modified_time(f"share/{name}") == made


CHANGES = {
    "title": lambda: Page.objects.update(title="Another"),
    "price": lambda: Variant.objects.update(price=100),
    "brand": lambda: Storefront.objects.update(name="Another"),
    "colour": lambda: Storefront.objects.update(accent="#000000"),
    "theme": lambda: Storefront.objects.update(theme=list(THEMES)[1]),
    "picture": lambda: Picture.objects.create(
        product=Variant.objects.get().product, token="a" * 16, width=9, height=9, widths=[9]
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_another_content_has_another_picture_and_the_old_one_goes(
    what, full_page, address, visitor
):
    before = address()
    visitor.get(before)
    CHANGES[what]()
    after = address()
    assert after != before
    visitor.get(after)
    assert len(kept()) == 1
    assert visitor.get(before)["Location"] == after


def test_the_words_are_on_it():
    (width, height), blank = (1200, 630), card(brand="", title="", price="")
    areas = {"brand": (0, 0, width, 150), "title": (0, 160, width, 480)}
    areas["price"] = (130, height - 110, width, height)
    for area in areas.values():
        assert draw(card()).crop(area).tobytes() != draw(blank).crop(area).tobytes()


def test_letters_that_no_font_has_are_left_out():
    nothing = card(brand="", title="", price="")
    assert draw(card(title="A \U0010fffd", brand="", price="")).tobytes() == draw(nothing).tobytes()


def test_without_fontconfig_there_are_no_words(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    fonts.installed.cache_clear()
    assert draw(card(price="")).tobytes() == draw(card(brand="", title="", price="")).tobytes()
    fonts.installed.cache_clear()


def test_a_font_can_be_named(settings):
    path, _face = fonts.installed("serif", "en")[0]
    settings.SHARE_FONT = path
    assert next(fonts.fonts("serif", "en")).path == path


def test_a_font_that_is_none_is_passed_over(settings):
    settings.SHARE_FONT = "/nowhere.ttf"
    assert next(fonts.fonts("serif", "en")).path != "/nowhere.ttf"


def test_a_font_without_the_letters_is_found_out():
    font = fonts.font_for("Coffee", "serif", "en")
    assert fonts.has_all(font, "Coffee 320")
    assert not fonts.has_all(font, "Coffee \U0010fffd")


def test_lines_break_between_words_and_before_no_comma():
    font = fonts.font_for("霧a", "serif", "zh-hant")
    for line in wrapped("來自阿里山的濾掛咖啡，兩分鐘的好味道。", font, 400):
        assert font.getlength(line) <= 440
        assert line[0] not in "，。"
    assert wrapped("Good coffee", font, 150) == ["Good", "coffee"]


@pytest.mark.parametrize(
    ("title", "rest"),
    [("Wushan: from Alishan", "From Alishan"), ("Wushan", ""), ("Spring sale", "Spring sale")],
)
def test_the_brand_is_said_once(title, rest):
    assert without_brand(title, "Wushan") == rest


# Refused


def test_no_picture_of_a_page_that_is_not_published(full_page, address, visitor):
    at = address()
    Page.objects.update(published=False)
    assert visitor.get(at).status_code == 404


def test_nobody_can_have_other_pictures_drawn(full_page, address, visitor):
    response = visitor.get(f"/share-pictures/{full_page.pk}-{'0' * 16}.jpg")
    assert response["Location"] == address()
    assert not default_storage.exists("share")


def test_a_title_of_one_endless_word_stays_on_the_picture():
    assert draw(card(title="A" * 120)).size == (1200, 630)


def test_the_owners_own_picture_wins(full_page, see):
    size = {"width": 1600, "height": 800, "widths": [400, 1200, 1600]}
    full_page.share_picture = Picture.objects.create(token="5ha2e", alt="Spring", **size)
    full_page.save()
    html = see()
    assert 'property="og:image" content="http://127.0.0.1:8000/media/pictures/5ha2e/1200.' in html
    assert 'property="og:image:height" content="600"' in html
    assert 'property="og:image:alt" content="Spring"' in html
