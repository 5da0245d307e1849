"""Seeded one-dimensional noise: the same seed gives the same mountain on every machine."""

from __future__ import annotations

import math
import random
from functools import lru_cache


@lru_cache(maxsize=256)
def _slopes(seed: int) -> tuple[float, ...]:
    rng = random.Random(seed)  # noqa: S311 - mountains, not secrets
    return tuple(rng.uniform(-1, 1) for _ in range(256))


def gradient(x: float, seed: int) -> float:
    """Smooth noise in about -0.5 to 0.5, one hill or valley per unit."""
    slopes = _slopes(seed)
    cell = math.floor(x)
    t = x - cell
    a, b = slopes[cell & 255] * t, slopes[(cell + 1) & 255] * (t - 1)
    ease = t * t * t * (t * (t * 6 - 15) + 10)
    return a + (b - a) * ease


def fbm(x: float, seed: int, *, octaves: int = 5, gain: float = 0.5) -> float:
    """Hills upon hills, about -0.7 to 0.7."""
    total, weight = 0.0, 1.0
    for octave in range(octaves):
        total += weight * gradient(x * 2**octave + 17 * octave, seed + octave)
        weight *= gain
    return total


def ridged(x: float, seed: int, *, octaves: int = 5, gain: float = 0.5) -> float:
    """Sharp crests over round valleys, about 0 to 1."""
    total, weight, whole = 0.0, 1.0, 0.0
    for octave in range(octaves):
        crest = 1 - min(1.0, 2.2 * abs(gradient(x * 2**octave + 31 * octave, seed + octave)))
        total += weight * crest * crest
        whole += weight
        weight *= gain
    return total / whole
