"""Whatever an owner types stays words: it breaks no layout and runs no script."""

import re
from html.parser import HTMLParser

import pytest

from shop.lib.forms import CleanCharField
from shop.page.models import Storefront, Testimonial
from shop.page.themes import OWN
from tests.page.conftest import open_form, posted

pytestmark = pytest.mark.django_db

RUBBISH = [
    "<script>alert(1)</script>",
    "</script></section></main><script>alert(2)</script>",
    "\"'><img src=x onerror=alert(3)>",
    "<style>*{display:none}</style><!--",
    "]]>--><svg/onload=alert(4)>",
    "[x](javascript:alert(5)) [y](data:text/html,x) ![z](x)",
    "| a | b |\n|---|---|\n| c | d |\n\n```\n<b>\n```\n> - # 1. ***",
    "{{ request.user }} {% csrf_token %} {{ visit }}",
    "\u202etxet\u202c \u200f\u2067x\u2069 \u0301" + "\u0301" * 99,
    "W" * 5000,
    "長" * 5000,
    "😀" * 300,
]


CODES = {*OWN, "colour", "country", "countries"}  # not words: refused by rules of their own


class Look(HTMLParser):
    """What a browser would make of a page: its elements, and what runs."""

    VOID = {"meta", "link", "img", "input", "source", "br", "hr"}

    def __init__(self, html):
        super().__init__()
        self.open, self.runs, self.sections, self.odd = [], [], 0, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        own = given.get("src", "").startswith("/static/") or "json" in given.get("type", "")
        if tag in ("style", "iframe", "object", "base") or (tag == "script" and not own):
            self.runs.append(tag)
        self.runs += [name for name in given if name.startswith("on") or name == "style"]
        links = (given.get("href") or "", given.get("src") or "", given.get("action") or "")
        self.runs += [link for link in links if re.match(r"\s*(javascript|data):", link, re.I)]
        self.sections += tag == "section"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.odd.append(tag)


@pytest.fixture
def type_everywhere(full_page, variant, dora):
    """Types some words into each text field of each of the owner's forms, as far as they fit."""
    things = [Storefront.objects.get(), full_page, *full_page.sections.all()]
    things += [Testimonial.objects.get(), variant.product]

    def save(words):
        for thing in things:
            place, forms = open_form(dora.client, thing)
            fields = posted(forms)
            for form in forms:
                for name, field in form.fields.items():
                    if isinstance(field, CleanCharField) and name not in CODES:
                        fields[form.add_prefix(name)] = words[: field.max_length]
            assert dora.client.post(place, fields).status_code == 302, place

    return save


@pytest.mark.parametrize("words", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_stays_words(words, type_everywhere, see):
    before = Look(see())
    type_everywhere(words)
    after = Look(see())
    assert (after.runs, after.odd, after.open) == ([], [], [])
    assert after.sections == before.sections == 8


def test_the_control_finds_what_runs_and_what_is_odd():
    assert Look("<p onclick=x><style></style><script></script>").runs == [
        "onclick",
        "style",
        "script",
    ]
    assert Look("<div><p></div>").odd == ["div"]
    assert Look('<a href=" JavaScript:x">').runs


def test_template_code_and_bidi_marks_are_no_more_than_words(type_everywhere, see):
    type_everywhere("{{ visit }} \u202eabc {% now 'Y' %}")
    html = see()
    assert "{{ visit }} abc {% now" in html
    assert "\u202e" not in html


def test_far_too_much_is_refused_in_words(full_page, dora, form_of, see):
    place, fields = form_of(full_page)
    answer = dora.client.post(place, {**fields, "sections-3-heading": "W" * 5000})
    assert "at most 160 characters" in answer.text
    assert "The story" in see()
