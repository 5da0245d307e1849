"""Sources and campaigns as JSON and as CSV."""

from fractions import Fraction

from .credit import TOUCHES
from .formats import Table, decimal
from .sources_report import Answer, Row
from .spend import Spent, percentage

UNITS = ("gross", "refunds", "net")


def as_json(answer: Answer) -> dict:
    """Rates are percents, money stored units; shared orders have a decimal. Conversion is that of
    the finished, or where the rates aren't final of all so far."""
    return {
        "by": answer.question.by,
        "spend_is_known": answer.spend_is_known,
        "rates_are_final": answer.final,
        "rows": [_row(row) for row in answer.rows],
        "total": _row(answer.whole),
    }


def _row(row: Row) -> dict:
    return {
        "value": row.value,
        "impressions": row.impressions,
        "clicks": row.clicks,
        "click_rate_percent": plain(row.click_rate),
        "touches": {name: _credit(row, name) for name in TOUCHES},
        "spend": [_spent(spent, row) for spent in row.spent],
    }


def _credit(row: Row, touch: str) -> dict:
    credit, paid_for = row.credits[touch], row.held_against[touch]
    return {
        "journeys": plain(credit.journeys),
        "bought": plain(credit.bought),
        "finished": plain(credit.finished),
        "finished_bought": plain(credit.finished_bought),
        "conversion_percent": plain(credit.conversion(final=row.final)),
        "orders": plain(credit.orders),
        "orders_percent_of_clicks": plain(percentage(paid_for.orders, row.clicks or 0)),
        "revenue": [
            {"currency": code, "orders": plain(brought.orders)}
            | {name: getattr(brought, name) for name in UNITS}
            for code, brought in credit.earned
        ],
    }


def _spent(spent: Spent, row: Row) -> dict:
    """Costs per click and order in stored units, with their fraction."""
    brought = {name: credit.money.get(spent.currency) for name, credit in row.held_against.items()}
    return {
        "currency": spent.currency,
        "impressions": spent.impressions,
        "clicks": spent.clicks,
        "cost": spent.cost,
        "cost_per_click": plain(spent.per_click),
        "cost_per_order": {
            name: plain(spent.per_order(credit.orders)) for name, credit in row.held_against.items()
        },
        "return": {
            name: plain(spent.returned(part.net if part else 0)) for name, part in brought.items()
        },
    }


def plain(value: Fraction | float | None) -> int | float | None:
    """Whole numbers stay whole; others have four decimals."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(float(value), 4)


def tables(answer: Answer) -> list[Table]:
    """A line per source or campaign and one for all; money in main units."""
    name = answer.question.by
    return [[_line(row, name) for row in answer.rows] + [_line(answer.whole, name, "all")]]


def _line(row: Row, by: str, kind: str = "") -> dict:
    said = _row(row)
    line = {
        by: row.value,
        "kind": kind or by,
        **{name: said[name] for name in ("impressions", "clicks", "click_rate_percent")},
    }
    for touch, credit in said["touches"].items():
        revenue = credit.pop("revenue")
        line |= {f"{touch} {name}": value for name, value in credit.items()}
        for part in revenue:
            code = part["currency"]
            line |= {f"{touch} {name} {code}": decimal(part[name], code) for name in UNITS}
    for spent in row.spent:
        line |= _costs(spent, row)
    return line


def _costs(spent: Spent, row: Row) -> dict:
    code, said = spent.currency, _spent(spent, row)

    def main(amount: Fraction | None) -> float | None:
        return None if amount is None else round(float(amount * Fraction(decimal(1, code))), 4)

    return {
        f"cost {code}": decimal(spent.cost, code),
        f"cost_per_click {code}": main(spent.per_click),
        **{
            f"{touch} cost_per_order {code}": main(spent.per_order(credit.orders))
            for touch, credit in row.held_against.items()
        },
        **{f"{touch} return {code}": value for touch, value in said["return"].items()},
    }
