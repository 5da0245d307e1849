"""Every string of shop and funnel in Traditional Chinese: there, in use, well-formed, compiled."""

import gettext
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.template.base import Lexer, TokenType
from django.utils import translation
from django.utils.translation import gettext as gettext_now
from django.utils.translation import pgettext

from shop.checkout.mails import MAILS, NAMES
from tests.house import words
from tests.house.leaks import NO_WORDS, SAME, WORD

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {"shop": words.of_shop, "funnel": words.of_funnel}
# Not in our code or templates, yet shown: alt texts of Django's admin, which it doesn't mark.
OF_DJANGO = {"Search", "True", "False"}
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.is_file())
CODE_WORDS = {"rsaquo", "nbsp"}
CLASSES = {"block bodyclass", "block coltype"}


def file(room: str) -> Path:
    return ROOT / room / "locale" / "zh_Hant" / "LC_MESSAGES" / "django"


def catalogue(room: str) -> Catalog:
    with file(room).with_suffix(".po").open("rb") as lines:
        return read_po(lines, abort_invalid=True)


def messages(room: str) -> list[Message]:
    return [message for message in catalogue(room) if message.id]


def all_of(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


@pytest.mark.parametrize("room", ROOMS)
def test_every_string_has_its_chinese(room):
    written = {one for m in messages(room) if all(all_of(m.string)) for one in all_of(m.id)}
    said = ROOMS[room]()
    missing = {text: str(path.relative_to(ROOT)) for text, path in said.items()}
    assert {text: path for text, path in missing.items() if text not in written} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_each_string_is_shown_in_its_own_chinese(room):
    """Django keeps one translation of a text, an earlier app's or its own: else give a context."""
    single = [message for message in messages(room) if isinstance(message.id, str)]
    with translation.override("zh-hant"):
        shown = [
            pgettext(message.context, message.id) if message.context else gettext_now(message.id)
            for message in single
        ]
    pairs = zip(single, shown, strict=True)
    assert [(m.id, m.string, text) for m, text in pairs if m.string != text] == []


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_translated_that_nobody_says(room):
    said = ROOMS[room]().keys() | OF_DJANGO
    assert [m.id for m in messages(room) if not said & set(all_of(m.id))] == []


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_doubted(room):
    assert [message.id for message in messages(room) if message.fuzzy] == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_same_figures_stand_in_both(room):
    wrong = [
        message.id
        for message in messages(room)
        if placeholders(all_of(message.id)[-1]) != placeholders(all_of(message.string)[0])
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_compiled_is_what_is_written(room):
    """No system tool is needed: `pybabel compile` comes with the shop."""
    with file(room).with_suffix(".mo").open("rb") as compiled:
        there = gettext.GNUTranslations(compiled)._catalog
    there = {all_of(key)[0]: text for key, text in there.items() if key}
    written = {
        "\x04".join(filter(None, (m.context, all_of(m.id)[0]))): all_of(m.string)[0]
        for m in messages(room)
    }
    assert there == written


def test_a_mails_kind_has_its_name():
    assert sorted(NAMES) == sorted(kind.replace("_", " ").capitalize() for kind in MAILS)


def bare(path: Path) -> Iterator[str]:
    """English that stands in a template as it is, marked for nobody."""
    pieces, marked = [], False
    for token in Lexer(path.read_text()).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split()[0]
            begins = tag in ("blocktranslate", "comment") or token.contents in CLASSES
            marked = begins or (marked and not tag.startswith("end"))
        plain = token.token_type == TokenType.TEXT and not marked
        pieces.append(token.contents if plain else "\0")
    html = re.sub(r"<style.*?</style>", "", "".join(pieces), flags=re.S)
    spoken = re.findall(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"', html)
    blocks = re.sub(r"<[^>]*>", "\n", html).split("\n")
    for text in [*spoken, *blocks]:
        if set(WORD.findall(NO_WORDS.sub(" ", text))) - SAME - CODE_WORDS:
            yield text.replace("\0", "…").strip()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_of_a_template_is_unmarked(path):
    assert list(bare(path)) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('_("One")', ["One"]),
        ('ngettext("%d cup", "%d cups", n)', ["%d cup", "%d cups"]),
        ('pgettext_lazy("time", "%d h")', ["%d h"]),
        ('_("long " "one")', ["long one"]),
        ("_(name)", []),
    ],
)
def test_how_code_is_read(code, found, tmp_path):
    assert_read(words.of_code, tmp_path / "code.py", code, found)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('{% translate "It\'s (here)" %}', ["It's (here)"]),
        ("{% blocktranslate count n=n %}{{ n }} cup{% plural %}{{ n }} cups{% endblocktranslate %}",
         ["%(n)s cup", "%(n)s cups"]),
        ('{% translate "to" context "period" %}', ["to"]),
        ('{% include "x.html" with title=_("Cups") %}', ["Cups"]),
    ],
)  # fmt: skip
def test_how_templates_are_read(code, found, tmp_path):
    assert_read(words.of_template, tmp_path / "page.html", code, found)


def assert_read(read: Callable, path: Path, code: str, found: list[str]) -> None:
    path.write_text(code)
    assert list(read(path)) == found
