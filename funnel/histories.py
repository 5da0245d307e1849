"""Each visitor's history for a funnel of the owner's own: read by the million, as short texts.

The database hands them over from an index alone; only of a step with a value, or of what stages
tell, it has to look into the events. It puts the next ones together while the last are counted.
"""

import string
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, product

from django.db.models import QuerySet

from . import chains, statements
from .details import TRAITS
from .models import CustomFunnel
from .stages import FUNNEL, Stage

# What stages tell counts as a detail from the cart on, here as in the details of journeys.
TELLING = tuple(map(str, FUNNEL[Stage.CART.number - 1 :]))
NEXT, VISITOR = "\n", "\x1e"  # between times, and between visitors
KEY_LETTERS = "-_" + string.digits + string.ascii_letters  # that visitors' keys begin with


@dataclass(frozen=True, slots=True)
class Step:
    """The name of a stage or a detail; `value` narrows a detail to one product, one question."""

    name: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.value}" if self.value else self.name


@dataclass(frozen=True)
class Definition:
    """What a `CustomFunnel` says."""

    steps: tuple[Step, ...]
    order: str
    window: timedelta

    @classmethod
    def of(cls, funnel: CustomFunnel) -> "Definition":
        steps = tuple(Step(step["name"], step.get("value", "")) for step in funnel.steps)
        return cls(steps, funnel.order, timedelta(minutes=funnel.window_minutes))


@dataclass(frozen=True)
class Asked:
    """A definition, the period `[start, end)`, and the keys of visitors if only some are meant."""

    definition: Definition
    start: datetime
    end: datetime
    among: QuerySet | None = None


def histories(asked: Asked, now: datetime) -> Iterator[tuple[str, str]]:
    """Of each visitor's events a letter each, that tells which steps it can fill, and their times
    with `NEXT` in between. Both are in the same order, which is mostly that of the times.

    A row has all visitors whose keys begin alike: Python, which passes rows on one by one, would
    take as long as the database.
    """
    with statements.one_moment(), statements.connection().cursor() as cursor:
        if asked.among is not None:
            _choose(cursor, asked.among)
        queries = [_query(*_events(asked, now, *each)) for each in pairwise(_parts(cursor))]
        with closing(_ahead(_fetched(cursor, queries))) as found:
            for letters, times in found:
                if letters:
                    yield from zip(letters.split(VISITOR), times.split(VISITOR), strict=True)
        if asked.among is not None:
            cursor.execute("DROP TABLE chosen")


def _choose(cursor, among: QuerySet) -> None:
    """Keep the keys of those who are meant where all queries find them, in their order."""
    if not statements.is_sqlite():
        cursor.execute("SET LOCAL work_mem = '64MB'")  # for millions, which are put in order
    some = among.order_by("visitor").distinct().query
    sql, values = some.get_compiler(connection=statements.connection()).as_sql()
    cursor.execute(f"CREATE TEMPORARY TABLE chosen AS {sql}", values)
    cursor.execute("CREATE INDEX chosen_visitor ON chosen (visitor)")
    cursor.execute("ANALYZE chosen")


def _parts(cursor) -> list[str]:
    """Where the parts of all keys begin, in the database's order; "" before and behind them all."""
    letters = " UNION ALL ".join(f"SELECT '{letter}' AS letter" for letter in KEY_LETTERS)
    cursor.execute(f"SELECT letter FROM ({letters}) AS letters ORDER BY letter")  # noqa: S608
    return ["", *(letter for (letter,) in cursor.fetchall()), ""]


def _query(events: str, values: list) -> tuple[str, list]:
    letters, times = statements.joined("fills", ""), statements.joined("at", NEXT)
    of_all = [statements.joined(column, VISITOR) for column in ("letters", "times")]
    return (
        f"SELECT {', '.join(of_all)} FROM (SELECT {letters} AS letters, {times} AS times "  # noqa: S608
        f"FROM ({events}) AS events GROUP BY visitor) AS histories",
        statements.adapted(values, statements.connection().ops),
    )


def _fetched(cursor, queries: Iterable[tuple[str, list]]) -> Iterator[tuple]:
    for query in queries:
        cursor.execute(*query)
        yield cursor.fetchone()


def _ahead(rows: Iterator[tuple]) -> Iterator:
    """What each has, fetched while the one before is worked on."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, rows, None)
        while row := coming.result():
            coming = beside.submit(next, rows, None)
            yield row


def _events(asked: Asked, now: datetime, low: str, high: str) -> tuple[str, list]:
    """SQL of the events that a chain may hold: visitor, at, and the letter that tells which steps
    they can fill; of the visitors from `low` to before `high`, "" for no bound."""
    definition = asked.definition
    fills, values = _fills(definition.steps)
    events, chosen = "funnel_event e", []
    if definition.order != CustomFunnel.Order.STRICT:
        names = sorted(_fillers(definition.steps))
        # Before the times: SQLite looks in this order, and most events have another name.
        chosen.append(f"name IN ({', '.join(['%s'] * len(names))})")
        values += names
    chosen.append("at >= %s")
    values.append(asked.start)
    if (last := asked.end + definition.window) < now:
        chosen.append("at <= %s")
        values.append(last)
    bounded = ["e.visitor"]
    if asked.among is not None:
        # In this order: SQLite takes a cross join as it is written.
        events, bounded = f"chosen CROSS JOIN {events}", ["chosen.visitor", "e.visitor"]
        chosen.append("e.visitor = chosen.visitor")
    for visitor, (compared, bound) in product(bounded, ((">=", low), ("<", high))):
        if bound:
            chosen.append(f"{visitor} {compared} %s")
            values.append(bound)
    at = statements.written("at")
    # Of the table that is gone through first, so that its order serves the grouping.
    return (
        f"SELECT {bounded[0]}, {at} AS at, {fills} AS fills FROM {events} "  # noqa: S608
        f"WHERE {' AND '.join(chosen)}",
        values,
    )


def _fills(steps: Iterable[Step]) -> tuple[str, list]:
    """An SQL expression of the letter that tells the steps that an event can fill."""
    cases, values = [], []
    for name, fillers in _fillers(steps).items():  # the first step's events are the most
        always = sum(bit for bit, told, _ in fillers if not told)
        terms = [filler for filler in fillers if filler[1]]
        fills, wanted = _if_told(always, terms) if terms else (_letter(always), [])
        cases.append(f"WHEN %s THEN {fills}")
        values += [name, *wanted]
    return f"CASE name {' '.join(cases)} ELSE {_letter(0)} END", values


def _letter(bits: int) -> str:
    """Written out: SQLite would copy a value for every event."""
    return f"'{chr(chains.FILLS_NONE + bits)}'"


def _if_told(always: int, terms: Iterable[tuple[int, str, str]]) -> tuple[str, list]:
    """The same for events that fill some of the steps only if their context tells something."""
    bits = str(always)
    for bit, told, value in terms:
        test = f"{statements.told(told)} {'=' if value else '>'} %s"
        bits += f" | CASE WHEN {test} THEN {bit} ELSE 0 END"
    letter = "char" if statements.is_sqlite() else "chr"
    return f"{letter}({chains.FILLS_NONE} + ({bits}))", [value for *_, value in terms]


def _fillers(steps: Iterable[Step]) -> Mapping[str, list[tuple[int, str, str]]]:
    """By the name of an event the steps that it can fill: as a bit, what its context has to tell
    besides ("" for nothing), and with which value ("" for any)."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for place, step in enumerate(steps):
        bit = 1 << place
        found.setdefault(step.name, []).append((bit, "value" if step.value else "", step.value))
        for stage in TELLING if step.name in TRAITS else ():
            found.setdefault(stage, []).append((bit, step.name, step.value))
    return found
