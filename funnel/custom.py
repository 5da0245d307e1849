"""An owner's own funnel, counted from the events by distinct visitor, as the published cases count.

Which events can fill a step: those of its name, if it names a value those with this value. What
lies in a cart or on an order (product, coupon, country) is also told by the stages from the cart
on, so such an event can fill either step; but one event fills one step of a chain.

A chain counts if it starts in the period; it may end up to the window later. In strict order any
event that fills no step breaks it, whatever it is.

Most visitors do the first step and no more, which shows without reading a time; what has to be
remembered are the times of those who went on.
"""

from array import array
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from statistics import median

from . import chains
from .chains import Chain, Steps
from .histories import NEXT, Asked, Definition, histories
from .models import CustomFunnel
from .statements import naive, text

COUNTERS = {"ordered": chains.ordered, "strict": chains.strict, "unordered": chains.unordered}
UNORDERED = CustomFunnel.Order.UNORDERED


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


def count(asked: Asked, *, now: datetime) -> Outcome:
    """Count the visitors whose chain starts in the period."""
    definition = asked.definition
    steps = Steps(tuple(map(str, definition.steps)), definition.window)
    until = naive(asked.end)
    at_best = lru_cache(chains.MOST_SHAPES)(partial(_at_best, definition))
    furthest = chains.remembering(COUNTERS[definition.order], steps, until, datetime.fromisoformat)
    end, young = text(asked.end), text(now - definition.window)
    starts, found, only_came = _starts(definition), Outcome(len(definition.steps)), [0, 0]
    for letters, told in histories(asked, now):
        if not (steps_at_best := at_best(letters)):
            continue
        if len(letters) == 1:  # as most
            if told < end:
                only_came[told > young] += 1
            continue
        times = told.split(NEXT)
        last = max(times)
        is_open = last > young and _started(starts, letters, times, young, end)
        if steps_at_best > 1:
            if far := furthest(*_in_order(times, letters)):
                found.add(far, is_open=is_open)
        elif last < end or _started(starts, letters, times, "", end):
            only_came[is_open] += 1
    found.add_who_only_came(*only_came)
    return found


def _in_order(times: list[str], letters: str) -> tuple[list[str], str]:
    """Oldest first, as the index has them; but no database promises that."""
    if (in_order := sorted(times)) == times:
        return times, letters
    places = sorted(range(len(times)), key=times.__getitem__)
    return in_order, "".join([letters[place] for place in places])


def _starts(definition: Definition) -> int:
    """The steps, as bits, that a chain can start with."""
    return (1 << len(definition.steps)) - 1 if definition.order == UNORDERED else 1


def _at_best(definition: Definition, letters: str) -> int:
    """Whether the events of a history may fill a step that a chain starts with (1), and another
    besides (2)."""
    bits, starts = [each for each in chains.bits_of(letters) if each], _starts(definition)
    if not any(each & starts for each in bits):
        return 0
    second = starts if definition.order == UNORDERED else 2
    goes_on = len(bits) > 1 and len(definition.steps) > 1
    return 2 if goes_on and any(each & second for each in bits) else 1


def _started(starts: int, letters: str, times: list[str], after: str, before: str) -> bool:
    """Whether what a chain can start with happened between two times."""
    fills = zip(times, chains.bits_of(letters), strict=True)
    return any(bits & starts for at, bits in fills if after < at < before)
