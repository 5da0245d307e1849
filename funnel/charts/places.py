"""Words and targets at their places on a chart. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from . import scales
from .scales import percent

PLOT, AXIS, LINE = 176, 28, 16  # pixels
EDGE = 5  # percent: words this near to the right edge end at it
GLYPH, HAN = 7, 12  # pixels: how wide characters of this size are at most
NARROW, WIDE = 290, 900  # pixels: how wide a chart is at least on a phone and on a desktop


class Spot(NamedTuple):
    """A place in percent from the left and the top; `anchor` is that of its words."""

    x: str
    y: str
    text: str = ""
    anchor: str = "middle"


class Tick(NamedTuple):
    """A word below the chart, in lines. `wide`: only where there is room."""

    x: str
    text: str
    anchor: str
    wide: bool

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


class Target(NamedTuple):
    """What the pointer finds: a part of the chart, in full words."""

    x: str
    width: str
    title: str


def ticks(labels: Sequence[str]) -> list[Tick]:
    """As many labels, evenly, as fit beside one another; on a phone fewer of the same."""
    count, wanted = len(labels), max(map(width, labels), default=0) + 2 * GLYPH
    # The last one may be moved in by half its width.
    wide, narrow = (max(2, int(room / wanted - 0.5)) for room in (WIDE, NARROW))
    shown = sorted(scales.labelled(count, wide))
    always = {shown[place] for place in scales.labelled(len(shown), narrow)}
    found = []
    for place in shown:
        x = scales.middle(place, count)
        found.append(Tick(percent(x), labels[place], anchor_of(x), place not in always))
    return found


def width(words: str) -> int:
    """About how many pixels wide: a Chinese character is as wide as it is high."""
    return max(
        sum(HAN if character >= "\u2e80" else GLYPH for character in line)
        for line in words.split("\n")
    )


def anchor_of(x: float) -> str:
    return "end" if x > 100 - EDGE else "middle"


def gutter(words: Sequence[str]) -> int:
    """Pixels that the numbers beside a chart take."""
    return max(map(width, words), default=0) + GLYPH
