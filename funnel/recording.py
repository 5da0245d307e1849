"""Writing events down, and with them journeys, purchases and daily sums, in one transaction.

A visitor's next event costs O(stages): the latest journey's row carries the state of its chains.
An event out of order, or one that extends an older journey, rebuilds that visitor's rows.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError
from django.utils import timezone

from . import aliases, details, models, purchases, rows, statements, together
from .chains import Steps
from .journeys import (
    INTEREST,
    NUMBER,
    Happening,
    Journey,
    OlderJourney,
    Past,
    Placed,
    rebuild,
    stages_within,
)
from .rows import Row
from .stages import FROM_BROWSER
from .statements import MICROSECOND, micros

ATTEMPTS = 5
# Serialization failure, deadlock, lock timeout: PostgreSQL asks to run the transaction again.
RUN_AGAIN = {"40001", "40P01", "55P03"}
OF_JOURNEYS = {*NUMBER, *details.NAMES}
LATE_BY_CHOICE = {*FROM_BROWSER, *details.FROM_BROWSER}


def store(event: dict, *, steps: Steps | None = None, joined: bool = False) -> bool:
    """Append the event (`Event`'s columns) and what follows; False if its key was there already.

    `joined`: its visitor may have been joined to another, under whom it is filed then. `steps` only
    for trying out another window.

    Raises DatabaseError when the funnel's database is busy or broken; nothing is stored then.
    """
    return durably(lambda: _append_all([event], steps or rules(), joined))[0]


def store_all(events: list[dict], *, joined: bool = False) -> list[bool]:
    """Several of one request in one transaction: one wait for the disk. Else as `store`."""
    return durably(lambda: _append_all(events, rules(), joined))


def durably(work: Callable[[], Any]) -> Any:
    """Run `work` in a transaction, again where it lost a race; what it returned, committed.

    Raises DatabaseError as `store` does.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return together.write(work)
        except DatabaseError as error:
            if attempt == ATTEMPTS or not _lost_a_race(error):
                raise
    raise AssertionError("the last attempt returns or raises")


def _lost_a_race(error: DatabaseError) -> bool:
    """Two first events of a visitor claim the same journey row, and one has to run again."""
    code = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, IntegrityError) or code in RUN_AGAIN


def _append_all(events: list[dict], steps: Steps, joined: bool) -> list[bool]:
    """However many of them are too late to be added as they come: rows are made anew once."""
    anew: set[str] = set()
    stored = [_append(event, steps, joined, anew) for event in events]
    for visitor in sorted(anew):
        rebuild_visitor(visitor, steps)
    return stored


def _append(event: dict, steps: Steps, joined: bool, anew: set[str]) -> bool:
    """Puts into `anew` whose rows are to be made anew for a detail."""
    name, visitor, at = event["name"], event["visitor"], event["at"]
    row = None
    if order := purchases.history_with(event):
        rows.lock(order)  # or a refund and its purchase, told at once, miss each other
    if name in OF_JOURNEYS:
        visitor = aliases.home_of(visitor) if joined else visitor
        row = rows.latest(visitor)
    if at and name in LATE_BY_CHOICE and rows.is_long(visitor):
        at = None  # by the server's time it is the latest, and nothing is to be rebuilt
    # The clock is read when the visitor's row is ours, so that two tabs at once are in order.
    event = event | {"visitor": visitor, "at": at or timezone.now()}
    if statements.insert(models.Event, event) is None:
        return False
    if name in NUMBER:
        _follow(visitor, row, happening(event), steps)
    elif name in details.NAMES:
        if not _attach(row, happening(event)):
            anew.add(visitor)
    elif name == purchases.REFUND:
        _refund(purchases.order_of(visitor), steps)
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
    if row and row.waits and event.name == INTEREST and event.at > row.journey.entry:
        return None  # one more waits; made anew each time, thousands would keep the others out
    # Without state the row is no longer the latest, or it waits for its landing.
    if row and not (row.state and rows.restore(past, row) < event.at):
        return rebuild_visitor(visitor, steps)
    try:
        placed = past.follow([event])
    except OlderJourney:
        return rebuild_visitor(visitor, steps)
    if row and len(past.journeys) > 1 and rows.has_details_since(row.id, event.at):
        return rebuild_visitor(visitor, steps)  # they belong to the journey that begins here
    found, ids = _write(visitor, [row] if row else [], past, [event], placed, sold={})
    rows.add_details(details.gathered(placed, (), found, ids))


def _attach(row: Row | None, event: Happening) -> bool:
    """A detail belongs to the latest journey, or waits with it for a landing; False where the rows
    have to be made anew."""
    # With neither state nor wait the row is no longer the latest.
    if row is None or event.at <= row.journey.entry or not (row.state or row.waits):
        return False
    rows.add_details(details.gathered((), [event], [row.journey], [row.id]))
    return True


def rebuild_visitor(visitor: str, steps: Steps) -> None:
    """Make the visitor's rows what the events say; the daily sums move along."""
    known = rows.all_of(visitor)
    sold = purchases.of_visitor(visitor, {row.id: row.journey for row in known})
    history = history_of(visitor)
    past, placed = rebuild(history, steps)
    found, ids = _write(visitor, known, past, history, placed, sold)
    rows.restate_details(ids, details.gathered(placed, seen(history), found, ids))


def history_of(visitor: str) -> list[Happening]:
    """The visitor's stages and details, oldest first."""
    events = models.Event.objects.filter(visitor=visitor, name__in=OF_JOURNEYS)
    return [happening(event) for event in events.order_by("at", "key").values()]


def seen(history: list[Happening]) -> list[Happening]:
    return [event for event in history if event.name in details.NAMES]


def _refund(order: str, steps: Steps) -> None:
    """A refund of an order that was never recorded waits for its purchase."""
    while visitor := purchases.buyer_of(order):
        rows.lock(visitor)
        if purchases.buyer_of(order) == visitor:  # else it was joined while we waited
            return rebuild_visitor(visitor, steps)


def outcome(past: Past, history: list[Happening]) -> tuple[list[Journey], str]:
    """The journeys to store and the latest one's state. An interest or a detail without a landing
    waits in a row of its own, which counts nowhere but is there to be claimed.
    """
    if past.journeys:
        last = max(event.at for event in history if event.name in NUMBER)
        return past.journeys, rows.state_of(past, at=last)
    return [Journey.waiting(event) for event in history[:1]], ""


def _write(
    visitor: str,
    known: list[Row],
    past: Past,
    history: list[Happening],
    placed: list[Placed],
    sold: dict[str, purchases.Sale],
) -> tuple[list[Journey], list[int]]:
    """Journeys, purchases and daily sums; returns the journeys of the outcome and their ids."""
    found, state = outcome(past, history)
    ids = rows.write_journeys(visitor, known, found, state)
    sales = purchases.sales(placed)
    purchases.write(visitor, sold, sales, dict(zip(map(id, found), ids, strict=True)))
    rows.drop(known[len(found) :])
    rows.move_totals([row.journey for row in known], found)
    purchases.move_money(sold.values(), sales.values())
    return found, ids
