"""Days, numbers and amounts as the platforms write them, never guessed where two readings are
possible: the file's other lines decide, or the owner does."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..reports.question import EARLIEST, LATEST, today

ORDERS = {
    "dmy": gettext_lazy("day first: 31/12/2026"),
    "mdy": gettext_lazy("month first: 12/31/2026"),
}
POINTS = {".": gettext_lazy("a point: 1234.50"), ",": gettext_lazy("a comma: 1234,50")}
NOTHING = {"", "-", "--", "–", "—"}
YEAR_FIRST = re.compile(r"(\d{4})[-/.年 ]\s?(\d{1,2})[-/.月 ]\s?(\d{1,2})\s?日?")
YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
IN_WORDS = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
SPACES = re.compile(r"[\s'’]")
WHOLE = re.compile(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d+)(?:[.,]0+)?")
UNIT = r"([A-Z]{0,3}[$€£¥₩₹₫฿₱₪₺₽₴]?|元)"  # NT$, US$, €, TWD
AMOUNT = re.compile(rf"{UNIT}(\d[\d.,]*){UNIT}")
SIGNS = {"NT$": "TWD", "US$": "USD", "HK$": "HKD", "A$": "AUD", "S$": "SGD", "€": "EUR", "£": "GBP"}
DIGITS = 11  # before the decimals; more is no cost, and sums of many lines have to be kept
MOST = 10**DIGITS - 1


class Unclear(ValueError):
    """What is wrong with a cell, in words."""


@dataclass(frozen=True)
class Style:
    """How a file writes 3 April (`order`: dmy, mdy) and half (`point`: a point or a comma).

    "" where its lines don't say and nobody else did.
    """

    order: str = ""
    point: str = ""


def style(days: Iterable[str], costs: Iterable[str], said: Style) -> Style:
    """The style that the owner said, or else the one that some line of the file gives away."""
    return Style(said.order or _order(days), said.point or _point(costs))


def _order(days: Iterable[str]) -> str:
    found = set()
    for text in days:
        if (cell := YEAR_LAST.fullmatch(text.strip())) and cell[2] != ".":
            found |= {"dmy"} if int(cell[1]) > 12 else {"mdy"} if int(cell[3]) > 12 else set()
    return found.pop() if len(found) == 1 else ""


def _point(costs: Iterable[str]) -> str:
    """Which of . and , stands before other than three digits, or after the other."""
    found, grouped = set(), set()
    for text in costs:
        marks = re.findall(r"[.,]", text)
        if not marks:
            continue
        after = len(re.search(r"\d*", text[text.rindex(marks[-1]) + 1 :])[0])
        if len(set(marks)) == 2 or (len(marks) == 1 and after != 3):
            found.add(marks[-1])
        else:
            grouped.add(marks[-1])
    if len(found) == 1:
        return found.pop()
    # Only thousands: a comma is what everybody but Europe writes there, a point may be either.
    return "." if not found and grouped <= {","} else ""


def read_day(text: str, order: str) -> date:
    """Raises Unclear: no day, one of two, or one that is yet to come."""
    text = unicodedata.normalize("NFKC", text).strip()
    day = parse_date(_iso(text, order)) if text else None
    if day is None or not EARLIEST <= day <= LATEST:
        raise Unclear(_("“%(text)s” is no day.") % {"text": text[:40]})
    if day > today():
        raise Unclear(_("%(text)s is yet to come.") % {"text": text[:40]})
    return day


def _iso(text: str, order: str) -> str:
    """Year, month and day of any known form; "" for none."""
    if cell := YEAR_FIRST.fullmatch(text):
        return _joined(*cell.groups())
    if re.fullmatch(r"\d{8}", text):
        return _joined(text[:4], text[4:6], text[6:])
    if (cell := IN_WORDS.fullmatch(text)) and cell[1].lower() in MONTHS:
        return _joined(cell[3], MONTHS.index(cell[1].lower()) + 1, cell[2])
    if cell := YEAR_LAST.fullmatch(text):
        first, mark, second, year = cell.groups()
        order = "dmy" if mark == "." else order  # points are written in day-first countries only
        if not order:
            raise Unclear(
                _("“%(text)s” is one of two days: choose how the file writes them.")
                % {"text": text}
            )
        return _joined(year, *((second, first) if order == "dmy" else (first, second)))
    return ""


def _joined(year: str, month: str | int, day: str) -> str:
    """An ISO day, or "" for one that no calendar has."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def read_count(text: str) -> int:
    """`1,204` → 1204; nothing or a dash → 0. Raises Unclear."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text in NOTHING:
        return 0
    found = WHOLE.fullmatch(SPACES.sub("", text))
    digits = re.sub(r"\D", "", found[1]) if found else ""
    if not digits or len(digits) > DIGITS:
        raise Unclear(_("“%(text)s” is no whole number.") % {"text": text[:40]})
    return int(digits)


def read_cost(text: str, point: str, currency: str = "") -> Decimal:
    """`NT$1,234.50` → 1234.50 main units; a dash is 0, nothing isn't. Raises Unclear, also where it
    names another `currency`."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text in NOTHING - {""}:
        return Decimal(0)
    found = AMOUNT.fullmatch(SPACES.sub("", text))
    if found and not point and re.search(r"[.,]", found[2]):
        raise Unclear(
            _("cost “%(text)s” is one of two amounts: choose how the file writes decimals.")
            % {"text": text[:40]}
        )
    for unit in (found[1], found[3]) if found and currency else ():
        named = SIGNS.get(unit) or (unit if len(unit) == 3 and unit.isalpha() else currency)
        if named != currency:
            raise Unclear(
                _("cost “%(text)s” is not in %(currency)s.")
                % {"text": text[:40], "currency": currency}
            )
    amount = _amount(found[2], point or ".") if found else None
    if amount is None:
        raise Unclear(_("cost “%(text)s” is no amount.") % {"text": text[:40]})
    return amount


def _amount(digits: str, point: str) -> Decimal | None:
    """With thousands in groups of three, or in none."""
    other = "," if point == "." else "."
    whole, _mark, part = digits.partition(point)
    grouped = re.fullmatch(rf"\d{{1,{DIGITS}}}|\d{{1,3}}(?:\{other}\d{{3}}){{1,3}}", whole)
    if not grouped or not re.fullmatch(r"\d{0,9}", part):
        return None
    return Decimal(f"{whole.replace(other, '')}.{part or 0}")
