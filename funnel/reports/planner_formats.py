"""The plan as JSON and as a spreadsheet's tables."""

from .formats import Table, decimal
from .planner import RANGES, Plan, Range


def as_json(plan: Plan) -> dict:
    """Numbers of journeys and orders; money in stored units of the basket's currency."""
    return {
        "bought": plan.bought,
        "came": plan.came,
        "conversion": plan.rate,
        "interval": plan.interval,
        "too_few": plan.too_few,
        "wanted": {name: float(number) for name, number in plan.wanted.items()},
        "average_order": plan.basket
        and {
            "currency": plan.basket.currency,
            "orders": plan.basket.orders,
            "mean": plan.basket.mean,
            "interval": plan.basket.ends,
        },
        **{name: _range(getattr(plan, name)) for name in RANGES},
        "what_if": [
            {
                "before": str(each.before),
                "after": str(each.after),
                "now": each.now.pair,
                "best": each.best.pair,
                "week": each.week.isoformat(),
                "orders": each.orders,
                "money": each.money,
            }
            for each in plan.what_ifs
        ],
    }


def _range(found: Range | None) -> dict | None:
    return found and {"likely": found.likely, "low": found.low, "high": found.high}


def tables(plan: Plan) -> list[Table]:
    """The rate, what was asked, and a line per step that was better."""
    low, high = plan.interval or (None, None)
    rate = {"bought": plan.bought, "came": plan.came, "percent": plan.rate}
    asked = [
        {"what": name, "likely": found.likely, "low": found.low, "high": found.high}
        for name in RANGES
        if (found := getattr(plan, name))
    ]
    steps = [
        {
            "before": str(each.before),
            "after": str(each.after),
            "percent_now": each.now.rate,
            "percent_best_week": each.best.rate,
            "week": each.week.isoformat(),
            "more_orders": round(each.orders, 1),
        }
        | {f"more {code}": decimal(amount, code) for code, amount in each.money.items()}
        for each in plan.what_ifs
    ]
    return [[rate | {"percent_low": low, "percent_high": high}], asked, steps]
