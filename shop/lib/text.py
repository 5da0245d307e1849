"""Text from outside is cleaned once, at the door, so that every store and mail can take it."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# C0 and C1 controls (tab and line feed apart), surrogates, bidi controls, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)

# Marks that stand on the letter before them. No script piles up thirty (UAX #15, "stream-safe");
# NFC would take the square of their number to sort them: half an hour for a megabyte.
_MARKS = "".join(mark for mark in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(mark))
_PILE = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")


def clean(text: str, *, multiline: bool = False) -> str:
    """Return `text` in NFC, stripped, without control, bidi or surrogate characters.

    Line breaks become single spaces unless `multiline`, where they become line feeds. A few
    megabytes cost a second: what a stranger sent is cut to size first.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWANTED.sub("", text)
    if not text.isascii():
        text = _PILE.sub(r"\1", unicodedata.normalize("NFC", _PILE.sub(r"\1", text)))
    return text.strip() if multiline else " ".join(text.split())


def whole_number(text: object, *, least: int = 0, most: int) -> int:
    """Read a whole number in plain ASCII digits between `least` and `most`.

    `1_0`, `1e3`, `1.5`, `+1` and other scripts' digits, which int() would take or mistake, raise
    ValidationError like a number out of range does.
    """
    if not re.fullmatch(r"[0-9]{1,12}", str(text).strip(), re.ASCII):
        raise ValidationError(_("Enter a whole number."), code="not_whole")
    number = int(str(text))
    if not least <= number <= most:
        raise ValidationError(
            _("Enter a number from %(least)d to %(most)d."),
            code="out_of_range",
            params={"least": least, "most": most},
        )
    return number
