"""The report in Traditional Chinese: every word of its pages is there, compiled and well-formed."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "funnel" / "locale" / "zh_Hant" / "LC_MESSAGES" / "django"
PAGES = sorted((ROOT / "templates" / "funnel").iterdir())


def written() -> dict[str, str]:
    with WORDS.with_suffix(".po").open("rb") as file:
        return {first(message.id): first(message.string) for message in read_po(file) if message.id}


def first(words: str | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else words[0]


def test_what_is_compiled_is_what_is_written():
    with WORDS.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    compiled = {first(words).split("\x04")[-1]: text for words, text in catalogue.items() if words}

    assert compiled == written()


def test_the_same_figures_stand_in_both():
    def figures(text: str) -> list[str]:
        return sorted(set(re.findall(r"%\(\w+\)[sd]", text)))

    wrong = [words for words, text in written().items() if figures(words) != figures(text)]
    assert wrong == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_word_of_a_page_is_there(path):
    found = re.findall(r"""gettext\((?:u'\w+', )?u?(["'])(.+?)\1\)""", templatize(path.read_text()))

    assert {words for _, words in found} - set(written()) == set()


def test_every_word_of_the_code_is_there():
    """Those that stand in one piece; in several lines they are joined as Python does."""
    missing = set()
    for path in (ROOT / "funnel").rglob("*.py"):
        for call in re.findall(r"""\b_\(\s*((?:"[^"]*"\s*)+),?\s*\)""", path.read_text()):
            missing |= {"".join(re.findall(r'"([^"]*)"', call))} - set(written())
    assert missing == set()
