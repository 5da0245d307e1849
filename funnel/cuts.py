"""Every daily sum is kept seven times: cut by nothing, by each dimension, and by all of them.

A report that filters or breaks down by at most one dimension then adds up a few rows a day,
however many campaigns there are; one that combines dimensions reads the finest cut.
"""

from collections.abc import Iterable

DIMENSIONS = ("source", "medium", "campaign", "device", "page")
WHOLE, FINEST = "", "all"
CUTS = (WHOLE, *DIMENSIONS, FINEST)


def cuts_of(dimensions: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The seven `(cut, *dimensions)` under which a journey with these dimensions is counted."""
    nothing = ("",) * len(DIMENSIONS)
    one = [
        (name, *nothing[:place], dimensions[place], *nothing[place + 1 :])
        for place, name in enumerate(DIMENSIONS)
    ]
    return [(WHOLE, *nothing), *one, (FINEST, *dimensions)]


def coarsest(wanted: Iterable[str]) -> str:
    """The cut with the fewest rows that still knows these dimensions."""
    wanted = set(wanted)
    return FINEST if len(wanted) > 1 else next(iter(wanted), WHOLE)
