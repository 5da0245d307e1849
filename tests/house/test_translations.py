"""What buyers read in Traditional Chinese: complete for the mails, compiled, and well-formed."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "shop" / "locale" / "zh_Hant" / "LC_MESSAGES" / "django"
MAILS = sorted((ROOT / "templates" / "mails").iterdir())


def written() -> dict[str, str]:
    with WORDS.with_suffix(".po").open("rb") as file:
        return {first(message.id): first(message.string) for message in read_po(file) if message.id}


def first(words: str | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else words[0]


def compiled() -> dict[str, str]:
    with WORDS.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {first(words): text for words, text in catalogue.items() if words}


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]", text))


def test_what_is_compiled_is_what_is_written():
    assert compiled() == written()


def test_the_same_figures_stand_in_both():
    wrong = [
        words for words, text in written().items() if placeholders(words) != placeholders(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.name)
def test_every_word_of_a_mail_is_there(path):
    words = re.findall(r'gettext\(u?"(.+?)"\)', templatize(path.read_text()))
    words += re.findall(r"gettext\(u?'(.+?)'\)", templatize(path.read_text()))
    assert set(words) - set(written()) == set()
