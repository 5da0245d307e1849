import re
from pathlib import Path

import pytest
from django.conf import settings

from shop.lib.colours import contrast, luminance, mix, on, readable
from shop.page.models import Storefront
from shop.page.themes import MIST, OWN, PAIRS, THEMES, look, painted

pytestmark = pytest.mark.django_db

SHEET = (Path(settings.BASE_DIR) / "static" / "shop.css").read_text()
SIDES = [
    pytest.param(side, night, id=f"{theme.name}-{'dark' if night else 'light'}")
    for theme in THEMES.values()
    for night, side in ((False, theme.light), (True, theme.dark))
    if side
]
NONE = ("",) * len(OWN)


def own(**chosen):
    return tuple(chosen.get(name, "") for name in OWN)


def sides(name, colours):
    seen = look(name, colours, True)
    return [seen.light, seen.dark]


def faint(colours, pairs=PAIRS):
    """The pairs that can't be read, with their contrast."""
    ratios = [(a, b, contrast(colours[a], colours[b]), least) for a, b, least in pairs]
    return [(a, b, round(ratio, 2)) for a, b, ratio, least in ratios if ratio < least]


@pytest.mark.parametrize(("side", "night"), SIDES)
def test_everything_can_be_read_in_every_theme(side, night):
    assert faint(painted(vars(side), dark=night)) == []


@pytest.mark.parametrize(("side", "night"), SIDES)
@pytest.mark.parametrize("picture", ["#000000", "#FFFFFF"])
def test_words_on_a_picture_can_be_read_whatever_it_shows(side, night, picture):
    colours = painted(vars(side), dark=night)
    assert contrast(colours["ink"], mix(colours["paper"], picture, 0.8)) >= 4.5
    assert contrast(colours["on_deep"], mix(colours["deep"], picture, 0.86)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("accent", ["#FFCC00", "#123456", "#777777", "#FFFFFF", "#000000"])
def test_any_accent_of_the_owners_can_be_read_by_day_and_night(theme, accent):
    for colours in sides(theme, own(accent=accent)):
        assert colours["accent"] == accent
        assert faint(colours) == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_owners_primary_is_lightened_at_night(theme):
    light, dark = sides(theme, own(primary="#123456"))
    assert light["primary"] == "#123456"
    assert luminance(dark["primary"]) > luminance("#123456")
    assert faint(dark) == []


def test_the_themes_are_no_mere_hues():
    looks = [{**theme.tokens} for theme in THEMES.values()]
    for name in ("heading", "heading_weight", "radius", "space", "h1", "leading"):
        assert len({each[name] for each in looks}) == len(looks), name


def test_at_least_two_have_a_night():
    assert sum(theme.dark is not None for theme in THEMES.values()) >= 2


def test_without_its_address_the_sheet_is_mist():
    """Pages that can't ask for /theme.css (a busy database) are drawn in the first theme."""
    css = look("mist", NONE, False).css.partition("\n")[0]
    for name, value in re.findall(r"--([\w-]+):([^;]+);", css):
        found = re.search(rf"--{name}:\s*([^;]+);", SHEET)
        assert found, name
        assert found[1].lower() == value.lower(), name


def test_the_sheet_names_no_colour_after_its_tokens():
    painting = re.sub(r"/\*.*?\*/", "", SHEET.partition("@layer base {")[2], flags=re.S)
    painting = painting.partition("@layer print {")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgb\(", painting) == []


# What is served


def test_the_owners_colours_become_properties(page, visitor):
    Storefront.objects.update(accent="#123456")
    response = visitor.get("/theme.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert b"--accent:#123456;" in response.content


def test_the_theme_is_the_owners_choice(page, visitor, settings):
    settings.PAGE_CACHE_SECONDS = 0
    assert b"--heading:var(--serif);" in visitor.get("/theme.css").content
    Storefront.objects.update(theme="studio")
    assert b"--heading:var(--sans);" in visitor.get("/theme.css").content


def test_dark_mode_follows_the_device_unless_the_owner_says_no(page, visitor, see, settings):
    settings.PAGE_CACHE_SECONDS = 0
    assert b"@media screen and (prefers-color-scheme:dark)" in visitor.get("/theme.css").content
    assert see().count('name="theme-color"') == 2
    Storefront.objects.update(dark_mode=False)
    assert b"prefers-color-scheme" not in visitor.get("/theme.css").content


def test_a_product_has_its_hue(page, variant, visitor):
    variant.product.colour = "#C9B45B"
    variant.product.save()
    assert b"#product-morning-mist{--hue:#C9B45B;}" in visitor.get("/theme.css").content


@pytest.mark.parametrize("changed", [{"paper": "#FFFFFF"}, {"theme": "harvest"}])
def test_a_new_look_has_a_new_address(changed, full_page, see, settings):
    settings.PAGE_CACHE_SECONDS = 0
    before = see().split("look.css?")[1][:12]
    Storefront.objects.update(**changed)
    assert see().split("look.css?")[1][:12] != before


# Refused


@pytest.mark.parametrize("rubbish", ["red;} x{", "#12345", "#12345g", "#1234\n"])
def test_what_is_no_colour_is_left_out(rubbish):
    assert Storefront(paper=rubbish).look == look("mist", NONE, True)


def test_a_theme_that_is_no_more_is_mist():
    assert look("gone", NONE, True).theme is MIST


# The arithmetic


def test_words_on_a_ground():
    assert on("#000000") == on("#23463B") == "#FFFFFF"
    assert on("#FFCC00", dark="#1E1B16") == "#1E1B16"


def test_readable_moves_no_further_than_it_must():
    assert readable("#23463B", "#FFFFFF") == "#23463B"
    assert 4.5 <= contrast(readable("#999999", "#FFFFFF"), "#FFFFFF") < 5
