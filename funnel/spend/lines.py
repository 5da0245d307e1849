"""The lines of a table as spend by day and campaign, with all that is wrong, line by line."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from ..ledger import decimals
from ..sources import clean
from .columns import LABELS, NEEDED, named_currency
from .figures import Style, Unclear, read_cost, read_count, read_day, style
from .table import Table

TOTALS = ("total", "totals", "總計", "總數", "合計", "小計")
AS_WRITTEN = Style()
Key = tuple[date, str, str, str]  # day, source, campaign, currency


@dataclass(frozen=True)
class Rule:
    """How a table is to be read: which column is what, and what no column says."""

    places: Mapping[str, int]
    source: str = ""
    currency: str = ""
    style: Style = AS_WRITTEN


@dataclass
class Sums:
    """What the lines of a day and campaign add up to. `cost` is in stored units."""

    impressions: int = 0
    clicks: int = 0
    cost: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.impressions + other.impressions,
            self.clicks + other.clicks,
            self.cost + other.cost,
        )


@dataclass
class Reading:
    """`errors` are (line, words); while there is one, `spend` is not to be kept.

    `totals`: how many lines were passed over because they add up others.
    """

    spend: dict[Key, Sums] = field(default_factory=dict)
    errors: list[tuple[int, str]] = field(default_factory=list)
    totals: int = 0
    lines: int = 0


@dataclass(frozen=True)
class Line:
    key: Key
    impressions: int
    clicks: int
    cost: Decimal  # main units


def read_lines(table: Table, rule: Rule) -> Reading:
    """All lines, added up: one day and campaign may have many (ad groups, devices).

    Money is rounded once per day and campaign, to the currency's stored unit: Google bills
    hundredths of a Taiwan dollar, which has none.
    """
    found, costs = Reading(), defaultdict(Decimal)
    if words := lacking(rule):
        found.errors.append((0, words))
        return found
    rule = _in_style(table, rule)
    for number, cells in table.rows:
        if _adds_up_others(cells, rule):
            found.totals += 1
            continue
        try:
            line = _line(cells, table, rule)
        except Unclear as unclear:
            found.errors.append((number, str(unclear)))
            continue
        found.lines += 1
        sums = found.spend.setdefault(line.key, Sums())
        sums.impressions += line.impressions
        sums.clicks += line.clicks
        costs[line.key] += line.cost
    for key, cost in costs.items():
        units = cost.scaleb(decimals(key[3]) or 0)
        found.spend[key].cost = int(units.quantize(Decimal(1), ROUND_HALF_UP))
    if not found.spend and not found.errors:
        found.errors.append((0, _("There is no line of a day in it.")))
    return found


def lacking(rule: Rule) -> str:
    """Which column is needed and wasn't chosen, in words."""
    for name in NEEDED:
        if name not in rule.places:
            return _("Choose the column of: %(field)s.") % {"field": LABELS[name]}
    return ""


def _in_style(table: Table, rule: Rule) -> Rule:
    def column(name: str) -> list[str]:
        place = rule.places[name]
        return [cells[place] for _number, cells in table.rows if place < len(cells)]

    found = style(column("day"), column("cost"), rule.style)
    return Rule(rule.places, rule.source, rule.currency, found)


def _adds_up_others(cells: list[str], rule: Rule) -> bool:
    """Google ends with "Total: …" lines without a day; Meta's summary has no campaign, and a range
    of days or none."""

    def cell(name: str) -> str:
        place = rule.places.get(name, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    has_day = any(character.isdigit() for character in cell("day"))
    first = next((text.strip().lower() for text in cells if text.strip()), "")
    if first.replace("：", ":").split(":")[0].strip() in TOTALS:
        return not has_day
    is_summary = "campaign" in rule.places and not cell("campaign")
    return is_summary and ("until" in rule.places or not has_day)


def _line(cells: list[str], table: Table, rule: Rule) -> Line:
    """Raises Unclear."""
    if len(cells) < len(table.header) and max(rule.places.values()) >= len(cells):
        raise Unclear(
            _("it has %(cells)d cells, but the header has %(names)d.")
            % {"cells": len(cells), "names": len(table.header)}
        )
    told = {name: cells[place] for name, place in rule.places.items() if place < len(cells)}
    day = read_day(told["day"], rule.style.order)
    if "until" in told and (until := read_day(told["until"], rule.style.order)) != day:
        raise Unclear(
            _(
                "it is for all days from %(first)s to %(last)s. Export the report again with a "
                "breakdown by day."
            )
            % {"first": day, "last": until}
        )
    currency = _currency(told, table, rule)
    source = clean(told.get("source", "")).lower() or rule.source
    if not source:
        raise Unclear(_("it has no source. Say below where these ads ran."))
    return Line(
        (day, source, clean(told.get("campaign", "")), currency),
        _counted(told, "impressions"),
        _counted(told, "clicks"),
        read_cost(told["cost"], rule.style.point, currency),
    )


def _counted(told: Mapping[str, str], name: str) -> int:
    try:
        return read_count(told.get(name, ""))
    except Unclear as unclear:
        raise Unclear(f"{LABELS[name]} {unclear}") from None


def _currency(told: Mapping[str, str], table: Table, rule: Rule) -> str:
    """The line's own, else the one in the cost's column's name, else what the owner said."""
    named = named_currency(table.header[rule.places["cost"]])
    code = (told.get("currency", "").strip() or named or rule.currency).upper()
    if not code:
        raise Unclear(_("it doesn’t say in which currency. Say so below."))
    if decimals(code) is None:
        raise Unclear(_("the shop doesn’t know the currency “%(code)s”.") % {"code": code[:10]})
    return code
