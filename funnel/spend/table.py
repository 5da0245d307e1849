"""A file as the advertising platforms export it, as a table: letters, separators, the header.

Google writes a title and the days above the header and totals below; "for Excel" it writes UTF-16
with tabs. Meta writes UTF-8 with commas. Excel in Taiwan saves Big5.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .columns import known, known_in_chinese

LARGEST = 5 * 1024 * 1024  # bytes
MOST_LINES = 50_000
MOST_COLUMNS = 200  # each of them is offered to choose from
ABOVE = 30  # lines in which the header is looked for
SEPARATORS = "\t,;"
MARKED = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Unreadable(ValueError):
    """What is wrong with the file as a whole, in words."""


@dataclass(frozen=True)
class Table:
    """`rows` are (line of the file, its cells) below the header; `above` are the lines over it."""

    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    above: int = 0


def read(content: bytes) -> Table:
    """The table in a file's bytes. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(_("This file is larger than 5 MB. Export fewer days at a time."))
    return tabulate(decode(content))


def decode(content: bytes) -> str:
    """Text from UTF-8, UTF-16 or, where its columns have Chinese names, Big5. Raises Unreadable."""
    if content.startswith(b"PK\3\4"):
        raise Unreadable(_("This is an Excel workbook. Export or save it as CSV."))
    text = _decoded(content)
    if text is None:
        raise Unreadable(
            _("The letters of this file can’t be read. In Excel, save it as “CSV UTF-8”.")
        )
    if "\0" in text:
        raise Unreadable(_("This is no text. Export the report as CSV."))
    if not text.strip():
        raise Unreadable(_("There is nothing in it."))
    return text


def _decoded(content: bytes) -> str | None:
    if content.startswith(MARKED):
        return _in(content, "utf-16")
    text = _in(content, "utf-8-sig")
    if text is None and known_in_chinese(big5 := _in(content, "cp950") or ""):
        return big5
    return text


def _in(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def tabulate(text: str) -> Table:
    """The separator and the header are those under which most names are known. Raises Unreadable.

    Where no name is known the first line of at least two cells is the header.
    """
    separator, place = max(
        (_best_header(text, separator) for separator in SEPARATORS), key=lambda found: found[2]
    )[:2]
    lines = list(_lines(text, separator))
    if place >= len(lines):
        raise Unreadable(_("No line with the names of the columns was found."))
    return Table(lines[place][1], lines[place + 1 :], place)


def _best_header(text: str, separator: str) -> tuple[str, int, tuple]:
    """The separator, the header's place, and how good both are."""
    best = (separator, MOST_LINES, (0, 0))
    for place, (_line, cells) in enumerate(_lines(text, separator, most=ABOVE)):
        named = len({known(cell) for cell in cells} - {None})
        worth = (named, min(len(cells), 2)) if len(cells) > 1 else (0, 0)
        if worth > best[2]:
            best = (separator, place, worth)
    return best


def _lines(text: str, separator: str, most: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The lines that aren't empty, each with its number in the file. Raises Unreadable."""
    reader, begins, count = csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1, 0
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(_("It has more than 200 columns. Export fewer of them."))
            if any(cell.strip() for cell in cells):
                count += 1
                yield begins, cells
            if most and count >= most:
                return
            if count > MOST_LINES:
                raise Unreadable(_("It has more than 50,000 lines. Export fewer days at a time."))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)d can’t be read: a quotation mark may be missing.") % {"line": begins}
        ) from error
