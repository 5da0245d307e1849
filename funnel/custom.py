"""An owner's own funnel, counted from the events by distinct visitor, as the published cases count.

Which events can fill a step: those of its name, if it names a value those with this value. What
lies in a cart or on an order (product, coupon, country) is also told by the stages from the cart
on, so such an event can fill either step; but one event fills one step of a chain.

A chain counts if it starts in the period; it may end up to the window later. In strict order any
event that fills no step breaks it, whatever it is.

The database hands over each visitor's history in two texts, one visitor after another, as an index
has them; only of a step with a value, or of what stages tell, it has to look into the events. Most
visitors do the first step and no more, which shows without reading a time; what has to be
remembered are the times of those who went on.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from statistics import median

from django.db import transaction
from django.db.models import QuerySet

from . import chains, statements
from .chains import Chain, Steps
from .details import TRAITS
from .models import CustomFunnel
from .stages import FUNNEL, Stage

# What stages tell counts as a detail from the cart on, here as in the details of journeys.
TELLING = tuple(map(str, FUNNEL[Stage.CART.number - 1 :]))
COUNTERS = {"ordered": chains.ordered, "strict": chains.strict, "unordered": chains.unordered}
UNORDERED = CustomFunnel.Order.UNORDERED
AT_ONCE = 2_000  # rows
ENDING_ZEROS = re.compile(r"(\.\d+?)0+(?=\+)")


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


@dataclass
class Outcome:
    """Visitors per furthest step, from 1; those that came to none are not counted.

    `still_open`: those of them who started less than the window ago. Who has done all steps already
    is among them: a rate that took the quick ones in, and left out whoever may yet follow, would be
    too high.
    `from_previous` and `from_first`: by step, the seconds that each took.
    """

    steps: int
    furthest: list[int] = field(init=False)
    still_open: list[int] = field(init=False)
    from_previous: list[array] = field(init=False)
    from_first: list[array] = field(init=False)

    def __post_init__(self) -> None:
        places = range(self.steps + 1)
        self.furthest, self.still_open = [0 for _ in places], [0 for _ in places]
        self.from_previous, self.from_first = ([array("d") for _ in places] for _ in range(2))

    def add(self, chain: Chain, *, is_open: bool) -> None:
        number = len(chain)
        self.furthest[number] += 1
        self.still_open[number] += is_open and self.steps > 1
        for place in range(1, number):
            self.from_previous[place].append((chain[place] - chain[place - 1]).total_seconds())
            self.from_first[place].append((chain[place] - chain[0]).total_seconds())

    def add_who_only_came(self, closed: int, are_open: int) -> None:
        self.furthest[1] += closed + are_open
        self.still_open[1] += are_open * (self.steps > 1)

    @property
    def reached(self) -> list[int]:
        """How many came to each step."""
        return [sum(self.furthest[number:]) for number in range(1, self.steps + 1)]

    @property
    def open_at(self) -> list[int]:
        """Of those, how many started less than the window ago."""
        return [sum(self.still_open[number:]) for number in range(1, self.steps + 1)]

    def medians(self) -> list[tuple[float, float] | None]:
        """Per step the median seconds from the step before and from the first."""
        spans = list(zip(self.from_previous, self.from_first, strict=True))[: self.steps]
        return [(median(one), median(all_)) if one else None for one, all_ in spans]


@dataclass(frozen=True)
class Asked:
    """A definition, the period `[start, end)`, and the keys of visitors if only some are meant."""

    definition: Definition
    start: datetime
    end: datetime
    among: QuerySet | None = None

    @property
    def starts(self) -> int:
        """The steps, as bits, that a chain can start with."""
        steps = len(self.definition.steps)
        return (1 << steps) - 1 if self.definition.order == UNORDERED else 1

    def at_best(self, letters: str) -> int:
        """Whether the events of a history may fill a step that a chain starts with (1), and another
        besides (2)."""
        bits = [each for each in chains.bits_of(letters) if each]
        if not any(each & self.starts for each in bits):
            return 0
        second = self.starts if self.definition.order == UNORDERED else 2
        goes_on = len(bits) > 1 and len(self.definition.steps) > 1
        return 2 if goes_on and any(each & second for each in bits) else 1

    def started(self, times: list[str], letters: str, after: str, before: str) -> bool:
        """Whether what a chain can start with happened between two times."""
        events = zip(times, chains.bits_of(letters), strict=True)
        return any(after < at < before and bits & self.starts for at, bits in events)


def count(asked: Asked, *, now: datetime) -> Outcome:
    """Count the visitors whose chain starts in the period."""
    definition = asked.definition
    steps = Steps(tuple(map(str, definition.steps)), definition.window)
    until, at_best = _as_read(asked.end), lru_cache(chains.MOST_SHAPES)(asked.at_best)
    furthest = chains.remembering(COUNTERS[definition.order], steps, until, datetime.fromisoformat)
    young, end = _texts(now - definition.window, asked.end)
    found, only_came = Outcome(len(definition.steps)), [0, 0]
    for text, letters in _histories(asked, now):
        if not (steps_at_best := at_best(letters)):
            continue
        times = text.split(",")
        last = max(times)
        is_open = last > young and asked.started(times, letters, young, end)
        if steps_at_best > 1 and (chain := furthest(*_in_order(times, letters))):
            found.add(chain, is_open=is_open)
        elif steps_at_best == 1 and (last < end or asked.started(times, letters, "", end)):
            only_came[is_open] += 1
    found.add_who_only_came(*only_came)
    return found


def _histories(asked: Asked, now: datetime) -> Iterator[tuple[str, str]]:
    """Each visitor's times, and a letter for each that tells the steps that the event can fill.
    Times are texts that sort as the times do: few have to be read.
    """
    events, values = _events(asked, now)
    joined = "group_concat" if statements.is_sqlite() else "string_agg"
    return _rows(
        f"SELECT {joined}(CAST(at AS TEXT), ','), {joined}(fills, '') "  # noqa: S608
        f"FROM ({events}) AS events GROUP BY visitor",
        values,
    )


def _in_order(times: list[str], letters: str) -> tuple[list[str], str]:
    """A history with its oldest event first, as it comes from the index; but nothing says so."""
    if times == (ordered := sorted(times)):
        return times, letters
    return ordered, "".join(each for _, each in sorted(zip(times, letters, strict=True)))


def _events(asked: Asked, now: datetime) -> tuple[str, list]:
    """SQL of the events that a chain may hold: visitor, at, and the letter that tells which
    steps they can fill."""
    definition = asked.definition
    fills, values = _fills(definition.steps)
    chosen = "at >= %s"
    values.append(asked.start)
    if (last := asked.end + definition.window) < now:
        chosen += " AND at <= %s"
        values.append(last)
    if definition.order != CustomFunnel.Order.STRICT:
        names = sorted(_fillers(definition.steps))
        chosen += f" AND name IN ({', '.join(['%s'] * len(names))})"
        values += names
    if asked.among is not None:
        compiler = asked.among.query.get_compiler(connection=statements.connection())
        some, more = compiler.as_sql()
        chosen += f" AND visitor IN ({some})"
        values += more
    return f"SELECT visitor, at, {fills} AS fills FROM funnel_event WHERE {chosen}", values  # noqa: S608


def _fills(steps: Iterable[Step]) -> tuple[str, list]:
    """An SQL expression of the letter that tells the steps that an event can fill."""
    cases, values = [], []
    for name, fillers in sorted(_fillers(steps).items()):
        always = sum(bit for bit, told, _ in fillers if not told)
        terms = [filler for filler in fillers if filler[1]]
        fills, wanted = _if_told(always, terms) if terms else ("%s", [_letter(always)])
        cases.append(f"WHEN %s THEN {fills}")
        values += [name, *wanted]
    return f"CASE name {' '.join(cases)} ELSE %s END", [*values, _letter(0)]


def _letter(bits: int) -> str:
    return chr(chains.FILLS_NONE + bits)


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


def _rows(sql: str, values: list) -> Iterator[tuple]:
    """The rows as they come; PostgreSQL would send all at once without a cursor of its own."""
    connection = statements.connection()
    whole = transaction.atomic(using=connection.alias)
    one_moment = nullcontext() if statements.is_sqlite() else whole
    with one_moment, connection.chunked_cursor() as cursor:
        cursor.execute(sql, statements.adapted(values, connection.ops))
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _texts(*times: datetime) -> list[str]:
    """Times as the histories write them: PostgreSQL leaves out the zeros that end a fraction."""
    return [ENDING_ZEROS.sub(r"\1", str(_as_read(at))).replace("+00:00", "+00") for at in times]


def _as_read(at: datetime) -> datetime:
    """A time as the rows have it: SQLite keeps UTC without saying so."""
    at = at.astimezone(UTC)
    return at.replace(tzinfo=None) if statements.is_sqlite() else at
