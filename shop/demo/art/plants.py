"""Coffee as it grows: a branch with cherries, shrubs in rows, the trunks of old cedars."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from .land import Frame, Hour
from .noise import fbm
from .svg import Drawing, Point, ellipse, group, mix, number, path, polyline, smooth

RIPE = ("#a8321c", "#b84a1f", "#8d2418", "#c9692c", "#9aa048")


def leaf(d: Drawing, x: float, y: float, long: float, angle: float, tone: str) -> str:
    """A coffee leaf: pointed, waved at the edge, its upper half catching the light."""
    wide = long * 0.2
    upper = [(0, 0), (long * 0.18, -wide * 0.8), (long * 0.36, -wide), (long * 0.52, -wide * 0.86),
             (long * 0.7, -wide * 0.66), (long * 0.86, -wide * 0.3), (long, 0)]  # fmt: skip
    lower = [(px, -py * 0.94) for px, py in upper[::-1]]
    shape = smooth(upper) + smooth(lower).replace("M", "L", 1) + "Z"
    up = angle % 360 > 90 and angle % 360 < 270
    bright, dim = mix(tone, "#eef2c9", 0.34), mix(tone, "#0c1a14", 0.42)
    fill = d.linear((0, -wide), (0, wide), *(
        ((0, dim), (0.5, tone), (0.52, mix(tone, "#eef2c9", 0.14)), (1, bright)) if up else
        ((0, bright), (0.48, mix(tone, "#eef2c9", 0.14)), (0.5, tone), (1, dim))
    ))  # fmt: skip
    veins = "".join(
        f"M{number(long * t)} 0Q{number(long * (t + 0.07))} {number(s * wide * 0.5)}"
        f" {number(long * (t + 0.15))} {number(s * wide * (0.86 - abs(t - 0.35)))}"
        for t in (0.14, 0.27, 0.4, 0.53, 0.66)
        for s in (-1, 1)
    )
    line = mix(tone, "#f3f3d8", 0.45)
    return group((
        path(shape, fill),
        path(veins, more=f'stroke="{line}" stroke-opacity=".22" stroke-width="{long * 0.006:.2f}"'),
        path(f"M0 0L{number(long * 0.97)} 0", more=f'stroke="{line}" stroke-opacity=".6"'
             f' stroke-width="{long * 0.01:.2f}"'),
    ), f'transform="translate({number(x)} {number(y)}) rotate({angle:.1f})"')  # fmt: skip


def cherry(d: Drawing, x: float, y: float, r: float, tone: str) -> str:
    """A ripe fruit with its little crown, lit from the upper left."""
    fill = d.radial((x - r * 0.32, y - r * 0.36), r * 1.45, (0, mix(tone, "#ffe9c9", 0.55)),
                    (0.28, mix(tone, "#ffe0b0", 0.14)), (0.62, tone),
                    (1, mix(tone, "#1a0b08", 0.62)))  # fmt: skip
    return (
        ellipse(x, y, r * 0.95, r, fill)
        + ellipse(x + r * 0.12, y + r * 0.72, r * 0.14, r * 0.09, mix(tone, "#120a06", 0.7))
        + ellipse(x - r * 0.36, y - r * 0.42, r * 0.15, r * 0.1, "#fff7e6", 'opacity=".75"')
    )


def branch(
    d: Drawing, start: Point, end: Point, size: float, *, tone: str, seed: int, bend: float = 0.1,
    fruit: float = 1.0,
) -> str:  # fmt: skip
    """A twig between two points with paired leaves (``size`` long) and fruit at its nodes."""
    rng = random.Random(seed)  # noqa: S311
    (x1, y1), (x2, y2) = start, end
    run = math.hypot(x2 - x1, y2 - y1)
    heading = math.degrees(math.atan2(y2 - y1, x2 - x1))
    nodes = max(3, round(run / (size * 0.52)))
    points = []
    for k in range(nodes + 1):
        t = k / nodes
        sag = bend * run * math.sin(math.pi * t * 0.9)
        points.append((x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + sag))
    bark = mix(tone, "#3a2a1c", 0.75)
    behind, stem, before = [], [], []
    stem.append(path(smooth(points), more=f'stroke="{bark}" stroke-width="{size * 0.045:.1f}"'
                     ' stroke-linecap="round"'))  # fmt: skip
    for k, (x, y) in enumerate(points):
        shrink = 1 - 0.35 * k / nodes
        for sign in (-1, 1):
            angle = heading + sign * (46 + 22 * rng.random()) + 10 * (rng.random() - 0.5)
            shade = mix(tone, "#0e1f18", 0.35 * rng.random())
            one = leaf(d, x, y, size * shrink * (0.85 + 0.3 * rng.random()), angle, shade)
            (behind if sign < 0 else before).append(one)
        if k and rng.random() < fruit:
            for _ in range(rng.randint(2, 5)):
                r = size * (0.068 + 0.022 * rng.random())
                px = x + (rng.random() - 0.5) * size * 0.26
                py = y + (rng.random() - 0.15) * size * 0.2
                before.append(cherry(d, px, py, r, rng.choice(RIPE)))
    tip = leaf(d, *points[-1], size * 0.75, heading + 4, tone)
    return "".join([*behind, tip, *stem, *before])


def shrub(x: float, y: float, r: float, dark: str, light: str, rng: random.Random) -> str:
    """A round coffee shrub standing at (x, y), built of leaves from its dark inside outwards."""
    cy = y - r * 0.62
    parts = [ellipse(x, cy + r * 0.06, r * 0.9, r * 0.66, mix(dark, "#0b140d", 0.25))]
    count = int(min(90, 20 + r * 1.1))
    for k in range(count):
        a, q = rng.random() * math.tau, (0.25 + 0.75 * k / count) * (0.8 + 0.25 * rng.random())
        px, py = x + math.cos(a) * q * r, cy + math.sin(a) * q * r * 0.72
        lit = 0.42 - (px - x) / r * 0.34 - (py - cy) / r * 0.62 + 0.22 * (rng.random() - 0.5)
        tone = mix(dark, light, max(0.0, min(1.0, lit)))
        long = r * (0.17 + 0.1 * rng.random())
        turn = math.degrees(a) + rng.uniform(-40, 40)
        spin = f'transform="rotate({turn:.0f} {number(px)} {number(py)})"'
        parts.append(ellipse(px, py, long, long * 0.42, tone, spin))
    if r > 16:
        for _ in range(rng.randint(2, 7)):
            a, q = rng.random() * math.tau, rng.random() ** 0.5
            px, py, tone = (
                x + math.cos(a) * q * r * 0.8,
                cy + math.sin(a) * q * r * 0.55,
                rng.choice(RIPE),
            )
            parts.append(ellipse(px, py, r * 0.055, r * 0.055, mix(tone, dark, 0.12)))
            parts.append(ellipse(px - r * 0.015, py - r * 0.018, r * 0.016, r * 0.014, "#fbe4c4",
                                 'opacity=".8"'))  # fmt: skip
    return "".join(parts)


def rows(
    d: Drawing, f: Frame, hour: Hour, *, top: float, bottom: float, count: int, seed: int,
    people: dict[int, Callable[[Callable[[float], float]], None]],
) -> None:  # fmt: skip
    """Terraces down a slope: banks of earth, each carrying a row of shrubs. ``people`` draw
    themselves behind the row of that number, given the ground's height at a share of the width."""
    rng = random.Random(seed)  # noqa: S311
    for k in range(count):
        t = k / (count - 1)
        near = t**1.7
        y0 = top + (bottom - top) * near
        size = f.height * (0.008 + 0.042 * near)

        def ground(across: float, y0: float = y0, near: float = near) -> float:
            wave = fbm(across * 1.5 + 0.12 * near, seed, octaves=3) * (0.15 + 0.16 * near)
            fall = 0.2 * (across - 0.5) * (0.6 + 0.4 * near)
            return f.at(0, y0 + wave * 0.55 - fall)[1]

        if k in people:
            people[k](ground)
        line = [(f.x + f.width * i / 90, ground(i / 90)) for i in range(-3, 94)]
        bank = size * 2.2
        haze = (1 - near) ** 1.5
        earth = mix(mix("#6f5f3f", "#8f8a5a", 0.4), hour.mist, 0.72 * haze)
        grass = mix(mix(hour.near, "#6c8150", 0.45), hour.mist, 0.68 * haze)
        d.add(
            path(polyline([*line, (line[-1][0], line[-1][1] + f.height),
             (line[0][0], line[0][1] + f.height)]),
                 d.linear((0, y0 * f.height + f.y), (0, y0 * f.height + f.y + bank * 3),
                          (0, mix(grass, "#fff0c4", 0.28)), (0.35, grass),
                           (1, mix(earth, grass, 0.5)))),
        )  # fmt: skip
        dark = mix(mix(hour.near, "#0f241c", 0.3), hour.mist, 0.66 * haze)
        light = mix(mix("#7d9a5b", hour.glow, 0.2), hour.mist, 0.5 * haze)
        bushes, x = [], f.x - size
        while x < f.x + f.width + size:
            y = ground((x - f.x) / f.width) + size * 0.25
            r = size * (0.72 + 0.4 * rng.random())
            bushes.append(
                ellipse(x + r * 0.5, y + r * 0.08, r * 1.15, r * 0.22, "#10190f", 'opacity=".28"')
            )
            bushes.append(shrub(x, y, r, dark, light, rng))
            x += size * (1.35 + 0.5 * rng.random())
        rim = path(polyline(line, close=False), more=f'stroke="{mix(light, hour.glow, 0.5)}"'
                   f' stroke-opacity=".5" stroke-width="{size * 0.09:.1f}"')  # fmt: skip
        d.add(rim, group(bushes))


def trunk(d: Drawing, x: float, wide: float, top: float, foot: float, tone: str, lit: str) -> str:
    """A straight old trunk with bark, brighter on its left."""
    half, root = wide * 0.5, wide * 0.3
    shape = (
        f"M{x - wide * 0.42:.1f} {top:.1f}L{x - half:.1f} {foot - wide * 1.6:.1f}"
        f"Q{x - half:.1f} {foot - wide * 0.3:.1f} {x - half - root:.1f} {foot:.1f}"
        f"H{x + half + root:.1f}Q{x + half:.1f} {foot - wide * 0.3:.1f}"
        f" {x + half:.1f} {foot - wide * 1.6:.1f}L{x + wide * 0.42:.1f} {top:.1f}Z"
    )
    fill = d.linear(
        (x - wide * 0.55, 0), (x + wide * 0.55, 0), (0, mix(tone, lit, 0.5)),
        (0.18, mix(tone, lit, 0.28)), (0.5, tone), (1, mix(tone, "#0b120e", 0.35)),
    )  # fmt: skip
    bark = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{7 / wide:.4f} {0.8 / wide:.5f}"'
        f' numOctaves="4" seed="{int(x) % 97}" result="n"/>'
        '<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/>'
        f'<feDiffuseLighting surfaceScale="{wide * 0.12:.2f}" lighting-color="#fff">'
        '<feDistantLight azimuth="190" elevation="45"/></feDiffuseLighting>'
    )
    return path(shape, fill) + group(
        [d.rect(x - wide * 1.1, top, wide * 2.2, foot - top, "#888",
                f'style="mix-blend-mode:soft-light" opacity=".2" {bark}')],
        d.clip(path(shape)),
    )  # fmt: skip
