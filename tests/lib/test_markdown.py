import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.lib.markdown import render


def test_renders_what_owners_use():
    html = render("### Brew\n\n**Two** minutes\nand *done*\n\n- cup\n- kettle\n\n> “good”")
    for part in ("<h3>Brew</h3>", "<strong>Two</strong>", "<br>", "<li>cup</li>", "<blockquote>"):
        assert part in html


def test_links_do_not_vouch_for_strangers():
    assert 'rel="noopener nofollow"' in render("[map](https://example.com/)")


@pytest.mark.parametrize("link", ["mailto:a@example.com", "tel:+88652", "http://example.com/"])
def test_keeps_links_one_can_follow(link):
    assert f'href="{link}"' in render(f"[x]({link})")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AA)",
        '<a href="https://example.com" onclick="alert(1)">x</a>',
        "<style>*{display:none}</style>",
        "![x](https://example.com/pixel.png)",
        "<iframe src=//example.com></iframe>",
    ],
)
def test_lets_nothing_run(text):
    danger = r"<(script|img|style|iframe)|href=\"(javascript|data)|<a [^>]*on"
    assert not re.search(danger, render(text))


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_breaks_it(text):
    assert "<script" not in render(text)
