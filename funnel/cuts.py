"""Every daily sum is kept seven times: cut by nothing, by each dimension, and by all of them.

A report that filters or breaks down by at most one dimension then adds up a few rows a day,
however many campaigns there are; one that combines dimensions reads the finest cut. Money is kept
once more by the day of the order itself, for the comparison with the shop's ledger.
"""

from collections.abc import Iterable

DIMENSIONS = ("source", "medium", "campaign", "device", "page")
WHOLE, FINEST = "", "all"
NOTHING = ("",) * len(DIMENSIONS)
BOUGHT = ("bought", *NOTHING)


def cuts_of(dimensions: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The seven `(cut, *dimensions)` under which a journey with these dimensions is counted."""
    one = [
        (name, *NOTHING[:place], dimensions[place], *NOTHING[place + 1 :])
        for place, name in enumerate(DIMENSIONS)
    ]
    return [(WHOLE, *NOTHING), *one, (FINEST, *dimensions)]


def coarsest(wanted: Iterable[str]) -> str:
    """The cut with the fewest rows that still knows these dimensions."""
    wanted = set(wanted)
    return FINEST if len(wanted) > 1 else next(iter(wanted), WHOLE)
