"""From a target to the traffic it needs, and from traffic to what it brings, at today's rates.

Every number has its range: of the conversion Wilson's, of the average order that of a mean. Where
both come together the range goes from the worst of both to the best of both.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil, sqrt

from django.db.models import Avg, Count, F, StdDev
from django.utils.translation import gettext as _

from ..ledger import ledger
from ..models import Purchase
from ..stages import FUNNEL, Stage
from . import counts, selection
from .counts import Boundary, Counts
from .funnel_report import counted
from .intervals import Z, wilson
from .leak import FEWEST, FEWEST_ORDERS
from .question import DAY_BY_DAY, BadQuestion, Question
from .stage_rows import is_final, stage_rows
from .verdict import Step, steps_of

WEEKS = 13  # among which the best of a step is looked for
MOST = 10**9
RANGES = ("for_orders", "for_revenue", "orders_of_visits", "revenue_of_visits")


@dataclass(frozen=True)
class Range:
    """The likely number, and between which it lies."""

    likely: int
    low: int
    high: int


@dataclass(frozen=True)
class Basket:
    """What an order brings net of refunds, in stored units: the mean and how sure it is."""

    currency: str
    orders: int
    mean: float
    spread: float

    @property
    def ends(self) -> tuple[float, float]:
        half = Z * self.spread / sqrt(self.orders)
        return max(self.mean - half, 0.0), self.mean + half


@dataclass(frozen=True)
class WhatIf:
    """A step as good as in its best week: so many more orders, and what they'd bring."""

    before: Stage
    after: Stage
    now: Step
    best: Step
    week: date
    orders: float
    money: dict[str, int]


@dataclass(frozen=True)
class Plan:
    """`wanted` is what was asked for, by name of the field; ranges are None where it wasn't."""

    question: Question
    bought: int
    came: int
    final: bool
    basket: Basket | None
    wanted: dict[str, Decimal]
    for_orders: Range | None
    for_revenue: Range | None
    orders_of_visits: Range | None
    revenue_of_visits: Range | None
    what_ifs: list[WhatIf]

    @property
    def is_empty(self) -> bool:
        return not self.came

    @property
    def too_few(self) -> bool:
        return self.came < FEWEST or self.bought < FEWEST_ORDERS

    @property
    def rate(self) -> float | None:
        return 100 * self.bought / self.came if self.came else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.bought, self.came)

    @property
    def revenue_wanted(self) -> int:
        """In stored units."""
        return round(stored(self.wanted["revenue"], self.basket))

    @property
    def fewest(self) -> tuple[int, int]:
        return FEWEST, FEWEST_ORDERS


def answer(question: Question, asked: Mapping[str, str]) -> Plan:
    """Raises BadQuestion for targets that are no numbers."""
    basket = basket_of(question)
    wanted = read_wanted(question, asked, basket)
    boundary = Boundary.now()
    whole = counted(replace(question, by=""), boundary).get("", Counts())
    final = is_final(whole)
    shown = [row.shown for row in stage_rows(whole, final=final)]
    came, bought = shown[0], shown[-1]
    known = came >= FEWEST and bought >= FEWEST_ORDERS
    return Plan(
        question=question,
        bought=bought,
        came=came,
        final=final,
        basket=basket,
        wanted=wanted,
        **(ranges(wanted, bought, came, basket) if known else dict.fromkeys(RANGES)),
        what_ifs=what_ifs(question, steps_of(whole, final=final), shown, basket, boundary),
    )


def stored(revenue: Decimal, basket: Basket) -> Decimal:
    """Stored units of main units."""
    return revenue.scaleb(ledger().decimals(basket.currency))


def ranges(
    wanted: Mapping[str, Decimal], bought: int, came: int, basket: Basket | None
) -> dict[str, Range | None]:
    """All that was asked, from `bought` of `came`.

    `ranges({"orders": Decimal(100)}, 50, 2500, None)`: 100 orders at 2 % need 5,000 journeys.
    """
    low, high = (end / 100 for end in wilson(bought, came))
    found: dict[str, Range | None] = dict.fromkeys(RANGES)
    if orders := wanted.get("orders"):
        likely = ceil(Fraction(orders) * came / bought)
        found["for_orders"] = Range(likely, ceil(float(orders) / high), ceil(float(orders) / low))
    if visits := wanted.get("visits"):
        likely = round(Fraction(visits) * bought / came)
        found["orders_of_visits"] = Range(
            likely, round(float(visits) * low), round(float(visits) * high)
        )
    if basket and basket.mean:
        least, most = basket.ends
        if (revenue := wanted.get("revenue")) and least:
            target = float(stored(revenue, basket))
            found["for_revenue"] = Range(
                ceil(target / basket.mean * came / bought),
                ceil(target / (most * high)),
                ceil(target / (least * low)),
            )
        if visits:
            found["revenue_of_visits"] = Range(
                round(float(visits) * bought / came * basket.mean),
                round(float(visits) * low * least),
                round(float(visits) * high * most),
            )
    return found


def read_wanted(
    question: Question, asked: Mapping[str, str], basket: Basket | None
) -> dict[str, Decimal]:
    """Orders and visits are whole numbers, revenue is in the main unit. Raises BadQuestion."""
    errors, found = {}, {}
    for name in ("orders", "revenue", "visits"):
        text = asked.get(name, "").strip().replace(",", "")
        if not text:
            continue
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not (number.is_finite() and 0 < number <= MOST):
            errors[name] = _("Write a number between 1 and a thousand million.")
        elif name != "revenue" and number != int(number):
            errors[name] = _("Write a whole number.")
        else:
            found[name] = number
    if errors:
        raise BadQuestion(errors, question)
    return found


def basket_of(question: Question) -> Basket | None:
    """Of the currency with most orders in the funnel; None without any."""
    sold = selection.orders(question).filter(kind=Purchase.Kind.FUNNEL)
    sold = sold.annotate(net=F("value") - F("refunded"))
    rows = sold.values_list("currency").annotate(Count("id"), Avg("net"), StdDev("net"))
    found = [
        Basket(code, orders, float(mean), float(spread))
        for code, orders, mean, spread in rows.order_by()
    ]
    return max(found, key=lambda each: (each.orders, each.currency), default=None)


def what_ifs(
    question: Question,
    steps: list[Step],
    shown: list[int],
    basket: Basket | None,
    boundary: Boundary,
) -> list[WhatIf]:
    """Per step that was better in some week: what that would bring now, the most first."""
    found = []
    weeks = weeks_of(question, boundary)
    for place, now in enumerate(steps):
        known = [(week, each[place]) for week, each in weeks.items()]
        known = [(week, step) for week, step in known if step.entered >= FEWEST]
        week, best = max(known, key=lambda each: each[1].at_least, default=(None, Step(0, 0)))
        if now.entered < FEWEST or best.passed * now.entered <= now.passed * best.entered:
            continue
        buys = shown[-1] / shown[place + 1] if shown[place + 1] else 0.0
        orders = now.lost_against(best) * buys
        money = {basket.currency: round(orders * basket.mean)} if basket else {}
        found.append(WhatIf(FUNNEL[place], FUNNEL[place + 1], now, best, week, orders, money))
    return sorted(found, key=lambda each: -each.orders)


def weeks_of(question: Question, boundary: Boundary) -> dict[date, list[Step]]:
    """By Monday, the steps of each whole week whose journeys are over.

    Reaches further back than the question where that costs days; else its own weeks only.
    """
    first = question.first
    if question.in_sums:
        first = min(first, question.last - timedelta(weeks=WEEKS))
    days = counts.journeys(replace(question, first=first, by=DAY_BY_DAY), boundary)
    weeks: dict[date, Counts] = defaultdict(Counts)
    for day, part in days.items():
        weeks[day - timedelta(days=day.weekday())] += part
    return {
        monday: steps_of(part)
        for monday, part in weeks.items()
        if first <= monday and monday + timedelta(days=7) <= boundary.day
    }
