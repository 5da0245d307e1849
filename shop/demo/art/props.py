"""What the coffees taste of, laid beside the cup: yuzu and jasmine, plum and sugar, longan and
cocoa. Each stands with the lowest point of its round at (x, y), ``r`` pixels wide to a side."""

from __future__ import annotations

import math
import random

from .plants import leaf
from .svg import Drawing, ellipse, group, mix, path, polyline, smooth

INK = "#17150f"


def rest(d: Drawing, x: float, y: float, r: float, *, reach: float = 1.5) -> None:
    """The shadow of something round, thrown to the right."""
    fade = d.linear((x - r * 0.2, 0), (x + r * (1 + reach), 0), (0, INK, 0.7), (0.45, INK, 0.4),
                    (1, INK, 0))  # fmt: skip
    d.add(
        ellipse(x + r * reach * 0.55, y - r * 0.13, r * (0.55 + reach * 0.6), r * 0.21, fade,
                d.blur(r * 0.09, r * 0.045)),
        ellipse(x + r * 0.05, y - r * 0.07, r * 0.62, r * 0.13, INK,
                f'opacity=".8" {d.blur(r * 0.05, r * 0.03)}'),
    )  # fmt: skip


def ball(
    d: Drawing, x: float, y: float, r: float, skin: str, *, flat: float = 0.9, pores: float = 0.0,
    gloss: float = 0.5, seed: int = 2,
) -> None:  # fmt: skip
    """A fruit: light from the upper left, a band of shade, and light thrown back by the table."""
    cy, ry = y - r * flat, r * flat
    glow = mix(skin, "#fff3d2", 0.5)
    fill = d.radial(
        (x - r * 0.38, cy - ry * 0.42), r * 1.62,
        (0, glow), (0.22, mix(skin, "#fff0c8", 0.18)), (0.5, skin), (0.76, mix(skin, INK, 0.46)),
        (0.9, mix(skin, INK, 0.6)), (1, mix(skin, INK, 0.42)), squash=flat,
    )  # fmt: skip
    shape = ellipse(x, cy, r, ry, "#000")
    parts = [ellipse(x, cy, r, ry, fill)]
    if pores:
        rough = d.filter(
            f'<feTurbulence type="fractalNoise" baseFrequency="{9 / r:.4f}" numOctaves="3"'
            f' seed="{seed}" result="n"/>'
            '<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/>'
            f'<feDiffuseLighting surfaceScale="{r * 0.05:.2f}" lighting-color="#fff">'
            '<feDistantLight azimuth="220" elevation="45"/></feDiffuseLighting>'
        )
        parts.append(
            d.rect(x - r, cy - ry, 2 * r, 2 * ry, "#888",
                   f'style="mix-blend-mode:soft-light" opacity="{pores}" {rough}')
        )  # fmt: skip
    parts.append(
        ellipse(x - r * 0.36, cy - ry * 0.42, r * 0.2, ry * 0.13, "#fffdf4",
                f'opacity="{gloss}" transform="rotate(-35 {x - r * 0.36:.1f} {cy - ry * 0.42:.1f})"'
                f" {d.blur(r * 0.055)}")
    )  # fmt: skip
    d.add(group(parts, d.clip(shape)))


def yuzu(d: Drawing, x: float, y: float, r: float) -> None:
    rest(d, x, y, r)
    ball(d, x, y, r, "#dcb335", flat=0.86, pores=0.38, gloss=0.4)
    top = y - r * 1.62
    d.add(
        ellipse(x + r * 0.06, top + r * 0.06, r * 0.13, r * 0.05, "#6d6a2a", d.blur(r * 0.02)),
        path(polyline([(x + r * 0.04, top + r * 0.06), (x + r * 0.1, top - r * 0.1)], close=False),
             more=f'stroke="#5a5a2c" stroke-width="{r * 0.05:.1f}" stroke-linecap="round"'),
        leaf(d, x + r * 0.08, top - r * 0.02, r * 0.85, -24, "#3f6b42"),
    )  # fmt: skip


def cut_yuzu(d: Drawing, x: float, y: float, r: float) -> None:
    """A half, its face turned to us and a little to the left."""
    rest(d, x, y, r, reach=1.1)
    cy, ry = y - r * 0.98, r * 0.98
    parts = [
        ellipse(x + r * 0.16, cy, r * 0.93, ry, mix("#dcb335", INK, 0.45)),
        ellipse(
            x,
            cy,
            r * 0.93,
            ry,
            d.linear(
                (x - r, cy - r), (x + r, cy + r), (0, "#efcb57"), (0.6, "#d3a42c"), (1, "#9a741d")
            ),
        ),
        ellipse(x, cy, r * 0.865, ry * 0.925, "#f7edc9"),
    ]
    count = 9
    for k in range(count):
        a0 = math.tau * k / count + 0.2
        a1 = a0 + math.tau / count

        def at(angle: float, q: float) -> tuple[float, float]:
            return x + math.cos(angle) * q * r * 0.865, cy + math.sin(angle) * q * ry * 0.925

        gap = 0.055
        middle = (a0 + a1) / 2
        shape = smooth(
            [at(middle, 0.14), at(a0 + gap * 2, 0.5), at(a0 + gap, 0.86), at(middle, 0.94),
             at(a1 - gap, 0.86), at(a1 - gap * 2, 0.5)], close=True,
        )  # fmt: skip
        lit = 0.5 - 0.5 * math.cos(middle + 0.75 * math.pi + math.pi)
        tone = mix("#eec85a", "#d59a24", lit)
        parts.append(path(shape, d.radial((x, cy), r * 0.85, (0, mix(tone, "#fff3c0", 0.5)),
                                          (0.6, tone),
                                           (1, mix(tone, "#b97a12", 0.35)))))  # fmt: skip
        shine = [at(middle - 0.12, 0.45), at(middle - 0.1, 0.62), at(middle - 0.08, 0.76)]
        parts.append(path(smooth(shine), more='stroke="#fffbe2" stroke-opacity=".6" stroke-linecap='
                          f'"round" stroke-width="{r * 0.03:.1f}"'))  # fmt: skip
    parts.append(ellipse(x, cy, r * 0.07, ry * 0.07, "#f7edc9"))
    parts.append(ellipse(x, cy, r * 0.93, ry, d.linear(
        (x - r, cy - r), (x + r, cy + r), (0, "#fff6d8", 0.22), (0.5, "#fff6d8", 0),
        (0.6, INK, 0.02), (1, INK, 0.34))))  # fmt: skip
    d.add(*parts)


def jasmine(d: Drawing, x: float, y: float, r: float, *, turn: float = 0.0) -> None:
    """One flower lying on the table, petals foreshortened."""
    d.add(
        ellipse(
            x + r * 0.3, y + r * 0.06, r * 1.1, r * 0.34, INK, f'opacity=".32" {d.blur(r * 0.12)}'
        )
    )
    for k in range(6):
        angle = turn + k * 60
        back = math.sin(math.radians(angle)) < 0
        fill = d.linear((0, 0), (r, 0), (0, "#dfe0bd"), (0.25, "#fbf8ea"),
                        (1, "#ece6d3" if back else "#fffdf6"))  # fmt: skip
        petal = smooth([(0, 0), (r * 0.4, -r * 0.24), (r * 0.85, -r * 0.2), (r, 0),
                        (r * 0.85, r * 0.2), (r * 0.4, r * 0.24)], close=True)  # fmt: skip
        d.add(
            group([path(petal, fill, 'stroke="#cfc9ae" stroke-width="1" stroke-opacity=".6"')],
                  f'transform="translate({x:.1f} {y - r * 0.08:.1f}) scale(1 .5) rotate({angle})"')
        )  # fmt: skip
    d.add(ellipse(x, y - r * 0.1, r * 0.12, r * 0.08, "#c9b45b"))


def plum(d: Drawing, x: float, y: float, r: float, *, seed: int = 2) -> None:
    rest(d, x, y, r)
    ball(d, x, y, r, "#6a2440", flat=0.95, gloss=0.35, seed=seed)
    cy = y - r * 0.95
    clip = d.clip(ellipse(x, cy, r, r * 0.95, "#000"))
    bloom = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{2.4 / r:.4f}" numOctaves="4"'
        f' seed="{seed + 3}"/><feColorMatrix values="0 0 0 0 0.72 0 0 0 0 0.7 0 0 0 0 0.82'
        ' 3 0 0 0 -1.25"/>'
    )
    seam = smooth([(x + r * 0.1, cy - r * 0.93), (x + r * 0.42, cy - r * 0.4),
                   (x + r * 0.46, cy + r * 0.3), (x + r * 0.2, cy + r * 0.95)])  # fmt: skip
    d.add(group((
        d.rect(x - r, cy - r, 2 * r, 2 * r, "#000", f'opacity=".34" {bloom}'),
        path(seam, more=f'stroke="#2a0c1a" stroke-opacity=".6" stroke-width="{r * 0.045:.1f}"'
             f" {d.blur(r * 0.025)}"),
        path(seam, more=f'stroke="#b98098" stroke-opacity=".35" stroke-width="{r * 0.02:.1f}"'
             f' transform="translate({-r * 0.035:.1f} 0)" {d.blur(r * 0.012)}'),
        ellipse(x + r * 0.1, cy - r * 0.9, r * 0.16, r * 0.06, "#1d0912", d.blur(r * 0.03)),
    ), clip))  # fmt: skip
    stalk = smooth(
        [(x + r * 0.1, cy - r * 0.88), (x + r * 0.13, cy - r * 1.05), (x + r * 0.24, cy - r * 1.17)]
    )
    look = f'stroke="#4a3a22" stroke-width="{r * 0.055:.1f}" stroke-linecap="round"'
    d.add(path(stalk, more=look))


def sugar(d: Drawing, x: float, y: float, side: float, *, yaw: float = 30.0) -> None:
    """A lump of brown sugar; (x, y) is its nearest corner."""
    c, s = math.cos(math.radians(yaw)) * side, math.sin(math.radians(yaw)) * side
    low = math.sin(math.radians(13.0))
    up = side * 0.72
    near, left, right = (x, y), (x - c, y - s * low), (x + s, y - c * low)
    back = (x - c + s, y - (s + c) * low)

    def high(p: tuple[float, float]) -> tuple[float, float]:
        return p[0], p[1] - up

    tone = "#9a6634"
    d.add(
        path(polyline([near, (x + side * 1.7, y - c * low - side * 0.02),
                       (x + side * 1.4, y - (s + c) * low), back]), INK,
             f'opacity=".42" {d.blur(side * 0.09, side * 0.045)}'),
        path(polyline([near, left, back, right]), INK,
             f'opacity=".7" transform="translate(0 {side * 0.02:.1f})" {d.blur(side * 0.03)}'),
    )  # fmt: skip
    shape = polyline([left, near, right, high(right), high(back), high(left)])
    crystal = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{30 / side:.4f}" numOctaves="2"'
        f' seed="{int(x) % 50}" result="n"/>'
        '<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/>'
        f'<feDiffuseLighting surfaceScale="{side * 0.06:.2f}" lighting-color="#fff">'
        '<feDistantLight azimuth="220" elevation="42"/></feDiffuseLighting>'
    )
    faces = (
        path(polyline([left, near, high(near), high(left)]), mix(tone, "#ffe3b0", 0.12)),
        path(polyline([near, right, high(right), high(near)]), mix(tone, INK, 0.42)),
        path(polyline([high(left), high(near), high(right), high(back)]),
            mix(tone, "#ffe9c0", 0.42)),
        d.rect(x - c - 9, y - up - (s + c) * low - 9, c + s + 18, up + (s + c) * low + 18, "#888",
               f'style="mix-blend-mode:soft-light" opacity=".5" {crystal}'),
    )  # fmt: skip
    d.add(group(faces, d.clip(path(shape, "#000", f'stroke-linejoin="round" rx="{side * 0.05}"'))))


def longan(d: Drawing, x: float, y: float, r: float, *, seed: int = 2) -> None:
    rest(d, x, y, r, reach=1.3)
    ball(d, x, y, r, "#a5793f", flat=0.96, pores=0.55, gloss=0.22, seed=seed)


def cocoa(d: Drawing, x: float, y: float, r: float, *, turn: float = 0.0) -> None:
    """A roasted cocoa bean lying on the table."""
    d.add(
        ellipse(
            x + r * 0.25, y + r * 0.1, r * 1.05, r * 0.32, INK, f'opacity=".6" {d.blur(r * 0.09)}'
        )
    )
    fill = d.linear((-r, -r * 0.6), (r, r * 0.6), (0, "#a9714a"), (0.35, "#6b3f24"), (1, "#2a160c"))
    shape = smooth([(-r, 0), (-r * 0.5, -r * 0.42), (r * 0.4, -r * 0.46), (r, -r * 0.04),
                    (r * 0.5, r * 0.4), (-r * 0.45, r * 0.44)], close=True)  # fmt: skip
    lines = "".join(
        f"M{-r * 0.8:.1f} {r * q:.1f}Q0 {r * (q - 0.16):.1f} {r * 0.85:.1f} {r * q * 0.8:.1f}"
        for q in (-0.18, 0.04, 0.2)
    )
    place = f'transform="translate({x:.1f} {y - r * 0.2:.1f}) rotate({turn}) scale(1 .78)"'
    d.add(group((
        path(shape, fill),
        path(lines, more=f'stroke="#23120a" stroke-opacity=".5" stroke-width="{r * 0.035:.1f}"'),
        ellipse(-r * 0.35, -r * 0.22, r * 0.3, r * 0.07, "#f3d9b8",
            f'opacity=".5" {d.blur(r * 0.05)}'),
    ), place))  # fmt: skip


def scatter(
    x: float, y: float, wide: float, count: int, seed: int
) -> list[tuple[float, float, float]]:
    """Places on the table around (x, y), the farthest first, each with a turn in degrees."""
    rng = random.Random(seed)  # noqa: S311
    spots = [
        (x + wide * (rng.random() - 0.5), y + wide * 0.3 * (rng.random() - 0.5), rng.random() * 360)
        for _ in range(count)
    ]
    return sorted(spots, key=lambda spot: spot[1])
