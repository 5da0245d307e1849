"""Where numbers stand on a chart: round steps, places in percent, paths, which labels fit. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

LINES = 4  # across the chart, above the ground line
ROUND = (1, 2, 5, 10)
TINY = 1e-9  # what is smaller is nothing: no shop counts it


@dataclass(frozen=True)
class Scale:
    """From `low` to `high`, both shown, in round steps. There is always some way between them."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        # The step may not be a whole number: what adding up makes of 0.1 is no label.
        count = round((self.high - self.low) / self.step)
        return [round(self.low + place * self.step, 10) for place in range(count + 1)]

    def percent(self, value: float) -> float:
        """How far up the value stands: 0 at `low`, 100 at `high`."""
        return 100 * (value - self.low) / (self.high - self.low)


def scale(values: Iterable[float | None], *, whole: bool = False, most: float | None = None):
    """A scale with round steps from zero (or below it) to above all values.

    `whole`: there is nothing between 1 and 2. `most`: what no value exceeds, such as 100 percent.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    low, high = min(low, 0), max(high, 0)
    step = _step(high - low, whole=whole)
    top = max(ceil(high / step - 1e-9) * step, low + step)
    if most is not None and high <= most < top:
        top = most
    return Scale(floor(low / step + 1e-9) * step, top, step)


def _step(way: float, *, whole: bool) -> float:
    """`_step(87)` → 50: the smallest round number that goes at most `LINES` times into it."""
    if way < TINY:
        return 1
    wanted = way / LINES
    size = 10 ** floor(log10(wanted))
    # A hair wider: 10 ** -1 isn't a tenth.
    step = next(size * times for times in ROUND if size * times >= wanted * (1 - 1e-9))
    return max(1, round(step)) if whole else step


def percent(place: float) -> str:
    """A place or a length for an attribute of SVG, in any language: `12.5%`."""
    return f"{round(place, 3):g}%"


def middle(place: int, count: int) -> float:
    """Where the middle of the place-th of so many columns is, in percent."""
    return 100 * (place + 0.5) / count


def labelled(count: int, fit: int) -> set[int]:
    """Which of so many places get a label, evenly, if only some fit: the last one always does."""
    step = max(1, ceil(count / fit))
    return set(range(count - 1, -1, -step))


def runs(values: Sequence[float | None]) -> list[list[int]]:
    """The places of values that stand side by side, without gaps: `[1, None, 2, 3]` → 0; 2, 3."""
    found: list[list[int]] = []
    for place, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1][-1] == place - 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def path(spots: Iterable[tuple[float, float]]) -> str:
    """A line through places in percent, from the left and from the top."""
    return "M" + "L".join(f"{round(x, 3):g} {round(y, 3):g}" for x, y in spots)
