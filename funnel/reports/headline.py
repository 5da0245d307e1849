"""The first screen: five numbers and the ones that move first, each with how it changed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..ledger import Sums
from ..stages import Stage
from .beside import Advertised
from .intervals import differ
from .stage_rows import StageRow, percent


@dataclass(frozen=True)
class Period:
    """What a period comes down to. `brought` is by currency, in stored units."""

    stages: list[StageRow]
    brought: dict[str, Sums]
    ads: Advertised | None

    @property
    def orders(self) -> int:
        return sum(sums.orders for sums in self.brought.values())

    def shown(self, stage: Stage) -> int:
        return self.stages[stage.number - 1].shown


@dataclass(frozen=True)
class Rate:
    """`part` of `whole` now and in the period before; `differs` by more than chance easily does."""

    label: str | Promise
    part: int
    whole: int
    part_was: int
    whole_was: int

    @property
    def now(self) -> float | None:
        return percent(self.part, self.whole)

    @property
    def was(self) -> float | None:
        return percent(self.part_was, self.whole_was)

    @property
    def differs(self) -> bool:
        return differ(self.part, self.whole, self.part_was, self.whole_was)


@dataclass(frozen=True)
class Money:
    """A currency's net revenue and average order (before refunds), now and before; stored units."""

    currency: str
    sums: Sums
    was: Sums

    @property
    def average(self) -> int | None:
        return round(self.sums.gross / self.sums.orders) if self.sums.orders else None

    @property
    def average_was(self) -> int | None:
        return round(self.was.gross / self.was.orders) if self.was.orders else None


@dataclass(frozen=True)
class Headline:
    """Now against the period just before, of as many days."""

    now: Period
    was: Period

    @property
    def came(self) -> tuple[int, int]:
        """How many came, all so far."""
        return self.now.stages[0].count, self.was.stages[0].count

    @property
    def orders(self) -> tuple[int, int]:
        return self.now.orders, self.was.orders

    @property
    def conversion(self) -> Rate:
        return self._of_landings(Stage.PURCHASE, _("Conversion"))

    @property
    def money(self) -> list[Money]:
        """A row per currency that has orders now or had some before."""
        currencies = sorted(self.now.brought.keys() | self.was.brought.keys())
        return [
            Money(code, self.now.brought.get(code, Sums()), self.was.brought.get(code, Sums()))
            for code in currencies
        ]

    @property
    def leading(self) -> list[Rate]:
        """They move before the result does."""
        rates = [
            self._of_landings(Stage.INTEREST, _("Interest")),
            self._of_landings(Stage.CART, _("Add to cart")),
            self._of_landings(Stage.CHECKOUT_ORDER, _("Checkout begun")),
        ]
        ads, before = self.now.ads, self.was.ads or Advertised(0, 0)
        if ads:
            clicked = (ads.clicks, ads.impressions, before.clicks, before.impressions)
            rates.insert(0, Rate(_("Click rate of ads"), *clicked))
        return rates

    def _of_landings(self, stage: Stage, label: str | Promise) -> Rate:
        now, was = self.now, self.was
        return Rate(
            label,
            *(now.shown(stage), now.shown(Stage.LANDING)),
            *(was.shown(stage), was.shown(Stage.LANDING)),
        )
