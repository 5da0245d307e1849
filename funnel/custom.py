"""An owner's own funnel, counted from the events by distinct visitor, as the published cases count.

Which events can fill a step: those of its name, if it names a value those with this value. What
lies in a cart or on an order (product, coupon, country) is also told by the stages from the cart
on, so such an event can fill either step; but one event fills one step of a chain.

A chain counts if it starts in the period; it may end up to the window later. In strict order any
event that fills no step breaks it, whatever it is.

Most visitors do the first step and no more. The database counts these, and hands over the history
of the others in a text each; both from an index that holds all that is needed of an event, one
visitor after another. What has to be remembered are the times of those who went on.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
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
AT_ONCE = 20_000  # rows


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
    """Visitors per furthest step (0 for those that came to none).

    `still_open`: those of them who may yet go on, since they started less than the window ago.
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
        self.still_open[number] += is_open and number < self.steps
        for place in range(1, number):
            self.from_previous[place].append((chain[place] - chain[place - 1]).total_seconds())
            self.from_first[place].append((chain[place] - chain[0]).total_seconds())

    def add_the_rest(self, came: int, are_open: int) -> None:
        """Those who only came, if these are all who came and all of them who came of late."""
        self.furthest[1] += came - sum(self.furthest[1:])
        self.still_open[1] += are_open

    @property
    def reached(self) -> list[int]:
        """How many came to each step."""
        return [sum(self.furthest[number:]) for number in range(1, self.steps + 1)]

    @property
    def open_at(self) -> list[int]:
        """Of those, how many may yet go on."""
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

    @property
    def goes_on(self) -> str:
        """Which histories can hold two steps, as SQL over their `bits`."""
        if self.definition.order == UNORDERED:
            return "COUNT(*) > 1"
        second = 2 if len(self.definition.steps) > 1 else 0
        return f"MAX(bits & 1) = 1 AND MAX(bits & {second}) = {second}"


def count(asked: Asked, *, now: datetime) -> Outcome:
    """Count the visitors whose chain starts in the period."""
    definition = asked.definition
    steps = Steps(tuple(map(str, definition.steps)), definition.window)
    until, young = _as_read(asked.end), now - definition.window
    furthest = chains.remembering(COUNTERS[definition.order], steps, until, datetime.fromisoformat)
    found = Outcome(len(definition.steps))
    came, came_of_late = _came(asked, young)
    late = _texts(young, asked.end)
    for events in _histories(asked):
        if chain := furthest(events):
            of_late = events[-1][0] > late[0] and any(
                late[0] < at < late[1] and bits & asked.starts for at, bits in events
            )
            came_of_late -= of_late
            found.add(chain, is_open=of_late)
    found.add_the_rest(came, came_of_late)
    return found


def _came(asked: Asked, young: datetime) -> tuple[int, int]:
    """How many visitors did what a chain can start with in the period; how many after `young`."""
    events, values = _events(asked, asked.end, starts_only=True)
    sql = (
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN last > %s THEN 1 ELSE 0 END), 0) FROM ("  # noqa: S608
        f"SELECT MAX(at) AS last FROM ({events}) AS events WHERE at < %s AND bits & %s > 0 "
        "GROUP BY visitor) AS visitors"
    )
    return statements.select(sql, [young, *values, asked.end, asked.starts])[0]


def _histories(asked: Asked) -> Iterator[list[tuple[str, int]]]:
    """The events of each visitor who may have gone on, oldest first, their times as texts: these
    sort as the times do, and few have to be read.
    """
    events, values = _events(asked, asked.end + asked.definition.window)
    told = "bits || ' ' || at"
    together = f"group_concat({told})" if _is_sqlite() else f"string_agg({told}, ',')"
    sql = (
        f"SELECT {together} FROM ({events}) AS events GROUP BY visitor "  # noqa: S608
        f"HAVING {asked.goes_on}"
    )
    for (text,) in _rows(sql, values):
        pairs = [each.split(" ", 1) for each in text.split(",")]
        yield sorted([(at, int(bits)) for bits, at in pairs])


def _events(asked: Asked, until: datetime, *, starts_only: bool = False) -> tuple[str, list]:
    """SQL of the events up to `until`: visitor, at, and which steps they can fill."""
    definition = asked.definition
    bits, values = _bits(definition.steps)
    values += [asked.start, until]
    chosen = "at >= %s AND at <= %s"
    if starts_only or definition.order != CustomFunnel.Order.STRICT:
        some = definition.steps if asked.starts > 1 or not starts_only else definition.steps[:1]
        names = sorted(_fillers(some))
        chosen += f" AND name IN ({', '.join(['%s'] * len(names))})"
        values += names
    if asked.among is not None:
        compiler = asked.among.query.get_compiler(connection=statements.connection())
        some, more = compiler.as_sql()
        chosen += f" AND visitor IN ({some})"
        values += more
    return f"SELECT visitor, at, {bits} AS bits FROM funnel_event WHERE {chosen}", values  # noqa: S608


def _bits(steps: Iterable[Step]) -> tuple[str, list]:
    """An SQL expression of the steps that an event can fill, as `chains` wants them."""
    cases, values = [], []
    for name, terms in sorted(_fillers(steps).items()):
        cases.append(f"WHEN %s THEN {' | '.join(sql for sql, _ in terms)}")
        values += [name, *(value for _, value in terms if value)]
    return f"CASE name {' '.join(cases)} ELSE 0 END", values


def _fillers(steps: Iterable[Step]) -> Mapping[str, list[tuple[str, str]]]:
    """By the name of an event the terms of that expression, each with its value."""
    found: dict[str, list[tuple[str, str]]] = {}

    def add(name: str, bit: int, told: str, value: str) -> None:
        text = _told(told) if told else ""
        if value:
            term = f"CASE WHEN {text} = %s THEN {bit} ELSE 0 END"
        elif told and told != "value":
            term = f"CASE WHEN {text} > '' THEN {bit} ELSE 0 END"
        else:
            term = str(bit)
        found.setdefault(name, []).append((term, value))

    for place, step in enumerate(steps):
        add(step.name, 1 << place, "value" if step.value else "", step.value)
        if step.name in TRAITS:
            for stage in TELLING:
                add(stage, 1 << place, step.name, step.value)
    return found


def _told(name: str) -> str:
    """What the event's context has under a name."""
    return f"json_extract(context, '$.{name}')" if _is_sqlite() else f"context ->> '{name}'"


def _rows(sql: str, values: list) -> Iterator[tuple]:
    """The rows as they come; PostgreSQL would send all at once without a cursor of its own."""
    connection = statements.connection()
    one_moment = nullcontext() if _is_sqlite() else transaction.atomic(using=connection.alias)
    with one_moment, connection.chunked_cursor() as cursor:
        cursor.execute(sql, statements.adapted(values, connection.ops))
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _is_sqlite() -> bool:
    return statements.connection().vendor == "sqlite"


def _texts(*times: datetime) -> list[str]:
    """Times as the histories write them."""
    return [str(_as_read(at)).replace("+00:00", "+00") for at in times]


def _as_read(at: datetime) -> datetime:
    """A time as the rows have it: SQLite keeps UTC without saying so."""
    at = at.astimezone(UTC)
    return at.replace(tzinfo=None) if _is_sqlite() else at
