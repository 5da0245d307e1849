"""Columns side by side: how something is distributed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import scales
from .places import AXIS, GLYPH, LINE, PLOT, Spot, Target, Tick, gutter, ticks
from .scales import Scale, percent


@dataclass(frozen=True)
class Column:
    """A column of a histogram; `still_open` is the part of `value` that may yet grow. `label` may
    have several lines."""

    label: str
    title: str
    value: float
    text: str
    still_open: float = 0
    note: str = ""


@dataclass(frozen=True)
class ColumnChart:
    """Columns side by side. `along` heads their names in the table, `counted` their numbers."""

    id: str
    name: str
    columns: Sequence[Column]
    along: str
    counted: str
    said: str = ""
    still_open: str = ""
    write: Callable[[float], str] = "{:,.0f}".format
    whole: bool = True

    @cached_property
    def scale(self) -> Scale:
        return scales.scale([column.value for column in self.columns], whole=self.whole)

    @property
    def grid(self) -> list[Spot]:
        return [
            Spot("0", percent(100 - self.scale.percent(tick)), self.write(tick))
            for tick in self.scale.ticks
        ]

    @property
    def drawn(self) -> list[dict]:
        """Per column where its finished part, the hatched part on it and its words are."""
        wide = 100 / max(1, len(self.columns))
        return [
            {
                "x": percent((place + 0.1) * wide),
                "width": percent(0.8 * wide),
                "middle": percent((place + 0.5) * wide),
                "top": percent(100 - self.scale.percent(column.value)),
                "open_height": percent(self.scale.percent(column.still_open)),
                "bottom": percent(100 - self.scale.percent(column.value - column.still_open)),
                "height": percent(self.scale.percent(column.value - column.still_open)),
                "column": column,
            }
            for place, column in enumerate(self.columns)
        ]

    @property
    def targets(self) -> list[Target]:
        wide = 100 / max(1, len(self.columns))
        return [
            Target(percent(place * wide), percent(wide), f"{column.title}: {column.text}")
            for place, column in enumerate(self.columns)
        ]

    @property
    def ticks(self) -> list[Tick]:
        return ticks([column.label for column in self.columns])

    @property
    def has_open(self) -> bool:
        return any(column.still_open for column in self.columns)

    @property
    def has_notes(self) -> bool:
        return any(column.note for column in self.columns)

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
    def top(self) -> int:
        return 20

    @property
    def height(self) -> int:
        lines = max((len(tick.lines) for tick in self.ticks), default=1)
        return self.top + PLOT + AXIS + (lines - 1) * LINE

    @property
    def ticks_at(self) -> int:
        """Where the first line of the words stands."""
        return self.top + PLOT + AXIS - AXIS // 3

    @property
    def line(self) -> int:
        return LINE
