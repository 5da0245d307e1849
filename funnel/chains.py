"""How far somebody came: the exact arithmetic of chains of events. Pure; any steps, any time unit.

An event is its time and the steps that it can fill, as bits: 1 for the first step, 2 for the
second, 4 for the third; 0 for what fills none. It fills one of them at a time. A chain is a tuple
of times, one per step, None where the step was only implied; its first time is its start. Events
of one moment come together, since equal times count as in order.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby, islice
from math import inf
from operator import eq, itemgetter

Chain = tuple[float | None, ...]
Told = tuple[float, int]
MOST_SHAPES = 100_000
# The steps that an event can fill, as bits, are added to it: no quote, no sign that SQL knows.
FILLS_NONE = ord("@")


@dataclass(frozen=True, slots=True)
class Steps:
    """A funnel's definition: the names of its steps and the inclusive window for all of them.

    An implied step follows from any event of a later one (of steps with distinct names).
    """

    names: tuple[str, ...]
    window: float
    implied: frozenset[str] = frozenset()

    def bits(self, *names: str) -> int:
        """The steps that an event of this name, or known under all these names, can fill."""
        return sum(1 << place for place, step in enumerate(self.names) if step in names)

    def told(self, events: Iterable[tuple[float, str]]) -> list[Told]:
        """Events that are given by their names."""
        return [(at, self.bits(name)) for at, name in events]


def moments(events: Iterable[tuple]) -> Iterator[tuple[float, list]]:
    """What happened at each time, oldest first."""
    for at, group in groupby(sorted(events), key=itemgetter(0)):
        yield at, [what for _, what in group]


@lru_cache(MOST_SHAPES)
def fits(wanted: int, bits: tuple[int, ...]) -> bool:
    """Whether each of the wanted steps can have one of these events for itself."""
    if len(bits) == 1 or not wanted & (wanted - 1):
        return not wanted & (wanted - 1) and any(each & wanted for each in bits)
    keeper: dict[int, int] = {}  # the step that has the event at this place

    def find(step: int, asked: set[int]) -> bool:
        for place, each in enumerate(bits):
            if each & step and place not in asked:
                asked.add(place)
                if place not in keeper or find(keeper[place], asked):
                    keeper[place] = step
                    return True
        return False

    return all(find(1 << n, set()) for n in range(wanted.bit_length()) if wanted >> n & 1)


def at_most(bits: Iterable[int]) -> tuple[int, ...]:
    """The same without those that no step could still want: thousands at once are no trouble."""
    return tuple(
        each
        for each, number in sorted(Counter(bits).items())
        for _ in range(min(number, each.bit_count()))
    )


def advance(chains: list[Chain | None], bits: Sequence[int], at: float, steps: Steps) -> list[int]:
    """Extend `chains` (one per step: the latest to start) by a moment; the steps attained.

    Exact for repeated names and equal times: a chain after this moment is a chain before it plus
    as many next steps as the moment's events can fill, each event used once. Only the latest
    start matters, because only the window can stop a chain. Steps are numbered from 0.
    """
    attained = set()
    bits = at_most(bits) if len(bits) > 1 else tuple(bits)
    furthest = max(bits, default=0).bit_length() - 1
    older = [*chains]
    # The longest first: of two chains with one start the one of more real events stays.
    for first in range(furthest, -1, -1):
        chain = older[first - 1] if first else ()
        if chain is None or (chain and at - chain[0] > steps.window):
            continue
        for number, longer in _extensions(chain, bits, at, furthest, steps):
            attained.add(number)
            if chains[number] is None or longer[0] > chains[number][0]:
                chains[number] = longer
    return sorted(attained)


def _extensions(
    chain: Chain, bits: tuple[int, ...], at: float, furthest: int, steps: Steps
) -> Iterator[tuple[int, Chain]]:
    """Each longer chain that the moment's events make of this one, step by step."""
    filled = 0
    for number in range(len(chain), furthest + 1):
        if fits(filled | 1 << number, bits):
            filled |= 1 << number
            chain = (*chain, at)
        elif steps.names[number] in steps.implied and chain and number < furthest:
            chain = (*chain, None)
        else:
            return
        yield number, chain


def ordered(events: Iterable[Told], steps: Steps, until: float = inf) -> Chain:
    """The furthest chain; of several the earliest to finish, of these the latest to start.

    As in the other two, none begins at `until` or later.
    """
    chains: list[Chain | None] = [None] * len(steps.names)
    best: Chain = ()
    for at, bits in moments(events):
        if at >= until:
            bits = [each & ~1 for each in bits]
        for number in advance(chains, bits, at, steps):
            if number >= len(best):
                best = chains[number]
    return best


def strict(events: Iterable[Told], steps: Steps, until: float = inf) -> Chain:
    """The same of steps directly after one another, with only repeats of a step in between.

    A chain lives through a moment if *all* its events can be put in an order that serves it; one
    that starts in the moment may have the rest before it, one that ends there may have it after.
    """
    alive: dict[int, Chain] = {}
    best: Chain = ()
    for at, bits in moments(events):
        living: dict[int, Chain] = {}
        have = at_most(bits)
        starts = [(0, ())] if at < until else []
        for done, chain in [*starts, *alive.items()]:
            if chain and at - chain[0] > steps.window:
                continue
            for number in _fillable(done, have, len(steps.names)):
                longer = chain + (at,) * (number - done)
                if number > len(best) or (best and best[-1] == at and _later(longer, best)):
                    best = longer
                if number and (not done or _all_serve(bits, done, number)):
                    living[number] = max(longer, living.get(number, longer))
        alive = living
    return best


def _later(chain: Chain, other: Chain) -> bool:
    return len(chain) == len(other) and chain > other


def _fillable(done: int, have: tuple[int, ...], steps: int) -> Iterator[int]:
    """Every count of steps, from `done` on, that the events at hand can fill up to."""
    yield done
    wanted = 0
    for number in range(done, steps):
        wanted |= 1 << number
        if not fits(wanted, have):
            return
        yield number + 1


def _all_serve(bits: Iterable[int], done: int, number: int) -> bool:
    """Whether each event can be one of the steps from `done` to `number`, or a repeat of one."""
    serving = (1 << number) - (1 << (done - 1))
    return all(each & serving for each in bits)


def unordered(events: Iterable[Told], steps: Steps, until: float = inf) -> Chain:
    """The times of the most distinct steps, in any order, inside any window.

    Of events that can fill the same steps only the latest few are looked at again.
    """
    latest: dict[int, deque[float]] = {}
    before: Told | None = None  # the last event with which a window may begin
    best: Chain = ()
    for at, bits in sorted(event for event in events if event[1]):
        latest.setdefault(bits, deque(maxlen=bits.bit_count())).append(at)
        if at < until:
            before = at, bits
        if before is None or at - before[0] > steps.window or len(best) == len(steps.names):
            break
        inside = [(t, b) for b, times in latest.items() for t in times if at - t <= steps.window]
        best = max(best, _fill(before, inside), key=len)
    return best


def _fill(first: Told, inside: list[Told]) -> Chain:
    """The times of the latest events that, with `first`, fill as many steps as all of them can."""
    kept, rest = [first], sorted(inside, reverse=True)
    if first in rest:
        rest.remove(first)
    for event in rest:
        if most(at_most(bits for _, bits in [event, *kept])) > len(kept):
            kept.append(event)
    return tuple(sorted(at for at, _ in kept))


@lru_cache(MOST_SHAPES)
def most(bits: tuple[int, ...]) -> int:
    """How many steps these events can fill at once."""
    filled = 0
    for number in range(max(bits, default=0).bit_length()):
        if fits(filled | 1 << number, bits):
            filled |= 1 << number
    return filled.bit_count()


def remembering(
    count: Callable[[Iterable[Told], Steps, float], Chain],
    steps: Steps,
    until: float,
    read: Callable[[str], float] = lambda at: at,
) -> Callable[[Sequence[str], str], Chain]:
    """`count` for millions of histories; `read` makes a time of a text.

    A history is its times, oldest first, and a letter for each (`FILLS_NONE` and those that
    follow). Where all times lie in one window, only the order of events matters, and which
    of them came at once: what it comes to is worked out once, and only its chain's times are read.
    """

    def found(times: Sequence[str], letters: str) -> Chain:
        apart = len(set(times)) == len(times)  # as nearly always
        chain = places(letters, b"" if apart else bytes(map(eq, times, islice(times, 1, None))))
        last = read(times[-1])
        # With more than one step the window may make it another chain.
        alike = len(chain) < 2 or last - read(times[0]) <= steps.window
        if alike and last < until:
            return tuple([read(times[place]) for place in chain])
        return count(zip(map(read, times), bits_of(letters), strict=True), steps, until)

    @lru_cache(MOST_SHAPES)
    def places(letters: str, ties: bytes) -> tuple[int, ...]:
        """The chain as places in the history; `ties`: which events came at once with the last."""
        ties = ties or bytes(len(letters) - 1)
        at = accumulate(enumerate(ties, 1), lambda last, tie: last if tie[1] else tie[0], initial=0)
        return count(zip(at, bits_of(letters), strict=True), replace(steps, window=inf), inf)

    return found


def bits_of(letters: str) -> list[int]:
    """The steps that each event can fill, as bits, of a history's letters."""
    return [ord(each) - FILLS_NONE for each in letters]
