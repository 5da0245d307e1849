"""The funnel report as JSON and as a spreadsheet's tables."""

from ..ledger import ledger
from .formats import Table, decimal, money_json, question_json
from .funnel_report import Answer, Segment
from .headline import Headline
from .money import Revenue
from .reconciliation import Line
from .stage_rows import StageRow


def as_json(answer: Answer) -> dict:
    """Counts are whole numbers, rates percents, times seconds, money stored units."""
    return {
        "asked_at": answer.asked_at.isoformat(),
        "sentence": answer.sentence,
        "quality": {"level": answer.quality.level, "remarks": answer.quality.remarks},
        "headline": _headline(answer.headline),
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
        "interval_of_previous": row.interval_of_previous,
        "interval_of_first": row.interval_of_first,
        "too_few": row.too_few,
        "dropped": row.dropped,
        "median_seconds_from_previous": row.times and row.times.from_previous,
        "median_seconds_from_first": row.times and row.times.from_first,
        "late": row.late,
        "mid_entry": row.mid_entry,
        "came_in_here": row.entered_here,
        "with_strays": row.with_strays,
    }


def _headline(headline: Headline) -> dict:
    """Now against the period before; rates are parts and wholes, to be exact."""
    rates = [headline.conversion, *headline.leading]
    return {
        "came": headline.came,
        "orders": headline.orders,
        "net": {row.currency: [row.sums.net, row.was.net] for row in headline.money},
        "average": {row.currency: [row.average, row.average_was] for row in headline.money},
        "rates": [
            {
                "label": str(rate.label),
                "now": [rate.part, rate.whole],
                "before": [rate.part_was, rate.whole_was],
                "differs": rate.differs,
            }
            for rate in rates
        ],
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
            {"currency": currency, **money_json(sums)}
            for currency, sums in sorted(row.revenue.items())
        ],
    }


def _revenue(row: Revenue) -> dict:
    return {
        "value": row.value,
        "kind": row.kind,
        "currency": row.currency,
        "decimals": ledger().decimals(row.currency),
        **money_json(row.sums),
    }


def _line(line: Line) -> dict:
    parts = ("ledger", "in_funnel", "late", "mid_entry", "unattributed", "difference")
    return {
        "currency": line.currency,
        "decimals": ledger().decimals(line.currency),
        "holds": line.holds,
        **{part: money_json(getattr(line, part)) for part in parts},
    }


def tables(answer: Answer) -> list[Table]:
    """Stages, breakdown, money, what was left out. Money in main units."""
    said = as_json(answer)
    asked = question_json(answer.question)
    about = {"unit": asked["unit"], "asked_at": said["asked_at"], "sentence": said["sentence"]}
    return [
        [_plain(row) for row in said["stages"]],
        [_flat(row) for row in said["breakdown"]],
        [_main_units(row) for row in said["revenue"]],
        [row for line in said["reconciliation"] for row in _parts(line)],
        said["side_stages"],
        [{"filtered": reason, "requests": n} for reason, n in said["filtered"].items()],
        [_plain(row) | {"stage": f"previous {row['stage']}"} for row in said["previous"]],
        [asked["period"] | about],
    ]


def _plain(row: dict) -> dict:
    """A stage's row with a column for each end of its intervals."""
    ends = {
        f"{name}_{end}": row[name] and row[name][place]
        for name in ("interval_of_previous", "interval_of_first")
        for place, end in enumerate(("low", "high"))
    }
    return {name: value for name, value in row.items() if not name.startswith("interval")} | ends


def _flat(row: dict) -> dict:
    """A breakdown's row with a column per stage and per currency."""
    money = {
        f"{name} {part['currency']}": decimal(part[name], part["currency"])
        for part in row["revenue"]
        for name in ("gross", "refunds", "net")
    }
    orders = sum(part["orders"] for part in row["revenue"])
    kept = {name: value for name, value in row.items() if name not in ("counts", "revenue")}
    return {"value": row["value"], **row["counts"], **kept, "orders": orders, **money}


def _main_units(row: dict) -> dict:
    currency = row["currency"]
    amounts = {name: decimal(row[name], currency) for name in ("gross", "refunds", "net")}
    kept = {name: value for name, value in row.items() if name != "decimals"}
    return kept | amounts


def _parts(line: dict) -> list[dict]:
    return [
        {"currency": line["currency"], "part": part}
        | _main_units({"currency": line["currency"], **line[part]})
        for part in ("ledger", "in_funnel", "late", "mid_entry", "unattributed", "difference")
    ]
