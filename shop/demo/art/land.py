"""Sky, ridges, forest and mist: the mountain that stands behind every picture.

Long, since all of it is one view. One light: from the upper left. One horizon: ridges meet the mist
a little below the middle.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from .noise import fbm, ridged
from .svg import Drawing, Point, Stop, ellipse, group, mix, number, path, polyline


@dataclass(frozen=True)
class Hour:
    """The colours of one time of day."""

    sky: tuple[Stop, ...]
    far: str
    near: str
    mist: str
    disc: str
    glow: str
    glow_strength: float = 0.9
    stars: int = 0


DAWN = Hour(
    sky=((0, "#b4c6c4"), (0.28, "#d3dbcf"), (0.5, "#efe6cb"), (0.6, "#fadcae"), (1, "#f3d0ac")),
    far="#bccbc3",
    near="#21443a",
    mist="#f5ecd6",
    disc="#fffaf0",
    glow="#fbe9b4",
)
SHADE = Hour(
    sky=((0, "#c3d3c4"), (0.35, "#dbe5d3"), (0.6, "#edf0da"), (1, "#f1efd6")),
    far="#bccbb2",
    near="#22422f",
    mist="#e6ecd9",
    disc="#fffdf2",
    glow="#f4f0c6",
)
DUSK = Hour(
    sky=((0, "#4d6570"), (0.2, "#86918d"), (0.38, "#d3b590"), (0.52, "#f0b57c"), (1, "#e59a62")),
    far="#b0958a",
    near="#16302a",
    mist="#e9c3a0",
    disc="#fff6e2",
    glow="#ffc68c",
)
NIGHT = Hour(
    sky=((0, "#14162a"), (0.25, "#242740"), (0.42, "#3f4059"), (0.56, "#6a6076"), (1, "#8a7480")),
    far="#4f4c66",
    near="#0b0d1a",
    mist="#6c6a84",
    disc="#fffaf0",
    glow="#c9c3d9",
    glow_strength=0.7,
    stars=170,
)


@dataclass(frozen=True)
class Frame:
    """Where on the sheet the land is painted, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def at(self, across: float, down: float) -> tuple[float, float]:
        return self.x + across * self.width, self.y + down * self.height


@dataclass(frozen=True)
class Ridge:
    """One fold of mountains; lengths are fractions of the frame's height.

    ``depth`` runs from 0 (at the horizon) to 1 (at our feet); ``peaks`` are (place across,
    height, half width) of summits put there on purpose.
    """

    depth: float
    base: float
    height: float
    seed: int
    scale: float = 3.0
    peaks: tuple[tuple[float, float, float], ...] = ()
    rough: float = 0.5
    trees: float = 0.0
    drop: float = 0.3


def sky(d: Drawing, f: Frame, hour: Hour, *, disc: tuple[float, float, float] | None) -> None:
    """The sky and, at (across, down, radius) of the frame, the sun or the moon."""
    fill = d.linear(f.at(0, 0), f.at(0, 1), *hour.sky)
    d.add(d.rect(f.x, f.y, f.width, f.height, fill))
    if hour.stars:
        _stars(d, f, hour.stars)
    if disc:
        (cx, cy), r = f.at(disc[0], disc[1]), disc[2] * f.height
        for reach, strength in ((13, 0.55), (5.5, 0.6)):
            glow = d.radial(
                (cx, cy), r * reach,
                (0, hour.glow, hour.glow_strength * strength),
                (0.35, hour.glow, hour.glow_strength * strength * 0.45), (1, hour.glow, 0),
            )  # fmt: skip
            d.add(d.rect(f.x, f.y, f.width, f.height, glow))
    _high_cloud(d, f, hour)
    if disc:
        d.add(ellipse(cx, cy, r, r, hour.disc, d.blur(max(0.8, r * 0.02))))


def _stars(d: Drawing, f: Frame, count: int) -> None:
    rng = random.Random(7)  # noqa: S311
    for _ in range(count):
        x, y = f.at(rng.random(), rng.random() ** 1.6 * 0.48)
        size = f.height * 0.0006 * (0.6 + rng.random() ** 4 * 1.9)
        d.add(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(size)}" fill="#f4ecdd"'
              f' opacity="{0.2 + 0.6 * rng.random():.2f}"/>')  # fmt: skip


def _high_cloud(d: Drawing, f: Frame, hour: Hour) -> None:
    veil(
        d,
        f,
        top=0.02,
        bottom=0.5,
        colour=hour.disc if not hour.stars else hour.mist,
        seed=3,
        strength=0.34,
        stretch=7,
        cut=0.47,
    )


def veil(
    d: Drawing, f: Frame, *, top: float, bottom: float, colour: str, seed: int,
    strength: float = 0.8, stretch: float = 5.0, cut: float = 0.42, size: float = 0.45,
) -> None:  # fmt: skip
    """A torn band of mist between two heights of the frame.

    ``stretch`` is how much wider than high its tatters are, ``cut`` how much is torn away,
    ``size`` the height of one tatter.
    """
    fy = 1 / (size * 0.35 * f.height)
    noise = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{fy / stretch:.6f} {fy:.6f}"'
        f' numOctaves="5" seed="{seed}"/>'
        f'<feColorMatrix values="0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 3.4 0 0 0 {-3.4 * cut:.3f}"'
        f' result="a"/><feFlood flood-color="{colour}"/><feComposite in2="a" operator="in"/>'
        f'<feGaussianBlur stdDeviation="{f.height * 0.0022:.2f}"/>'
    )
    (x, y1), (_, y2) = f.at(0, top), f.at(0, bottom)
    fade = d.linear((0, y1), (0, y2), (0, "#fff", 0), (0.5, "#fff", strength), (1, "#fff", 0))
    mask = d.mask(d.rect(x, y1, f.width, y2 - y1, fade))
    d.add(group([d.rect(x, y1, f.width, y2 - y1, "#fff", noise)], mask))


def crest(f: Frame, ridge: Ridge, across: float) -> float:
    """How high above the ridge's base the crest stands at ``across``, in pixels."""
    x = across * ridge.scale * (f.width / f.height) / 1.6 + ridge.seed * 3.7
    sharp = ridged(x * 0.8, ridge.seed, octaves=7, gain=0.5)
    soft = 0.5 + fbm(x * 0.9, ridge.seed + 50, octaves=7, gain=0.5)
    tall = sharp * ridge.rough + soft * (1 - ridge.rough)
    bent = across + 0.022 * fbm(x * 2.3, ridge.seed + 20, octaves=4)
    summit = 0.0
    for centre, high, wide in ridge.peaks:
        near = abs(bent - centre) / wide
        summit += high * max(0.0, 1 - 0.5 * near) ** 1.9
    crags = 1 + 0.34 * fbm(x * 5, ridge.seed + 70, octaves=5, gain=0.55)
    return f.height * (ridge.height * tall + summit * crags)


def paint(d: Drawing, f: Frame, hour: Hour, ridge: Ridge, *, relief: bool = True) -> None:
    """One ridge, lit from the left and sinking into mist at its foot."""
    step = max(1.5, f.width / 900)
    base = f.at(0, ridge.base)[1]
    tops = [
        (f.x + i * step, base - crest(f, ridge, i * step / f.width))
        for i in range(-8, int(f.width / step) + 10)
    ]
    highest = min(y for _, y in tops)
    bottom = base + ridge.drop * f.height
    outline = polyline([*tops, (tops[-1][0], bottom), (tops[0][0], bottom)])
    colour = mix(hour.far, hour.near, ridge.depth)
    box = (f.x - 20, highest - 4, f.width + 40, bottom - highest + 4)
    parts = [d.rect(*box, colour)]
    if relief and ridge.depth > 0.05:
        parts.append(_flanks(d, f, hour, ridge, tops, box))
        parts.append(_relief(d, f, ridge, box))
    if ridge.trees:
        d.add(*forest(f, ridge, tops, [colour]))
        slope = [mix(colour, hour.near, 0.4 - 0.06 * row) for row in range(1, 6)]
        parts.extend(forest(f, ridge, tops, slope, first=1))
    parts.append(_sinking(d, f, hour, ridge, tops, bottom))
    lamp = d.linear(
        f.at(0, 0), f.at(1, 0.25),
        (0, hour.glow, 0.26), (0.5, hour.glow, 0.04), (1, hour.near, 0.14),
    )  # fmt: skip
    parts.append(d.rect(*box, lamp))
    d.add(group(parts, d.clip(path(outline))))


def _sinking(
    d: Drawing, f: Frame, hour: Hour, ridge: Ridge, tops: list[Point], bottom: float
) -> str:
    """Mist that thickens below the crest and follows it, valley for valley."""
    deep = f.height * (0.16 + 0.22 * ridge.depth)
    steps = 9
    thin = 0.15 * (1 - 0.72 * ridge.depth)
    layers = [
        path(
            polyline(
                [*((x, y + deep * (k + 0.5) / steps) for x, y in tops),
                 (tops[-1][0], bottom + 99), (tops[0][0], bottom + 99)]
            ),
            hour.mist, f'opacity="{thin * (0.5 + k / steps):.3f}"',
        )
        for k in range(steps)
    ]  # fmt: skip
    return group(layers, d.blur(deep * 0.06))


def _flanks(
    d: Drawing, f: Frame, hour: Hour, ridge: Ridge, tops: list[Point],
    box: tuple[float, float, float, float],
) -> str:  # fmt: skip
    """Slopes that face the light are paler, the others darker; the folds lean to the right."""
    count = 72
    reach = len(tops) // count
    stops: list[Stop] = []
    for i in range(count):
        at = i * reach
        ahead = tops[min(len(tops) - 1, at + reach * 2)]
        behind = tops[max(0, at - reach)]
        rise = (behind[1] - ahead[1]) / (ahead[0] - behind[0])
        tone = hour.glow if rise > 0 else hour.near
        calm = (0.45 if hour.stars else 1.0) * min(1.0, i / 6)
        strong = (
            calm * min(0.42, abs(rise) * (0.75 if rise > 0 else 0.85)) * (0.35 + 0.5 * ridge.depth)
        )
        stops.append((at / len(tops), tone, strong))
    lean = 0.55
    middle = sum(y for _, y in tops) / len(tops)
    fill = d.linear(
        (tops[0][0], 0), (tops[-1][0], 0), *stops,
        transform=f"translate({-lean * middle:.1f} 0) skewX({math.degrees(math.atan(lean)):.2f})",
    )  # fmt: skip
    return d.rect(*box, fill, d.blur(f.height * 0.004))


def _relief(d: Drawing, f: Frame, ridge: Ridge, box: tuple[float, float, float, float]) -> str:
    """Rough ground: a noise lit from the upper left, laid on as soft light."""
    fine = 1 / (f.height * (0.05 + 0.06 * ridge.depth))
    look = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{fine:.5f} {fine:.5f}"'
        f' numOctaves="5" seed="{ridge.seed}" result="n"/>'
        '<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/>'
        f'<feDiffuseLighting surfaceScale="{f.height * 0.016:.2f}" diffuseConstant="1.05"'
        ' lighting-color="#fff">'
        '<feDistantLight azimuth="215" elevation="45"/></feDiffuseLighting>'
    )
    strength = 0.08 + 0.2 * ridge.depth
    return d.rect(
        *box, "#888", f'style="mix-blend-mode:soft-light" opacity="{strength:.2f}" {look}'
    )


def forest(
    f: Frame, ridge: Ridge, tops: list[Point], colours: list[str], *, first: int = 0
) -> list[str]:
    """Rows of cedars, the first on the crest, the others down the slope in their colours."""
    rows = []
    grown = ridge.trees * f.height
    step = tops[1][0] - tops[0][0]
    for row, colour in enumerate(colours, start=first):
        rng = random.Random(ridge.seed * 13 + row)  # noqa: S311
        parts, x = [], f.x - grown * 0.2
        while x < f.x + f.width + grown * 0.2:
            across = (x - f.x) / f.width
            thick = 0.62 + 1.9 * fbm(across * 7 + row * 0.15, ridge.seed + 90, octaves=4)
            index = max(0, min(len(tops) - 1, round((x - tops[0][0]) / step)))
            if thick > 0.12 + 0.05 * row:
                tall = grown * (0.3 + 0.7 * rng.random() ** 1.3) * (0.45 + 0.6 * min(1, thick))
                y = tops[index][1] + grown * (0.12 + row * 0.42 + 0.3 * rng.random() * row**0.5)
                parts.append(polyline(cedar(x, y, tall, rng)))
            x += grown * (0.05 + 0.22 * rng.random() ** 1.5) * (1 if thick > 0.4 else 1.7)
        rows.append(path("".join(parts), colour))
    return rows


def cedar(x: float, y: float, tall: float, rng: random.Random) -> list[tuple[float, float]]:
    """The outline of a conifer standing at (x, y)."""
    tiers = max(5, min(16, round(tall / 7)))
    wide = tall * (0.15 + 0.06 * rng.random())
    lean = tall * 0.03 * (rng.random() - 0.5)
    left, right = [], []
    for k in range(tiers):
        t = (k + 1) / tiers
        for side, points in ((-1, left), (1, right)):
            reach = wide * t**0.85 * (0.62 + 0.5 * rng.random())
            low = y - tall * (1 - t) * 0.97 + tall * 0.03 * rng.random()
            points.append((x + lean * (1 - t) + side * reach, low))
            points.append((x + lean * (1 - t) + side * reach * 0.42, low - tall * 0.02))
    return [(x + lean, y - tall), *right, (x + wide * 0.1, y + tall * 0.1),
            (x - wide * 0.1, y + tall * 0.1), *reversed(left)]  # fmt: skip
