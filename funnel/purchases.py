"""Orders as the funnel saw them, and their money per entry day. Amounts in stored units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import models, statements
from .cuts import BOUGHT, cuts_of
from .journeys import PURCHASE, Journey, Placed
from .marks import fingerprint, mark
from .models import MONEY, MONEY_KEY
from .rows import day_of
from .stages import Stage
from .statements import micros, moment

REFUND = "refund"


@dataclass(slots=True)
class Sale:
    """What a `Purchase` row says."""

    order: str
    at: int
    kind: str
    value: int
    currency: str
    refunded: int
    journey: Journey

    @property
    def money_keys(self) -> list[tuple]:
        """Where its money is counted, each in the order of `MONEY_KEY`."""
        entry, how = day_of(self.journey.entry), (self.kind, self.currency)
        cohort = [(entry, *cut, *how) for cut in cuts_of(self.journey.dimensions)]
        return [*cohort, (day_of(self.at), *BOUGHT, *how)]

    @property
    def money(self) -> tuple[int, int, int, int]:
        """What it adds there, in the order of `MONEY`."""
        return money_of(self.order, self.value, self.refunded)


def money_of(order: str, value: int, refunded: int) -> tuple[int, int, int, int]:
    """What an order adds to a daily sum, in the order of `MONEY`."""
    return (1, value, refunded, fingerprint(mark(order), value, refunded))


def recorded_purchases(order_numbers: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Value and refunds (stored units) of those of the orders that the funnel knows."""
    known = models.Purchase.objects.filter(order__in=order_numbers)
    return {purchase.order: (purchase.value, purchase.refunded) for purchase in known}


def history_of_order(order: str) -> str:
    """The name under which an order's refunds are filed: they belong to no visit."""
    return f"order:{order}"


def history_with(event: Mapping) -> str:
    """The same for an event's columns; "" for what belongs to no order."""
    if event["name"] == PURCHASE:
        return history_of_order(_number(event["key"]))
    return event["visitor"] if event["name"] == REFUND else ""


def _number(key: str) -> str:
    """The order's, of its purchase's key."""
    return key.removeprefix(f"{Stage.PURCHASE}:")


def order_of(history: str) -> str:
    return history.removeprefix("order:")


def of_visitor(visitor: str, journeys: dict[int, Journey]) -> dict[str, Sale]:
    """The visitor's stored purchases by order number."""
    return {
        purchase.order: Sale(
            purchase.order,
            micros(purchase.at),
            purchase.kind,
            purchase.value,
            purchase.currency,
            purchase.refunded,
            journeys[purchase.journey_id],
        )
        for purchase in models.Purchase.objects.filter(visitor=visitor)
    }


def sales(placed: list[Placed]) -> dict[str, Sale]:
    """The purchases among the events, with what was refunded since, by order number."""
    found = {}
    for purchase in placed:
        event = purchase.event
        if event.name != PURCHASE:
            continue
        order = _number(event.key)
        found[order] = Sale(
            order,
            event.at,
            purchase.kind,
            event.value,
            event.currency,
            _refunded(order, event.currency),
            purchase.journey,
        )
    return found


def buyer_of(order: str) -> str | None:
    """The visitor under whom the order's purchase is filed now, if it is recorded."""
    return models.Purchase.objects.filter(order=order).values_list("visitor", flat=True).first()


def refunds_told(order: str) -> int:
    """How many times the order's money moved back (or forth again)."""
    return models.Event.objects.filter(visitor=history_of_order(order), name=REFUND).count()


def _refunded(order: str, currency: str) -> int:
    rows = statements.select(
        "SELECT SUM(value) FROM funnel_event WHERE visitor = %s AND name = %s AND currency = %s",
        [history_of_order(order), REFUND, currency],
    )
    return int(rows[0][0] or 0)


def write(visitor: str, sold: dict, sales: dict[str, Sale], journey_ids: dict[int, int]) -> None:
    """Make the visitor's purchases equal to `sales`; `journey_ids` by the journey's identity."""
    if not sold and not sales:
        return
    if gone := sold.keys() - sales.keys():
        models.Purchase.objects.filter(order__in=gone).delete()
    rows = [
        models.Purchase(
            order=order,
            visitor=visitor,
            journey_id=journey_ids[id(sale.journey)],
            at=moment(sale.at),
            kind=sale.kind,
            value=sale.value,
            currency=sale.currency,
            refunded=sale.refunded,
        )
        for order, sale in sales.items()
    ]
    models.Purchase.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["order"],
        update_fields=["visitor", "journey", "at", "kind", "value", "currency", "refunded"],
    )


def move_money(before: Iterable[Sale], after: Iterable[Sale]) -> None:
    """Count orders and money where they are now and no longer where they were."""
    moves = defaultdict(lambda: (0,) * len(MONEY))
    for sales_, sign in ((before, -1), (after, 1)):
        for sale in sales_:
            for key in sale.money_keys:
                pairs = zip(moves[key], sale.money, strict=True)
                moves[key] = tuple(a + sign * b for a, b in pairs)
    statements.add(models.DailyMoney, MONEY_KEY, MONEY, moves)
