"""Lines: a report's trend, with what it is compared with and the owner's notes; and tiny ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from . import scales
from .places import AXIS, GLYPH, PLOT, Spot, Target, Tick, anchor_of, gutter, ticks
from .scales import Scale, percent

DASH = "–"
MANY = 45  # more points than this are a line only, without dots
MARK_ROW = 24  # pixels
MARK_WIDTH = 7  # percent, on a phone


class Mark(NamedTuple):
    """A number on the chart that the list below explains."""

    x: str
    y: int
    number: int
    notes: tuple["Note", ...]


@dataclass(frozen=True)
class Note:
    """What the owner wrote about a day, at the place of the point it belongs to."""

    place: int
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Point:
    """A value on a line, and the one at the same place of the period before.

    `label` stands below the chart, `title` in the table. None is a gap: of nothing there is no
    rate. `low` and `high`: how sure a rate is. `is_open`: it may yet grow.
    """

    label: str
    title: str
    value: float | None
    text: str = DASH
    low: float | None = None
    high: float | None = None
    before: float | None = None
    before_text: str = DASH
    is_open: bool = False

    @property
    def said(self) -> str:
        return f"{self.title}: {self.text}"


@dataclass(frozen=True)
class LineChart:
    """`now` and `then` name the two lines (`then` empty: no comparison), `along` what it goes by.

    `write` puts a tick's number into words; `whole` and `most` as for `scales.scale`.
    """

    id: str
    name: str
    points: Sequence[Point]
    now: str
    then: str = ""
    along: str = ""
    said: str = ""
    notes: Sequence[Note] = ()
    write: Callable[[float], str] = "{:,.0f}".format
    whole: bool = False
    most: float | None = None

    @cached_property
    def scale(self) -> Scale:
        values = [point.value for point in self.points]
        if self.then:
            values += [point.before for point in self.points]
        highs = [point.high for point in self.points if point.high is not None]
        # A rate of three visitors may be anything: its band leaves the chart and not the line flat.
        limit = 2 * max((value for value in values if value is not None), default=0)
        values += [min(high, limit) if limit else high for high in highs]
        return scales.scale(values, whole=self.whole, most=self.most)

    @property
    def grid(self) -> list[Spot]:
        return [Spot("0", self._y(tick), self.write(tick)) for tick in self.scale.ticks]

    @property
    def ground(self) -> str:
        """Where zero is."""
        return self._y(0)

    @property
    def lines(self) -> list[str]:
        """Without those still open."""
        return self._lines([None if p.is_open else p.value for p in self.points])

    @property
    def open_lines(self) -> list[str]:
        """From the last that is finished through those that may yet grow."""
        following = [*self.points[1:], None]
        values = [
            p.value if p.is_open or (after and after.is_open) else None
            for p, after in zip(self.points, following, strict=True)
        ]
        return self._lines(values)

    @property
    def lines_before(self) -> list[str]:
        return self._lines([point.before for point in self.points]) if self.then else []

    @property
    def bands(self) -> list[str]:
        """How sure the rates are: an area around the line."""
        lows = [point.low for point in self.points]
        top = self.scale.high
        highs = [None if p.high is None else min(p.high, top) for p in self.points]
        return [
            scales.path([*self._spots(highs, run), *reversed(self._spots(lows, run))]) + "Z"
            for run in scales.runs(highs)
            if len(run) > 1
        ]

    @property
    def dots(self) -> list[Spot]:
        """All points of a short line; of a long one those without neighbours, or they'd vanish."""
        values = [point.value for point in self.points]
        return [
            Spot(self._x(place), self._y(values[place]))
            for run in scales.runs(values)
            for place in run
            if len(values) <= MANY or len(run) == 1
        ]

    @property
    def peak(self) -> Spot | None:
        """The highest value, which is written at its place."""
        known = [(p.value, -place) for place, p in enumerate(self.points) if p.value is not None]
        value, place = max(known, default=(0, 0))
        if not value > 0:
            return None
        point = self.points[-place]
        return Spot(self._x(-place), self._y(value), point.text, anchor_of(self._middle(-place)))

    @property
    def ticks(self) -> list[Tick]:
        return ticks([point.label for point in self.points])

    @property
    def targets(self) -> list[Target]:
        width = percent(100 / len(self.points)) if self.points else ""
        return [
            Target(percent(100 * place / len(self.points)), width, self._title(point))
            for place, point in enumerate(self.points)
        ]

    @property
    def open_from(self) -> Spot | None:
        """Where the last stretch begins that may yet grow, and (as `y`) how wide it is."""
        places = [place for place, point in enumerate(self.points) if point.is_open]
        if not places:
            return None
        start = 100 * places[0] / len(self.points)
        return Spot(percent(start), percent(100 - start))

    @cached_property
    def marks(self) -> list[Mark]:
        """The notes by their places; those that would cover each other in rows."""
        found: list[Mark] = []
        until: list[float] = []
        for number, place in enumerate(sorted({note.place for note in self.notes}), start=1):
            x = self._middle(place)
            row = next((r for r, end in enumerate(until) if end <= x), len(until))
            until[row : row + 1] = [x + MARK_WIDTH]
            notes = tuple(note for note in self.notes if note.place == place)
            found.append(Mark(percent(x), row * MARK_ROW + MARK_ROW // 2, number, notes))
        return found

    @property
    def top(self) -> int:
        """Pixels above the plot: the rows of marks, and room for the words at the peak."""
        return max((mark.y + MARK_ROW // 2 for mark in self.marks), default=0) + 20

    @property
    def height(self) -> int:
        return self.top + PLOT + AXIS

    @property
    def plot(self) -> int:
        return PLOT

    @property
    def gutter(self) -> int:
        return gutter([line.text for line in self.grid])

    @property
    def numbers_at(self) -> int:
        return self.gutter - GLYPH

    @property
    def ticks_at(self) -> int:
        return self.height - AXIS // 3

    @property
    def has_band(self) -> bool:
        return any(point.high is not None for point in self.points)

    def _title(self, point: Point) -> str:
        return f"{point.said} ({self.then}: {point.before_text})" if self.then else point.said

    def _middle(self, place: int) -> float:
        return scales.middle(place, len(self.points))

    def _x(self, place: int) -> str:
        return percent(self._middle(place))

    def _y(self, value: float) -> str:
        return percent(100 - self.scale.percent(value))

    def _spots(self, values: Sequence[float | None], run: list[int]) -> list[tuple[float, float]]:
        return [(self._middle(at), 100 - self.scale.percent(values[at])) for at in run]

    def _lines(self, values: Sequence[float | None]) -> list[str]:
        return [
            scales.path(self._spots(values, run)) for run in scales.runs(values) if len(run) > 1
        ]


@dataclass(frozen=True)
class Spark:
    """A line as small as a word; `name` says it to whoever can't see it."""

    name: str
    values: Sequence[float | None]

    @cached_property
    def _scale(self) -> Scale:
        return scales.scale(self.values)

    @property
    def lines(self) -> list[str]:
        return [
            scales.path((self._x(at), self._y(at)) for at in run)
            for run in scales.runs(self.values)
            if len(run) > 1
        ]

    @property
    def last(self) -> Spot | None:
        places = [place for place, value in enumerate(self.values) if value is not None]
        return Spot(percent(self._x(places[-1])), percent(self._y(places[-1]))) if places else None

    def _x(self, place: int) -> float:
        return scales.middle(place, len(self.values))

    def _y(self, place: int) -> float:
        return 100 - self._scale.percent(self.values[place])
