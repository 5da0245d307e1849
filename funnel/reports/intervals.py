"""How sure a rate is: Wilson's interval, and whether two rates really differ.

Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference".
"""

from math import sqrt

Z = 1.96  # 95 of 100 such intervals hold the true rate
Interval = tuple[float, float]


def wilson(part: int, whole: int) -> Interval | None:
    """The interval of `part` in `whole`, in percent; None of nothing.

    `wilson(50, 2000)` → about (1.90, 3.28).
    """
    if not whole:
        return None
    rate = part / whole
    shrink = 1 + Z * Z / whole
    centre = (rate + Z * Z / (2 * whole)) / shrink
    half = Z * sqrt(rate * (1 - rate) / whole + Z * Z / (4 * whole * whole)) / shrink
    # At the ends rounding could leave the scale, and miss the rate itself by a hair.
    low, high = min(centre - half, rate), max(centre + half, rate)
    return 100 * max(0.0, low), 100 * min(1.0, high)


def differ(part: int, whole: int, other_part: int, other_whole: int) -> bool:
    """Whether two rates differ by more than chance easily does (two proportions, 95 of 100)."""
    if not whole or not other_whole:
        return False
    together = (part + other_part) / (whole + other_whole)
    spread = sqrt(together * (1 - together) * (1 / whole + 1 / other_whole))
    return spread > 0 and abs(part / whole - other_part / other_whole) > Z * spread
