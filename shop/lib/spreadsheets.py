"""CSV that a spreadsheet opens without running what a stranger typed."""

import csv
from collections.abc import Iterable, Iterator

_RISKY = "=+-@\t\r\n\0＝＋－＠"


def cell(value: object) -> object:
    """Numbers stay numbers; text that a spreadsheet might run gets an apostrophe in front."""
    if isinstance(value, str) and value and value.lstrip(" ")[:1] in _RISKY:
        return "'" + value
    return "" if value is None else value


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield CSV lines one by one (for StreamingHttpResponse), with a byte-order mark for Excel."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(list(header))
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
