from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Template


@pytest.fixture
def picture():
    return SimpleNamespace(
        token="ab" * 8,
        widths=[160, 400],
        width=400,
        height=300,
        transparent=False,
        alt='A "box" <of> ten',
        focus=None,
    )


def render(arguments: str, **context: object) -> str:
    return Template("{% load shop %}{% picture " + arguments + " %}").render(Context(context))


def test_offers_avif_by_width_and_one_webp_with_its_size(picture):
    html = render('p sizes="50vw"', p=picture)
    assert html.startswith('<picture><source type="image/avif" srcset="')
    assert "/160.avif 160w, /" in html
    assert html.count('sizes="50vw"') == 1
    assert '400.webp" width="400" height="300"' in html


def test_a_single_width_needs_no_choosing(picture):
    picture.widths = [400]
    html = render('p sizes="50vw"', p=picture)
    assert '/400.avif"><img' in html
    assert "sizes" not in html


def test_offers_no_width_that_is_of_no_use(picture):
    picture.widths = [160, 400, 800, 1200, 1600]
    html = render("p most=1200", p=picture)
    assert "1200.avif 1200w" in html
    assert "1600" not in html
    assert "/160." not in html


def test_waits_until_it_is_scrolled_to_unless_it_is_in_the_first_screen(picture):
    assert 'loading="lazy"' in render("p", p=picture)
    eager = render("p eager=True", p=picture)
    assert 'fetchpriority="high"' in eager
    assert "lazy" not in eager


def test_escapes_what_the_owner_wrote(picture):
    assert 'alt="A &quot;box&quot; &lt;of&gt; ten"' in render("p", p=picture)


def test_takes_a_class_and_another_description(picture):
    html = render('p alt="" class="cover"', p=picture)
    assert 'alt=""' in html
    assert 'class="cover"' in html


def test_a_large_picture_falls_back_to_a_middling_one(picture):
    picture.widths = [160, 400, 800, 1200]
    assert 'src="/media/pictures/' + picture.token + '/800.webp"' in render("p", p=picture)


def test_a_phone_gets_its_own_picture(picture):
    html = render('p "80vw" phone=q', p=picture, q=picture)
    assert html.count('media="(max-width: 699px)" width="400" height="300"') == 2
    assert html.rindex("max-width") < html.index('sizes="80vw"')
    assert html.index("400.avif") < html.index("400.webp") < html.index('sizes="80vw"')


def test_draws_nothing_without_a_picture():
    assert render("p", p=None) == ""


@pytest.mark.parametrize(
    ("focus", "classes"), [((25, 76), "fx-30 fy-80"), ((0, 100), "fx-0 fy-100"), (None, None)]
)
def test_what_matters_stays_in_sight(picture, focus, classes):
    picture.focus = focus
    html = render("p", p=picture)
    assert (f'class="{classes}"' in html) if classes else ("class" not in html)


def test_the_phones_picture_has_its_own_focus(picture):
    phone = SimpleNamespace(**vars(picture) | {"focus": (10, 20)})
    assert 'class="x px-10 py-20"' in render('p phone=q class="x"', p=picture, q=phone)
    picture.focus, phone.focus = (90, 90), None
    assert 'class="fx-90 fy-90 px-50 py-50"' in render("p phone=q", p=picture, q=phone)


def test_a_thumbnail_is_one_plain_image(picture):
    html = render("p most=160 alt=''", p=picture)
    assert html.startswith("<img src=")
    assert "/160.webp" in html


def test_each_mark_has_its_rule_in_the_style_sheet():
    rules = (Path(__file__).resolve().parents[2] / "static" / "shop.css").read_text()
    marks = [f".{side}{axis}-{n} " for side in "fp" for axis in "xy" for n in range(0, 101, 10)]
    assert [mark for mark in marks if mark not in rules] == []
