"""The same answer as JSON and as CSV."""

import csv
import io
from decimal import Decimal

from django.conf import settings

from ..ledger import Sums, ledger
from .funnel_report import Answer, Segment
from .money import Revenue
from .reconciliation import Line
from .stage_rows import StageRow

# What a spreadsheet would run, at the start of a text: a shop's visitors choose their utm_source.
RISKY = "=+-@\t\r\n\0＝＋－＠"


def as_json(answer: Answer) -> dict:
    """Counts are whole numbers, rates percents, times seconds, money stored units."""
    question = answer.question
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
        "asked_at": answer.asked_at.isoformat(),
        "sentence": answer.sentence,
        "leak": _leak(answer),
        "median_times": answer.first.times is not None,
        "rates_are_final": answer.final,
        "still_open": answer.first.still_open,
        "explicit_interest": answer.explicit,
        "implied_interest": answer.implied,
        "mid_entries": answer.mid_entries,
        "stages": [stage(row) for row in answer.stages],
        "previous": [stage(row.was) for row in answer.stages if row.was],
        "breakdown": [_segment(row) for row in answer.segments],
        "revenue": [_revenue(row) for row in answer.revenue],
        "side_stages": [
            {"stage": str(row.stage), "events": row.events, "visitors": row.visitors}
            for row in answer.side_stages
        ],
        "filtered": answer.filtered,
        "reconciliation": [_line(line) for line in answer.reconciliation],
    }


def stage(row: StageRow) -> dict:
    return {
        "stage": str(row.stage),
        "label": str(row.stage.label),
        "layer": row.stage.layer,
        "count": row.count,
        "still_open": row.still_open,
        "finished": row.finished,
        "percent_of_previous": row.of_previous,
        "percent_of_first": row.of_first,
        "percent_of_previous_so_far": row.so_far_of_previous,
        "percent_of_first_so_far": row.so_far_of_first,
        "dropped": row.dropped,
        "median_seconds_from_previous": row.times and row.times.from_previous,
        "median_seconds_from_first": row.times and row.times.from_first,
        "late": row.late,
        "mid_entry": row.mid_entry,
        "came_in_here": row.entered_here,
        "with_strays": row.with_strays,
    }


def _leak(answer: Answer) -> dict | None:
    leak = answer.leak
    return leak and {
        "before": str(leak.before),
        "after": str(leak.after),
        "entered": leak.entered,
        "passed": leak.passed,
        "lost": leak.lost,
        "at_stake": leak.at_stake,
        "arithmetic": leak.arithmetic,
    }


def _segment(row: Segment) -> dict:
    return {
        "value": row.value,
        "counts": {str(stage_.stage): stage_.count for stage_ in row.stages},
        "still_open": row.stages[0].still_open,
        "percent_of_first": row.stages[-1].of_first,
        "percent_of_first_so_far": row.stages[-1].so_far_of_first,
        "revenue": [
            {"currency": currency, **_money(sums)} for currency, sums in sorted(row.revenue.items())
        ],
    }


def _revenue(row: Revenue) -> dict:
    return {
        "value": row.value,
        "kind": row.kind,
        "currency": row.currency,
        "decimals": ledger().decimals(row.currency),
        **_money(row.sums),
    }


def _line(line: Line) -> dict:
    parts = ("ledger", "in_funnel", "late", "mid_entry", "unattributed", "difference")
    return {
        "currency": line.currency,
        "decimals": ledger().decimals(line.currency),
        "holds": line.holds,
        **{part: _money(getattr(line, part)) for part in parts},
    }


def _money(sums: Sums) -> dict:
    return {
        "orders": sums.orders,
        "gross": sums.gross,
        "refunds": sums.refunds,
        "net": sums.net,
    }


def as_csv(answer: Answer) -> str:
    """Blocks with a header each: stages, breakdown, money, what was left out. Money in main units.

    With a byte-order mark, so that Excel reads it as UTF-8.
    """
    said = as_json(answer)
    blocks = [
        _table(said["stages"]),
        _table([_flat(row) for row in said["breakdown"]]),
        _table([_main_units(row) for row in said["revenue"]]),
        _table([row for line in said["reconciliation"] for row in _parts(line)]),
        _table(said["side_stages"]),
        _table([{"filtered": reason, "requests": n} for reason, n in said["filtered"].items()]),
        _table([row | {"stage": f"previous {row['stage']}"} for row in said["previous"]]),
        _table([said["period"] | {name: said[name] for name in ("unit", "asked_at", "sentence")}]),
    ]
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    for block in blocks:
        writer.writerows([_cell(value) for value in row] for row in block)
        if block:
            writer.writerow([])
    return out.getvalue()


def _table(rows: list[dict]) -> list[list]:
    """A header and a line per row; a column that a row hasn't got stays empty."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name) for name in names] for row in rows)] if rows else []


def _flat(row: dict) -> dict:
    """A breakdown's row with a column per stage and per currency."""
    money = {
        f"{name} {part['currency']}": _decimal(part[name], part["currency"])
        for part in row["revenue"]
        for name in ("gross", "refunds", "net")
    }
    orders = sum(part["orders"] for part in row["revenue"])
    kept = {name: value for name, value in row.items() if name not in ("counts", "revenue")}
    return {"value": row["value"], **row["counts"], **kept, "orders": orders, **money}


def _main_units(row: dict) -> dict:
    currency = row["currency"]
    amounts = {name: _decimal(row[name], currency) for name in ("gross", "refunds", "net")}
    kept = {name: value for name, value in row.items() if name != "decimals"}
    return kept | amounts


def _parts(line: dict) -> list[dict]:
    return [
        {"currency": line["currency"], "part": part}
        | _main_units({"currency": line["currency"], **line[part]})
        for part in ("ledger", "in_funnel", "late", "mid_entry", "unattributed", "difference")
    ]


def _decimal(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-ledger().decimals(currency))


def _cell(value: object) -> object:
    """Numbers stay numbers; a text that a spreadsheet might run gets an apostrophe in front."""
    text = value.lstrip(" ") if isinstance(value, str) else ""
    if text and text[0] in RISKY:
        return f"'{value}"
    return "" if value is None else value
