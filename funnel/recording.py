"""Writing events down, and with them journeys, purchases and daily sums, in one transaction.

A visitor's next event costs O(stages): the latest journey's row carries the state of its chains.
An event out of order, or one that extends an older journey, rebuilds that visitor's rows.
"""

import secrets

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from . import models, purchases, rows, statements, together
from .chains import Steps
from .journeys import NUMBER, Bought, Happening, Journey, OlderJourney, Past, rebuild, stages_within
from .rows import Row
from .stages import FROM_BROWSER
from .statements import MICROSECOND, micros

ATTEMPTS = 5
# Serialization failure, deadlock, lock timeout: PostgreSQL asks to run the transaction again.
RUN_AGAIN = {"40001", "40P01", "55P03"}


def store(event: dict, *, steps: Steps | None = None) -> bool:
    """Append the event (`Event`'s columns) and what follows; False if its key was there already.

    `steps` only for trying out another window.

    Raises DatabaseError when the funnel's database is busy or broken; nothing is stored then.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return together.write(lambda: _append(event, steps or rules()))
        except DatabaseError as error:
            if attempt == ATTEMPTS or not _lost_a_race(error):
                raise
    raise AssertionError("the last attempt returns or raises")


def _lost_a_race(error: DatabaseError) -> bool:
    """Two first events of a visitor claim the same journey row, and one has to run again."""
    code = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, IntegrityError) or code in RUN_AGAIN


def _append(event: dict, steps: Steps) -> bool:
    counted = event["name"] in NUMBER
    row = rows.latest(event["visitor"]) if counted else None
    at = event["at"]
    if at and event["name"] in FROM_BROWSER and rows.is_long(event["visitor"]):
        at = None  # by the server's time it is the latest, and nothing is to be rebuilt
    # The clock is read when the visitor's row is ours, so that two tabs at once are in order.
    event = event | {"at": at or timezone.now()}
    if statements.insert(models.Event, event) is None:
        return False
    if counted:
        _follow(event["visitor"], row, happening(event), steps)
    elif event["name"] == purchases.REFUND:
        _refund(purchases.order_of(event["visitor"]), steps)
    return True


def happening(event: dict) -> Happening:
    """An event's columns as the counting sees them."""
    return Happening(
        event["name"],
        micros(event["at"]),
        event["key"],
        event["context"],
        event["value"] or 0,
        event["currency"],
    )


def rules() -> Steps:
    """The built-in funnel with the shop's window."""
    return stages_within(settings.FUNNEL_WINDOW // MICROSECOND)


def _follow(visitor: str, row: Row | None, event: Happening, steps: Steps) -> None:
    """Streaming: the same fold as a rebuild, begun at the state of the latest journey."""
    past = Past(steps)
    # Without state the row is no longer the latest, or it is an interest waiting for its landing.
    if row and not (row.state and rows.restore(past, row) < event.at):
        return rebuild_visitor(visitor, steps)
    try:
        bought = past.follow([event])
    except OlderJourney:
        return rebuild_visitor(visitor, steps)
    _write(visitor, [row] if row else [], past, [event], bought, sold={})


def rebuild_visitor(visitor: str, steps: Steps) -> None:
    """Make the visitor's rows what the events say; the daily sums move along."""
    known = rows.all_of(visitor)
    sold = purchases.of_visitor(visitor, {row.id: row.journey for row in known})
    history = history_of(visitor)
    past, bought = rebuild(history, steps)
    _write(visitor, known, past, history, bought, sold)


def history_of(visitor: str) -> list[Happening]:
    """The visitor's stages, oldest first."""
    events = models.Event.objects.filter(visitor=visitor, name__in=NUMBER).order_by("at", "key")
    return [happening(event) for event in events.values()]


def _refund(order: str, steps: Steps) -> None:
    """A refund of an order that was never recorded waits for its purchase."""
    visitor = models.Purchase.objects.filter(order=order).values_list("visitor", flat=True).first()
    if visitor:
        rebuild_visitor(visitor, steps)


def outcome(past: Past, history: list[Happening]) -> tuple[list[Journey], str]:
    """The journeys to store and the latest one's state. An interest without a landing waits in a
    row of its own, which counts nowhere but is there to be claimed.
    """
    if past.journeys or not history:
        return past.journeys, rows.state_of(past, at=history[-1].at) if history else ""
    return [Journey.entered(history[0])], ""


def _write(
    visitor: str,
    known: list[Row],
    past: Past,
    history: list[Happening],
    bought: list[Bought],
    sold: dict[str, purchases.Sale],
) -> None:
    found, state = outcome(past, history)
    ids = rows.write_journeys(visitor, known, found, state)
    sales = purchases.sales(bought)
    purchases.write(visitor, sold, sales, dict(zip(map(id, found), ids, strict=True)))
    rows.drop(known[len(found) :])
    rows.move_totals([row.journey for row in known], found)
    purchases.move_money(sold.values(), sales.values())


def forget(visitor: str) -> None:
    """Cut the tie between a visitor and what was counted: a new key that nobody has."""
    nobody = f"forgotten-{secrets.token_urlsafe(16)}"
    with transaction.atomic(using=settings.FUNNEL_DATABASE):
        rows.all_of(visitor)
        for model in (models.Journey, models.Purchase, models.Event):
            model.objects.filter(visitor=visitor).update(visitor=nobody)
