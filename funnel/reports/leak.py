"""The one sentence: where most money is lost, and how much."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..ledger import Sums, ledger
from ..stages import FUNNEL, Stage

# Fewer than this at a stage are too few to tell a leak from luck; so are fewer orders a price.
FEWEST, FEWEST_ORDERS = 30, 5


@dataclass(frozen=True)
class Leak:
    """Of `entered` at `before`, `lost` never came to `after`; `passed` did and `bought` of these.

    At stake, at most: lost × bought / passed × an average order, per currency in stored units, as
    if the lost were like those who went on. Empty where too few bought to say what an order brings.
    `final`: these are finished journeys; else all so far, of which some may yet go on.
    """

    before: Stage
    after: Stage
    entered: int
    passed: int
    bought: int
    average: dict[str, int]
    at_stake: dict[str, int]
    final: bool = True

    @property
    def lost(self) -> int:
        return self.entered - self.passed

    @property
    def sentence(self) -> str:
        return (self._words if self.final else self._words_so_far) % {
            "before": self.before.label,
            "after": self.after.label,
            "lost": f"{self.lost:,}",
            "entered": f"{self.entered:,}",
            "money": written(self.at_stake),
        }

    @property
    def _words(self) -> str:
        if not self.passed:
            return _(
                "Nobody gets past %(before)s: all %(entered)s stopped there, none came to "
                "%(after)s."
            )
        if not self.at_stake:
            return _(
                "Most are lost between %(before)s and %(after)s: %(lost)s of %(entered)s "
                "stopped there. Too few orders yet to say what that costs."
            )
        return _(
            "Most money is lost between %(before)s and %(after)s: %(lost)s of %(entered)s "
            "stopped there, up to %(money)s at stake."
        )

    @property
    def _words_so_far(self) -> str:
        if not self.passed:
            return _(
                "So far nobody got past %(before)s: all %(entered)s have come no further, none to "
                "%(after)s yet."
            )
        if not self.at_stake:
            return _(
                "So far most are held up between %(before)s and %(after)s: %(lost)s of %(entered)s "
                "have come no further. Too few orders yet to say what that costs."
            )
        return _(
            "So far most money is held up between %(before)s and %(after)s: %(lost)s of "
            "%(entered)s have come no further, up to %(money)s at stake."
        )

    @property
    def arithmetic(self) -> str:
        """How the money was worked out; "" where there is none."""
        if not self.at_stake:
            return ""
        return _(
            "%(lost)s × %(bought)s/%(passed)s × %(average)s = %(money)s, if they bought like those "
            "who went on (%(bought)s of %(passed)s), for an average order."
        ) % {
            "lost": f"{self.lost:,}",
            "passed": f"{self.passed:,}",
            "bought": f"{self.bought:,}",
            "average": written(self.average),
            "money": written(self.at_stake),
        }


def biggest_leak(counts: list[int], sold: dict[str, Sums], *, final: bool = True) -> Leak | None:
    """The step that costs most; None where too few came, or nobody was lost.

    `counts`: how many came to each stage. Visitors lost × the conversion of those who pass × the
    average order is largest where the smallest part passes.
    """
    steps = [
        (before, after, counts[place], counts[place + 1])
        for place, (before, after) in enumerate(pairwise(FUNNEL))
        if counts[place] >= FEWEST and counts[place] > counts[place + 1]
    ]
    if not steps:
        return None
    before, after, entered, passed = min(steps, key=lambda step: step[3] / step[2])
    orders = sum(sums.orders for sums in sold.values())
    average = {}
    if passed and orders >= FEWEST_ORDERS and counts[-1]:
        average = {code: round(sums.gross / orders) for code, sums in sold.items() if sums.gross}
    share = (entered - passed) * counts[-1] / passed if passed else 0
    # By the average as it is written, so that whoever multiplies gets the same.
    at_stake = {code: round(share * one) for code, one in average.items()}
    return Leak(before, after, entered, passed, counts[-1], average, at_stake, final)


def sentence(leak: Leak | None, counts: list[int], *, filtered: bool = False) -> str:
    """What the owner reads first. `filtered`: only some visits were asked for."""
    if leak:
        return leak.sentence
    if not counts[0]:
        if filtered:
            return _("No visit in these days fits the filters.")
        return _("No visits in these days.")
    if counts[0] >= FEWEST:
        return _("Nobody was lost on the way: everybody who came far enough to tell has bought.")
    return ngettext(
        "Too few to tell where people are lost: %(count)s journey so far, %(fewest)s are needed.",
        "Too few to tell where people are lost: %(count)s journeys so far, %(fewest)s are needed.",
        counts[0],
    ) % {"count": counts[0], "fewest": FEWEST}


def written(amounts: dict[str, int]) -> str:
    """Amounts in stored units, in words, one currency after the other."""
    return _(" and ").join(ledger().money(amount, code) for code, amount in sorted(amounts.items()))
