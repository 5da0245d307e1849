"""How far somebody came: the exact arithmetic of chains of events. Pure; any steps, any time unit.

A chain is a tuple of times, one per step, None where the step was only implied; its first time is
its start. Events of one moment come together as a group, since equal times count as in order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

Chain = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A funnel's definition: the names of its steps and the inclusive window for all of them.

    An implied step follows from any event of a later one (of steps with distinct names).
    """

    names: tuple[str, ...]
    window: float
    implied: frozenset[str] = frozenset()


def moments(events: Iterable[tuple[float, str]]) -> Iterator[tuple[float, list[str]]]:
    """The names that happened at each time, oldest first."""
    for at, group in groupby(sorted(events), key=lambda event: event[0]):
        yield at, [name for _, name in group]


def advance(chains: list[Chain | None], names: Sequence[str], at: float, steps: Steps) -> list[int]:
    """Extend `chains` (one per step: the latest to start) by a moment; the steps attained.

    Exact for repeated names and equal times: a chain after this moment is a chain before it plus
    as many next steps as the moment's events can fill, each event used once. Only the latest
    start matters, because only the window can stop a chain. Steps are numbered from 0.
    """
    attained = set()
    furthest = max((i for i, step in enumerate(steps.names) if step in names), default=-1)
    older = [*chains]
    # The longest first: of two chains with one start the one of more real events stays.
    for first in range(furthest, -1, -1):
        chain = older[first - 1] if first else ()
        if chain is None or (chain and at - chain[0] > steps.window):
            continue
        for number, longer in _extensions(chain, names, at, furthest, steps):
            attained.add(number)
            if chains[number] is None or longer[0] > chains[number][0]:
                chains[number] = longer
    return sorted(attained)


def _extensions(
    chain: Chain, names: Sequence[str], at: float, furthest: int, steps: Steps
) -> Iterator[tuple[int, Chain]]:
    """Each longer chain that the moment's events make of this one, step by step."""
    left = list(names)
    for number in range(len(chain), furthest + 1):
        step = steps.names[number]
        if step in left:
            left.remove(step)
            chain = (*chain, at)
        elif step in steps.implied and chain and number < furthest:
            chain = (*chain, None)
        else:
            return
        yield number, chain


def ordered(events: Iterable[tuple[float, str]], steps: Steps) -> Chain:
    """The furthest chain; of several the earliest to finish, of these the latest to start."""
    chains: list[Chain | None] = [None] * len(steps.names)
    best: Chain = ()
    for at, names in moments(events):
        for number in advance(chains, names, at, steps):
            if number >= len(best):
                best = chains[number]
    return best


def strict(events: Iterable[tuple[float, str]], steps: Steps) -> int:
    """How many steps come directly after one another, with only repeats of a step in between.

    A chain lives through a moment if *all* its events can be put in an order that serves it; one
    that starts in the moment may have the rest before it, one that ends there may have it after.
    """
    alive: dict[int, float] = {}
    best = 0
    for at, names in moments(events):
        have, living = Counter(names), {}
        for done, start in [(0, at), *alive.items()]:
            if at - start > steps.window:
                continue
            for number in _fillable(done, have, steps.names):
                best = max(best, number)
                if number and (not done or have.keys() <= set(steps.names[done - 1 : number])):
                    living[number] = max(start, living.get(number, start))
        alive = living
    return best


def _fillable(done: int, have: Counter, names: Sequence[str]) -> Iterator[int]:
    """Every count of steps, from `done` on, that the events at hand can fill up to."""
    left = Counter(have)
    yield done
    for number in range(done, len(names)):
        if not left[names[number]]:
            return
        left[names[number]] -= 1
        yield number + 1


def unordered(events: Iterable[tuple[float, str]], steps: Steps) -> int:
    """The largest number of distinct steps, in any order, inside any window."""
    wanted, inside = Counter(steps.names), Counter()
    best, oldest = 0, 0
    events = sorted(event for event in events if event[1] in wanted)
    for at, name in events:
        inside[name] += 1
        while at - events[oldest][0] > steps.window:
            inside[events[oldest][1]] -= 1
            oldest += 1
        best = max(best, (inside & wanted).total())
    return best
