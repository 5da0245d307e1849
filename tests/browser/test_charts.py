"""Every kind of chart on a phone and on a desktop, in light and dark, and on paper."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
OUTSIDE = """() => {
  const figures = [...document.querySelectorAll(".chart")]
  const words = figures.flatMap(figure => [...figure.querySelectorAll("text, th, td, li")])
  const boxes = words.map(word => word.getBoundingClientRect()).filter(box => box.width)
  return boxes.filter(box => box.left < -0.5 || box.right > innerWidth + 0.5).length
}"""
GROUND = "getComputedStyle(document.querySelector('.card')).backgroundColor"
BARS = "getComputedStyle(document.querySelector('.bar-finished')).fill"


@pytest.fixture
def gallery(browse, live_server, settings, storefront):
    settings.ROOT_URLCONF = "tests.browser.gallery"

    def look(shape, theme="auto", **options):
        page = browse(shape, **options)
        # What Django's own switch in the admin's head remembers.
        page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
        page.goto("/gallery/")
        return page

    return look


@SHAPES
def test_words_stay_inside_and_keep_their_size(gallery, shape):
    page = gallery(shape)

    assert page.evaluate(OUTSIDE) == 0
    size = "text => getComputedStyle(text).fontSize"
    sizes = f"() => [...document.querySelectorAll('.chart text')].map({size})"
    assert set(page.evaluate(sizes)) == {"12px"}
    assert page.errors == []


@SHAPES
def test_labels_dont_cover_each_other(gallery, shape):
    page = gallery(shape)

    assert page.locator(".chart-plot").count() == 4
    for chart in page.locator(".chart-plot").all():
        ticks = chart.locator("> .tick").all()
        boxes = [tick.bounding_box() for tick in ticks if tick.is_visible()]
        assert boxes
        for one, other in pairwise(boxes):
            assert one["x"] + one["width"] <= other["x"]


def test_the_colours_follow_the_admins_theme_and_the_readers_own(gallery):
    seen = {
        (theme, scheme): gallery(DESKTOP, theme, color_scheme=scheme).evaluate(
            f"[{GROUND}, {BARS}].join()"
        )
        for theme, scheme in [
            *(("light", "light"), ("dark", "light"), ("auto", "dark"), ("auto", "light"))
        ]
    }
    assert seen["dark", "light"] == seen["auto", "dark"]
    assert seen["light", "light"] == seen["auto", "light"] != seen["auto", "dark"]


def test_on_paper_nothing_asks_to_be_clicked(gallery):
    page = gallery(DESKTOP)
    page.emulate_media(media="print")

    assert page.locator(".chart-table > summary:visible").count() == 0
    assert page.locator(".chart-picture:visible").count() == 4


def test_a_chart_is_one_picture_with_a_name_and_its_table_opens(gallery):
    page = gallery(PHONE)

    assert page.get_by_role("img", name="Landings a day").count() == 1
    page.get_by_text("Show as a table").first.click()
    row = page.get_by_role("row", name="Monday, 2 March 2026")
    assert row.get_by_role("cell").all_inner_texts() == ["400", "380"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_left_out(gallery, theme):
    page = gallery(DESKTOP, theme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")

    report = Axe().run(page, context=".funnel-report")
    assert report.response["violations"] == [], report.generate_report()
