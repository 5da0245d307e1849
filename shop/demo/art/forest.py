"""Under old cedars: trunks behind trunks, light falling between them, coffee in the shade."""

from __future__ import annotations

import random

from .land import SHADE, Frame, Ridge, paint, sky, veil
from .plants import shrub, trunk
from .svg import Drawing, group, mix, path


def cedars(d: Drawing, f: Frame) -> None:
    """Five rows of trunks, each nearer, darker and clearer than the one behind it."""
    sky(d, f, SHADE, disc=(0.3, 0.13, 0.03))
    glow = d.radial(f.at(0.28, 0.12), f.height * 0.75, (0, "#fffbe0", 0.95), (0.4, "#fbf6cf", 0.5),
                    (1, "#f3f0c8", 0))  # fmt: skip
    d.add(d.rect(f.x, f.y, f.width, f.height, glow))
    rng = random.Random(21)  # noqa: S311
    for layer in range(5):
        near = layer / 4
        tone = mix("#b9c7a8", "#1b3324", near**0.75)
        _canopy(d, f, tone, layer)
        for x in _places(layer, rng):
            wide = f.width * (0.010 + 0.052 * near**1.6) * (0.8 + 0.5 * rng.random())
            foot = f.height * (0.79 + 0.075 * layer)
            d.add(trunk(d, f.x + x * f.width, wide, f.y - 20, f.y + foot, tone, "#f4f0c6"))
        ground = Ridge(0.2 + 0.2 * layer, 0.755 + 0.075 * layer, 0.05, 60 + layer * 3, scale=2.4,
                       rough=0.1, drop=0.3)  # fmt: skip
        paint(d, f, SHADE, ground)
        _undergrowth(d, f, layer, rng)
        veil(d, f, top=0.42 + 0.06 * layer, bottom=0.78 + 0.07 * layer, colour=SHADE.mist,
             seed=layer + 2, strength=0.75 - 0.13 * layer, size=0.3, stretch=4)  # fmt: skip
        if layer == 2:
            _rays(d, f, 0.55)
    _rays(d, f, 0.32)


def _places(layer: int, rng: random.Random) -> list[float]:
    """Where the trunks of a row stand; the two nearest rows leave the middle open."""
    if layer == 4:
        return [0.055, 0.9]
    if layer == 3:
        return [0.2, 0.74, 1.01]
    count = 15 - 3 * layer
    return [(k + 0.15 + 0.7 * rng.random()) / count for k in range(count)]


def _canopy(d: Drawing, f: Frame, tone: str, layer: int) -> None:
    """Boughs hanging into the picture: a thresholded noise, thicker towards the top."""
    size = f.width * (0.03 + 0.012 * layer)
    leaves = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{1 / size:.5f} {1.5 / size:.5f}"'
        f' numOctaves="6" seed="{layer * 7 + 3}"/>'
        '<feColorMatrix values="0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 11 0 0 0 -5.3" result="n"/>'
        f'<feFlood flood-color="{tone}"/><feComposite in2="n" operator="in"/>'
        f'<feGaussianBlur stdDeviation="{0.5 + (4 - layer) * 0.35:.1f}"/>'
    )
    deep = f.height * (0.5 - 0.055 * layer)
    fade = d.linear(
        (0, f.y), (0, f.y + deep), (0, "#fff", 0.95), (0.45, "#fff", 0.8), (1, "#fff", 0)
    )
    away = d.radial(f.at(0.32, 0.1), f.width * 0.46, (0, "#000", 0.9), (1, "#000", 0), squash=0.8)
    mask = d.mask(d.rect(f.x, f.y, f.width, deep, fade) + d.rect(f.x, f.y, f.width, deep, away))
    d.add(group([d.rect(f.x, f.y, f.width, deep, "#fff", leaves)], mask))


def _undergrowth(d: Drawing, f: Frame, layer: int, rng: random.Random) -> None:
    """Coffee shrubs at the feet of the trunks."""
    near = layer / 4
    size = f.height * (0.012 + 0.042 * near)
    dark = mix("#a3b692", "#16301f", near**0.7)
    light = mix("#c6d3ae", "#7fa060", near**0.7)
    base = f.height * (0.755 + 0.06 * layer)
    bushes = []
    for _ in range(30 - 5 * layer):
        x = f.x + f.width * rng.uniform(-0.05, 1.05)
        bushes.append((base + size * rng.uniform(-0.5, 0.9), x, size * rng.uniform(0.7, 1.3)))
    d.add(group(shrub(x, y, r, dark, light, rng) for y, x, r in sorted(bushes)))


def _rays(d: Drawing, f: Frame, strength: float) -> None:
    """Light from the upper left, cut into shafts by the canopy."""
    w, h = f.width, f.height
    shafts = "".join(
        f"M{f.x + x * w:.0f} {f.y - 60}h{wide * w:.0f}"
        f"L{f.x + (x + wide * 2.1 + 0.62) * w:.0f} {f.y + h:.0f}h{-wide * 2.2 * w:.0f}Z"
        for x, wide in ((-0.26, 0.05), (-0.12, 0.035), (0.02, 0.075), (0.2, 0.04), (0.33, 0.06))
    )
    fade = d.linear(f.at(0.1, 0), f.at(0.62, 0.9), (0, "#fffbe0", strength),
                    (0.55, "#fdf8dc", strength * 0.55), (1, "#fdf8dc", 0))  # fmt: skip
    d.add(path(shafts, fade, f'style="mix-blend-mode:screen" {d.blur(w * 0.014)}'))
