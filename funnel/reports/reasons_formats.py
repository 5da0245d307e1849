"""The drop-off reasons as JSON and as a spreadsheet's tables."""

from .formats import Table, decimal
from .reasons import Answer, Kind, Row


def as_json(answer: Answer) -> dict:
    """Counts are whole numbers, rates percents, money stored units."""
    return {
        "fewest": answer.fewest,
        "reasons": [_json(row, kind) for kind in answer.kinds for row in _rows(kind)],
        "last_touched": [
            {
                "kind": touch.name,
                "value": touch.value,
                "label": str(touch.label),
                "left": touch.left,
                "money": touch.money,
            }
            for touch in answer.touches
        ],
    }


def _rows(kind: Kind) -> list[Row]:
    """All of a kind first, where there are several values, and it says more than they."""
    return [kind.whole, *kind.rows] if kind.has_whole else kind.rows


def _json(row: Row, kind: Kind) -> dict:
    return {
        "reason": row.name,
        "value": row.value or None,
        "label": str(row.label if row.value else kind.title),
        "stage": str(row.stage),
        "met": row.met.journeys,
        "still_open": row.met.still_open,
        "left": row.met.left,
        "percent_left": row.met.rate,
        "interval": row.met.interval,
        "others": row.others.finished,
        "others_left": row.others.left,
        "percent_others_left": row.others.rate,
        "others_interval": row.others.interval,
        "too_few": row.too_few,
        "differs": row.differs,
        "money": row.met.money,
    }


def tables(answer: Answer) -> list[Table]:
    """Reasons, and what was touched last. Money in main units, a column for each currency."""
    said = as_json(answer)
    return [[_flat(row) for row in said["reasons"]], [_flat(row) for row in said["last_touched"]]]


def _flat(row: dict) -> dict:
    """A row without lists in it."""
    ends = {
        f"{name}_{end}": row[name] and row[name][place]
        for name in ("interval", "others_interval")
        if name in row
        for place, end in enumerate(("low", "high"))
    }
    money = {f"left behind {code}": decimal(sum_, code) for code, sum_ in row["money"].items()}
    kept = {name: value for name, value in row.items() if name != "money" and name not in ends}
    return {name: value for name, value in kept.items() if "interval" not in name} | ends | money
