"""CSV that a spreadsheet opens without running what a stranger typed, or spoiling it."""

import csv
import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

# Wide and small letters are the same to a spreadsheet (NFKC); the last is a minus.
_RISKY = frozenset("=+-@\0\u2212")
_BREAKS = frozenset("\t\r\n")
# Excel makes 922345679 of a phone's 0922345679, and 1.23E+15 of a long tracking number.
_SPOILED = re.compile(r"0[0-9]+|[0-9]{12,}")


def cell(value: object) -> object:
    """Numbers stay numbers; text that a spreadsheet might run, or take for a number and so lose
    digits of it, gets an apostrophe in front."""
    if isinstance(value, str) and (_is_run(value) or _SPOILED.fullmatch(value.strip())):
        return "'" + value
    return "" if value is None else value


def _is_run(text: str) -> bool:
    return text[:1] in _BREAKS or normalize("NFKC", text).lstrip()[:1] in _RISKY


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield CSV lines one by one (for StreamingHttpResponse), with a byte-order mark for Excel."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(list(header))
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
