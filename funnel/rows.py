"""Journeys and daily totals as rows: read with a lock, compared, written where they changed."""

import json
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from . import models, statements
from .chains import Chain
from .cuts import DIMENSIONS, cuts_of
from .details import Sum, Sums, stumbled
from .journeys import INTEREST, ORIGIN, Journey, Past, Touches
from .models import CART, COUNTS, LATER, TOTAL_KEY
from .stages import FUNNEL
from .statements import micros, moment

COLUMNS = (
    "id, ordinal, day, state, touches, entered_by, entry_at, source, medium, campaign, device, "
    "page, last_landing_at, last_source, last_medium, last_campaign, term, content, referrer, "
    "cart_value, cart_currency, reached, interest_explicit, strays, started_at, " + ", ".join(LATER)
)

_ROWS = f"SELECT {COLUMNS} FROM funnel_journey WHERE visitor = %s ORDER BY ordinal {{order}}"  # noqa: S608
# One at a time for a visitor: rows locked one by one, by tabs whose latest row is not the same,
# would be locked in two orders. A row that waited is read anew; a newer one is noticed by its
# absent state (see `_follow`).
_TURN = "pg_advisory_xact_lock(7101, hashtext(%s))"
_ROWS_IN_TURN = (
    f"SELECT {COLUMNS} FROM (SELECT {_TURN}) AS turn, "  # noqa: S608
    "funnel_journey WHERE visitor = %s ORDER BY ordinal {order} FOR UPDATE OF funnel_journey"
)


LONG = 2000
_LONG = "SELECT 1 FROM funnel_event WHERE visitor = %s LIMIT 1 OFFSET %s"


@dataclass(frozen=True, slots=True)
class Row:
    """A stored journey. `state` is only the latest one's: last time, touches so far, chains."""

    id: int
    ordinal: int
    day: date
    state: str
    journey: Journey

    @property
    def waits(self) -> bool:
        """For a landing: until then it counts nowhere."""
        return self.journey.entered_by == INTEREST


def day_of(microseconds: int) -> date:
    """The day in the shop's time zone."""
    return timezone.localtime(moment(microseconds), timezone.get_default_timezone()).date()


def latest(visitor: str) -> Row | None:
    """The visitor's latest journey, locked until the transaction ends."""
    rows = _select(visitor, "DESC LIMIT 1")
    return rows[0] if rows else None


def is_long(visitor: str) -> bool:
    """Whether the visitor has more events than can be gone through again for one that comes late
    (thousands behind one address, or somebody who plays with us)."""
    return bool(statements.select(_LONG, [visitor, LONG]))


def all_of(visitor: str) -> list[Row]:
    """All the visitor's journeys, oldest first, locked until the transaction ends."""
    return _select(visitor, "ASC")


def others_write() -> bool:
    """Whether others write at the same time, as on PostgreSQL; SQLite lets one in."""
    return statements.connection().features.has_select_for_update


def lock(*visitors: str) -> None:
    """These visitors, with rows or without, are ours until the transaction ends. In a fixed order,
    so that two who need the same two never wait for each other."""
    if others_write():
        for visitor in sorted(set(visitors)):
            statements.run(f"SELECT {_TURN}", [visitor])


def _select(visitor: str, order: str) -> list[Row]:
    sql, values = _ROWS, [visitor]
    if others_write():
        sql, values = _ROWS_IN_TURN, [visitor, visitor]
    return [_row(*found) for found in statements.select(sql.format(order=order), values)]


def _row(
    pk: int, ordinal: int, day: date, state: str, touches: str, entered_by: str, entry_at, *rest
) -> Row:
    dimensions, last_landing_at, last_touch = rest[:5], rest[5], rest[6:9]
    origin, cart, (reached, explicit, strays, started_at, *later) = (
        rest[9:12],
        rest[12:14],
        rest[14:],
    )
    credited = _touches(json.loads(touches)) if touches else ((last_touch, 1),)
    journey = Journey(
        entered_by,
        micros(entry_at),
        dimensions,
        micros(last_landing_at),
        _touches(json.loads(state)[1]) if state else credited,
        credited,
        reached,
        _chain(micros(started_at), later[: reached - 1]) if reached else (),
        bool(explicit),
        strays,
        origin,
        cart,
    )
    return Row(pk, ordinal, day, state, journey)


def _touches(told: list) -> Touches:
    return tuple((tuple(touch), landings) for touch, landings in told)


def _chain(start: int, later: list[int | None]) -> Chain:
    return (start, *(None if after is None else start + after for after in later))


def _json(told: Iterable) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def state_of(past: Past, *, at: int) -> str:
    """What the next event needs to know. Empty without journeys: then it has to rebuild."""
    if not past.journeys:
        return ""
    chains = list(past.chains)
    while chains and chains[-1] is None:
        chains.pop()
    return _json([at, past.journeys[-1].touches, chains])


def restore(past: Past, row: Row) -> int:
    """Give a fresh past what the latest row knows; the time of the last event in it."""
    at, _, chains = json.loads(row.state)
    past.journeys = [copy(row.journey)]
    past.chains[: len(chains)] = [chain and tuple(chain) for chain in chains]
    return at


def columns(journey: Journey, state: str) -> dict:
    """A journey's row, without its owner."""
    start, *later = journey.chain or (None,)
    later = [None if at is None else at - start for at in later]
    return {
        "entered_by": journey.entered_by,
        "entry_at": moment(journey.entry),
        "day": day_of(journey.entry),
        **dict(zip(DIMENSIONS, journey.dimensions, strict=True)),
        "last_landing_at": moment(journey.last_landing),
        **dict(zip(models.TOUCH, journey.last_touch, strict=True)),
        "touches": _json(journey.credited) if len(journey.credited) > 1 else "",
        **dict(zip(ORIGIN, journey.origin, strict=True)),
        **dict(zip(CART, journey.cart, strict=True)),
        "reached": journey.reached,
        "interest_explicit": journey.interest_explicit,
        "strays": journey.strays,
        "started_at": None if start is None else moment(start),
        **dict(zip(LATER, later + [None] * (len(LATER) - len(later)), strict=True)),
        "state": state,
    }


def counts_of(reached: int, interest_explicit: bool) -> tuple[int, ...]:
    """What one journey adds to a total, in the order of `COUNTS`."""
    stages = [int(number <= reached) for number in range(1, len(FUNNEL) + 1)]
    return (1, *stages, int(interest_explicit))


def write_journeys(visitor: str, rows: list[Row], journeys: list[Journey], state: str) -> list[int]:
    """Make the rows equal to the journeys (surplus rows stay) and return their ids.

    `rows` are the visitor's last ones; `journeys` begin with the journey of the first of them.
    """
    ids = []
    first = rows[0].ordinal if rows else 1
    for index, journey in enumerate(journeys):
        row = columns(journey, state if index + 1 == len(journeys) else "")
        if index >= len(rows):
            row = {"visitor": visitor, "ordinal": first + index, **row}
            ids.append(statements.claim(models.Journey, row))
            continue
        old = rows[index]
        stored = columns(old.journey, old.state) | {"day": old.day}
        if changes := {name: value for name, value in row.items() if stored[name] != value}:
            statements.update(models.Journey, old.id, changes)
        ids.append(old.id)
    return ids


def move_totals(before: list[Journey], after: list[Journey]) -> None:
    """Count the journeys where they are now and no longer where they were.

    Those of an interest that waits for its landing count nowhere.
    """
    moves = defaultdict(lambda: (0,) * len(COUNTS))
    for journeys, sign in ((before, -1), (after, 1)):
        for journey in journeys:
            if journey.entered_by == INTEREST:
                continue
            counts = counts_of(journey.reached, journey.interest_explicit)
            day, how = day_of(journey.entry), (journey.entered_by, journey.strays)
            for cut in cuts_of(journey.dimensions):
                key = (day, *cut, *how)
                moves[key] = tuple(a + sign * b for a, b in zip(moves[key], counts, strict=True))
    statements.add(models.DailyTotal, TOTAL_KEY, COUNTS, moves)


def drop(surplus: list[Row]) -> None:
    """Forget journeys that a rebuild joined to others; their purchases have moved by now."""
    if surplus:
        models.Journey.objects.filter(id__in=[row.id for row in surplus]).delete()


_ADD = (
    "INSERT INTO funnel_detail (journey_id, name, value, times, amount, at) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (journey_id, name, value) DO UPDATE SET "
    "times = funnel_detail.times + excluded.times, "
    "amount = funnel_detail.amount + excluded.amount, "
    "at = CASE WHEN excluded.at > funnel_detail.at THEN excluded.at ELSE funnel_detail.at END"
)


_STUMBLED = "UPDATE funnel_journey SET stumbled = TRUE WHERE id = %s AND NOT stumbled"
_CALM = "UPDATE funnel_journey SET stumbled = FALSE WHERE id = %s AND stumbled"


def add_details(found: Sums) -> None:
    """Count these in addition to what is known of the journeys."""
    for (journey, name, value), total in sorted(found.items()):
        at = moment(total.at)
        statements.run(_ADD, [journey, name, value, total.times, total.amount, at])
    for journey in sorted(stumbled(found)):
        statements.run(_STUMBLED, [journey])


def restate_details(ids: list[int], found: Sums) -> None:
    """Make what is known of these journeys equal to `found`."""
    stored = {}
    for row in models.Detail.objects.filter(journey__in=ids):
        total = Sum(row.times, row.amount, micros(row.at))
        if found.get(key := (row.journey_id, row.name, row.value)) == total:
            stored[key] = total
        else:
            row.delete()
    add_details({key: total for key, total in found.items() if key not in stored})
    for calm in sorted(set(ids) - stumbled(found)):
        statements.run(_CALM, [calm])


def has_details_since(journey: int, at: int) -> bool:
    """Whether something is known of this journey from `at` (microseconds) on."""
    return models.Detail.objects.filter(journey=journey, at__gte=moment(at)).exists()
