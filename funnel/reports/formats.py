"""What every report says in JSON and CSV: the question, money, and a spreadsheet's safe cells."""

import csv
import io
from decimal import Decimal
from unicodedata import normalize

from django.conf import settings

from ..ledger import Sums, ledger
from .question import Question

# What a spreadsheet would run, at the start of a text: a shop's visitors choose their utm_source.
# Wide and small letters are the same to it (NFKC); the last is a minus.
RISKY = frozenset("=+-@\0\u2212")
BREAKS = frozenset("\t\r\n")
# A tuple of names is the header of a table without rows.
Table = list[dict] | tuple[str, ...]


def question_json(question: Question) -> dict:
    """What was asked, as it was understood. Days are the shop's."""
    return {
        "period": {
            "from": question.first.isoformat(),
            "to": question.last.isoformat(),
            "start": question.start.isoformat(),
            "end": question.end.isoformat(),
            "time_zone": settings.TIME_ZONE,
        },
        "unit": question.unit,
        "by": question.by or None,
        "filters": dict(question.filters),
        "window_seconds": settings.FUNNEL_WINDOW.total_seconds(),
    }


def money_json(sums: Sums) -> dict:
    """Orders, and money in stored units."""
    return {
        "orders": sums.orders,
        "gross": sums.gross,
        "refunds": sums.refunds,
        "net": sums.net,
    }


def decimal(amount: int, currency: str) -> Decimal:
    """Stored units in main units."""
    return Decimal(amount).scaleb(-ledger().decimals(currency))


def as_csv(tables: list[Table]) -> str:
    """Tables below one another, each with its header. With a byte-order mark, for Excel."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    for rows in filter(None, tables):
        writer.writerows([_cell(value) for value in line] for line in _lines(rows))
        writer.writerow([])
    return out.getvalue()


def _lines(rows: Table) -> list[list]:
    """A header and a line per row; a column that a row hasn't got stays empty."""
    if isinstance(rows, tuple):
        return [list(rows)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name) for name in names] for row in rows)]


def _cell(value: object) -> object:
    """Numbers stay numbers; a text that a spreadsheet might run gets an apostrophe in front."""
    text = value if isinstance(value, str) else ""
    if text[:1] in BREAKS or normalize("NFKC", text).lstrip()[:1] in RISKY:
        return f"'{value}"
    return "" if value is None else value
