"""Journeys that have something in common: how many of them left, and with what in their carts."""

from dataclasses import dataclass, field

from .intervals import Interval, wilson
from .leak import FEWEST
from .stage_rows import percent


@dataclass
class Group:
    """Journeys that have something in common. `left` of the `finished` didn't buy; `money` is what
    lay in the carts of these, by currency in stored units."""

    journeys: int = 0
    still_open: int = 0
    left: int = 0
    money: dict[str, int] = field(default_factory=dict)

    @property
    def finished(self) -> int:
        return self.journeys - self.still_open

    @property
    def rate(self) -> float | None:
        """How many of 100 finished ones left."""
        return percent(self.left, self.finished)

    @property
    def interval(self) -> Interval | None:
        return wilson(self.left, self.finished)

    @property
    def too_few(self) -> bool:
        return self.finished < FEWEST

    def add(self, number: int, *, left: bool, is_open: bool, currency: str, value: int) -> None:
        self.journeys += number
        self.still_open += number * is_open
        if left and not is_open:
            self.left += number
            if currency and value:
                self.money[currency] = self.money.get(currency, 0) + value

    def __sub__(self, other: "Group") -> "Group":
        return Group(
            self.journeys - other.journeys,
            self.still_open - other.still_open,
            self.left - other.left,
        )


@dataclass
class Groups:
    """All that met it, and those of them that came as far as where it is usually met."""

    all: Group = field(default_factory=Group)
    there: Group = field(default_factory=Group)

    def add(self, number: int, *, there: bool, **outcome) -> None:
        self.all.add(number, **outcome)
        if there:
            self.there.add(number, **outcome)
