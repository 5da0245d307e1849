"""Bars in a list, each with its number; and little funnels made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from .scales import percent


@dataclass(frozen=True)
class Bar:
    """A bar in a list. `low` and `high` make a whisker; `few`: too few to tell, drawn hollow.

    `still_open` is the hatched part at the end of the bar; `note` says what the value comes from.
    """

    label: str
    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    still_open: float = 0
    note: str = ""
    url: str = ""
    few: bool = False
    stands_out: bool = False

    def against(self, most: float) -> dict:
        """Its lengths in percent, where `most` is the whole way."""

        def along(value: float | None) -> float:
            return min(100, max(0, 100 * (value or 0) / most)) if most else 0

        finished = along((self.value or 0) - self.still_open)
        return {
            "bar": self,
            "finished": percent(finished),
            "open": percent(along(self.value) - finished),
            "end": percent(along(self.value)),
            "low": percent(along(self.low)),
            "high": percent(along(self.high)),
            "has_whisker": self.low is not None and self.high is not None,
        }


@dataclass(frozen=True)
class BarChart:
    """Bars below one another, each with its number: the list is its own table.

    `along` heads the names and `counted` the numbers. `most`: the whole way, if not the largest.
    """

    id: str
    name: str
    bars: Sequence[Bar]
    along: str
    counted: str
    said: str = ""
    most: float | None = None

    @property
    def whole_way(self) -> float:
        lengths = [length or 0 for bar in self.bars for length in (bar.value, bar.high)]
        return self.most or max(lengths, default=0)

    @property
    def drawn(self) -> list[dict]:
        return [bar.against(self.whole_way) for bar in self.bars]

    @property
    def has_whiskers(self) -> bool:
        return any(row["has_whisker"] for row in self.drawn)

    @property
    def has_open(self) -> bool:
        return any(bar.still_open for bar in self.bars)

    @property
    def has_few(self) -> bool:
        return any(bar.few for bar in self.bars)


@dataclass(frozen=True)
class LittleFunnel:
    """One of several funnels side by side: `steps` are bars whose first is the whole way."""

    title: str
    steps: Sequence[Bar]
    note: str = ""
    url: str = ""

    @property
    def drawn(self) -> list[dict]:
        whole = self.steps[0].value if self.steps else 0
        return [step.against(whole or 0) for step in self.steps]


@dataclass(frozen=True)
class Multiples:
    """Little funnels, each as wide as its own first step: shapes compare, not sizes."""

    id: str
    name: str
    funnels: Sequence[LittleFunnel] = ()
    along: str = ""
    said: str = ""

    @property
    def has_few(self) -> bool:
        return any(step.few for funnel in self.funnels for step in funnel.steps)

    @property
    def has_open(self) -> bool:
        return any(step.still_open for funnel in self.funnels for step in funnel.steps)
