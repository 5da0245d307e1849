"""The slow, obvious search that the fast one has to agree with. For a handful of events.

What an event is called is a text, or a set of texts if it can be one of several steps.
"""

from itertools import groupby, permutations, product
from math import inf

from funnel.chains import Steps


def fills(name, step: str) -> bool:
    return name == step if isinstance(name, str) else step in name


def chains(events: list[tuple], steps: Steps, until: float = inf):
    """Every chain there is, as ((time, real or implied), ...), by trying everything."""

    def extend(chain, used):
        yield chain
        if len(chain) == len(steps.names):
            return
        start, last = (chain[0][0], chain[-1][0]) if chain else (None, float("-inf"))
        step, later = steps.names[len(chain)], steps.names[len(chain) + 1 :]
        for index, (at, name) in enumerate(events):
            if index in used or at < last or (chain and at - start > steps.window):
                continue
            if fills(name, step) and (chain or at < until):
                yield from extend((*chain, (at, True)), used | {index})
            if chain and step in steps.implied and any(fills(name, each) for each in later):
                yield from extend((*chain, (at, False)), used)

    return extend((), frozenset())


def furthest(events, steps, until: float = inf) -> tuple[int, float | None, float | None]:
    """Length, end and start of the furthest chain, the earliest to end, the latest to start."""
    return of_these(chains(events, steps, until))


def of_these(chains) -> tuple[int, float | None, float | None]:
    best = min(chains, key=lambda c: (-len(c), c[-1][0], -c[0][0]) if c else (0,), default=())
    return (len(best), best[-1][0], best[0][0]) if best else (0, None, None)


def strict(events, steps, until: float = inf) -> int:
    """The best run over all orders in which events of one time may be put."""
    in_time = sorted(events, key=lambda event: event[0])
    groups = [[name for _, name in group] for _, group in groupby(in_time, key=lambda e: e[0])]
    times = [at for at, _ in in_time]
    orders = product(*(set(permutations(names)) for names in groups))
    return max((_run(times, sum(order, ()), steps, until) for order in orders), default=0)


def _run(times, names, steps, until) -> int:
    best = 0
    for first, start in enumerate(times):
        states = {0}
        for at, name in zip(times[first:], names[first:], strict=True):
            if at - start > steps.window or start >= until:
                break
            states = {
                done
                for state in states
                for done in (state, state + 1)
                if (done > state and any(fills(name, step) for step in steps.names[state:done]))
                or (done == state > 0 and fills(name, steps.names[state - 1]))
            }
            best = max(best, *states, 0) if states else best
    return best


def unordered(events, steps, until: float = inf) -> int:
    """The most steps that the events of a window can be, its first event being one of them."""

    def with_one_more(filled: int, name) -> set[int]:
        places = (place for place, step in enumerate(steps.names) if fills(name, step))
        return {filled | 1 << place for place in places if not filled >> place & 1}

    best = 0
    for first, (start, first_name) in enumerate(events):
        states = with_one_more(0, first_name) if start < until else set()
        for place, (at, name) in enumerate(events):
            if place != first and start <= at <= start + steps.window:
                states |= {more for filled in states for more in with_one_more(filled, name)}
        best = max([best, *(filled.bit_count() for filled in states)])
    return best
