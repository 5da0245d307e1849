"""The slow, obvious search that the fast one has to agree with. For a handful of events."""

from itertools import permutations, product

from funnel.chains import Steps, moments


def chains(events: list[tuple[float, str]], steps: Steps):
    """Every chain there is, as ((time, real or implied), ...), by trying everything."""

    def extend(chain, used):
        yield chain
        if len(chain) == len(steps.names):
            return
        start, last = (chain[0][0], chain[-1][0]) if chain else (None, float("-inf"))
        for index, (at, name) in enumerate(events):
            if index in used or at < last or (chain and at - start > steps.window):
                continue
            if name == steps.names[len(chain)]:
                yield from extend((*chain, (at, True)), used | {index})
            step = steps.names[len(chain)]
            if chain and step in steps.implied and name in steps.names[len(chain) + 1 :]:
                yield from extend((*chain, (at, False)), used)

    return extend((), frozenset())


def furthest(events, steps) -> tuple[int, float | None, float | None]:
    """Length, end and start of the furthest chain, the earliest to end, the latest to start."""
    best = min(chains(events, steps), key=lambda c: (-len(c), c[-1][0], -c[0][0]) if c else (0,))
    return (len(best), best[-1][0], best[0][0]) if best else (0, None, None)


def strict(events, steps) -> int:
    """The best run over all orders in which events of one time may be put."""
    groups = [set(permutations(names)) for _, names in moments(events)]
    times = [at for at, names in moments(events) for _ in names]
    orders = product(*groups)
    return max((_run(times, sum(order, ()), steps) for order in orders), default=0)


def _run(times, names, steps) -> int:
    best = 0
    for first, start in enumerate(times):
        states = {0}
        for at, name in zip(times[first:], names[first:], strict=True):
            if at - start > steps.window:
                break
            states = {
                done
                for state in states
                for done in (state, state + 1)
                if (done > state and steps.names[state:done] == (name,))
                or (done == state > 0 and steps.names[state - 1] == name)
            }
            best = max(best, *states, 0) if states else best
    return best


def unordered(events, steps) -> int:
    """Distinct steps matched inside the window that begins at each event."""
    best = 0
    for start, _ in events:
        left = list(steps.names)
        for at, name in events:
            if start <= at <= start + steps.window and name in left:
                left.remove(name)
        best = max(best, len(steps.names) - len(left))
    return best
