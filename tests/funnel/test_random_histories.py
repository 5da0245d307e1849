"""20,000 random histories each way: the arithmetic agrees with a slow search that tries everything.

Steps repeat, events can be one of several steps, times coincide and lie on the window's edge.
"""

import random
from math import inf

import pytest

from funnel import chains
from funnel.chains import Steps
from funnel.journeys import Happening, rebuild, stages_within
from funnel.stages import FUNNEL
from tests.funnel import brute

HISTORIES = 20_000
WINDOW = 6
BUILT_IN = stages_within(WINDOW)
STAGES = [*map(str, FUNNEL), "landing", "landing", "cart", "purchase"]
COUNTS = {
    "ordered": lambda *asked: brute.furthest(*asked)[0],
    "strict": brute.strict,
    "unordered": brute.unordered,
}


def some_events(chance: random.Random, names: list) -> list[tuple]:
    return [
        (chance.choice((0, 1, 2, 3, 5, 6, 7, 8, 12, 13, 14)), chance.choice(names))
        for _ in range(chance.randint(2, 8))
    ]


def several(chance: random.Random) -> frozenset[str]:
    """What an event may be known under: a stage and what it tells, a detail and its value."""
    return frozenset(chance.sample("ABCD", chance.choice((0, 1, 1, 1, 2, 3))))


@pytest.mark.parametrize("order", COUNTS)
def test_custom_steps(order):
    chance = random.Random(order)
    for number in range(HISTORIES):
        names = tuple(chance.choices("ABCD", k=chance.randint(2, 5)))
        steps = Steps(names, chance.randint(0, 8))
        until = chance.choice((inf, inf, 5, 7))
        events = some_events(chance, [several(chance) for _ in range(6)] if number % 2 else "ABCDX")
        told = [(at, steps.bits(*name)) for at, name in events]

        found = getattr(chains, order)(told, steps, until)

        assert len(found) == COUNTS[order](events, steps, until), (events, steps, until)
        if found:
            assert found[0] < until
            assert found[-1] - found[0] <= steps.window
            assert list(found) == sorted(found)
        if order == "ordered" and found:
            assert (found[-1], found[0]) == brute.furthest(events, steps, until)[1:]


def entries(events: list[tuple]) -> list[float]:
    """Rule 3: a landing more than a window after a journey's first opens the next."""
    found = []
    for at in sorted(at for at, name in events if name == "landing"):
        if not found or at - found[-1] > WINDOW:
            found.append(at)
    return found


def latest_starts(events: list[tuple]) -> list[tuple[int, float, float]]:
    """Length, end and start of chains: what happens at a time counts for the latest that can have
    it, so that no purchase is two journeys'.
    """
    found = {}
    for chain in brute.chains(events, BUILT_IN):
        if chain:
            key = len(chain), chain[-1][0]
            found[key] = max(chain[0][0], found.get(key, -inf))
    return [(*key, start) for key, start in found.items()]


def test_the_built_in_funnel_by_journey():
    chance = random.Random("journey")
    for _ in range(HISTORIES):
        events = some_events(chance, STAGES)
        past, _ = rebuild([Happening(name, at) for at, name in events], BUILT_IN)

        landed, began = [j for j in past.journeys if j.reached], entries(events)
        assert [journey.entry for journey in landed] == began
        chains_ = latest_starts(events)
        for journey, end in zip(landed, [*began, inf][1:], strict=True):
            of_it = [chain for chain in chains_ if journey.entry <= chain[2] < end]
            length, _, start = min(of_it, key=lambda c: (-c[0], c[1]))
            assert (journey.reached, journey.chain[0]) == (length, start), events


def test_the_built_in_funnel_by_visitor():
    chance = random.Random("visitor")
    for _ in range(HISTORIES):
        events, until = some_events(chance, STAGES), chance.choice((inf, 5, 7))
        found = chains.ordered(BUILT_IN.told(events), BUILT_IN, until)
        assert len(found) == brute.furthest(events, BUILT_IN, until)[0], events
