"""A stoneware cup, a drip bag hung on its rim, coffee, steam."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from .svg import Drawing, Point, ellipse, group, mix, path, polyline, smooth

SQUASH = math.sin(math.radians(13.0))
INK = "#17150f"


@dataclass(frozen=True)
class Cup:
    """Standing with the middle of its foot at (x, y); ``r`` is the radius of the rim, pixels."""

    x: float
    y: float
    r: float
    glaze: str = "#ece5d4"
    clay: str = "#9c7f62"
    tall: float = 1.62
    foot: float = 0.66

    @property
    def rim(self) -> float:
        """The height on the sheet of the rim's middle."""
        return self.y - self.r * self.tall

    def half(self, down: float) -> float:
        """The half width at ``down`` of the height (0 rim, 1 foot)."""
        return self.r * (self.foot + (1 - self.foot) * (1 - down**2.6) ** 0.62)

    def profile(self, start: float = 0.0, end: float = 1.0) -> str:
        """The outline of the wall between two heights, round below like the rim."""
        steps = 40
        right, left = [], []
        for i in range(steps + 1):
            t = start + (end - start) * i / steps
            y = self.rim + self.r * self.tall * t
            right.append((self.x + self.half(t), y))
            left.append((self.x - self.half(t), y))
        return polyline([*arc(self, start), *right[1:], *arc(self, end)[::-1], *left[::-1][:-1]])


def arc(cup: Cup, down: float, *, steps: int = 48, front: bool = True) -> list[Point]:
    """The front (or back) half of the ring at ``down`` of the height, from left to right."""
    half = cup.half(down)
    y = cup.rim + cup.r * cup.tall * down
    sign = 1 if front else -1
    return [
        (cup.x - half * math.cos(math.pi * i / steps),
         y + sign * half * SQUASH * math.sin(math.pi * i / steps))
        for i in range(steps + 1)
    ]  # fmt: skip


def stand(d: Drawing, cup: Cup, *, filled: bool = True, reach: float = 1.9) -> None:
    """The cup's shadow, its inside and, if filled, the coffee; the front follows later."""
    r = cup.r
    foot = cup.half(1.0)
    throw = d.linear((cup.x, 0), (cup.x + r * (1.1 + reach), 0), (0, INK, 0.75), (0.45, INK, 0.5),
                     (0.8, INK, 0.2), (1, INK, 0.03))  # fmt: skip
    far = r * reach
    d.add(
        path(
            smooth([(cup.x - foot * 0.9, cup.y - foot * SQUASH * 0.3),
                    (cup.x, cup.y - foot * SQUASH), (cup.x + far * 0.6, cup.y - r * 0.36),
                    (cup.x + far, cup.y - r * 0.4), (cup.x + far * 1.32, cup.y - r * 0.27),
                    (cup.x + far * 1.1, cup.y - r * 0.1), (cup.x + far * 0.55, cup.y + r * 0.06),
                    (cup.x + foot * 0.3, cup.y + foot * SQUASH * 1.1)], close=True),
            throw, d.blur(r * 0.05, r * 0.025),
        ),
        ellipse(cup.x + r * 0.05, cup.y + r * 0.015, foot * 1.06, foot * SQUASH * 1.18, INK,
                f'opacity=".75" {d.blur(r * 0.028)}'),
    )  # fmt: skip
    inner = r * 0.955
    d.add(
        ellipse(cup.x, cup.rim, r, r * SQUASH, d.linear(
            (cup.x - r, 0), (cup.x + r, 0), (0, mix(cup.glaze, "#000000", 0.2)),
            (0.6, mix(cup.glaze, "#fffaf0", 0.2)), (1, mix(cup.glaze, "#fffaf0", 0.6)))),
        ellipse(cup.x, cup.rim + r * 0.006, inner, inner * SQUASH, d.linear(
            (cup.x - r, cup.rim), (cup.x + r, cup.rim),
            (0, mix(cup.glaze, INK, 0.66)), (0.45, mix(cup.glaze, INK, 0.36)),
            (1, mix(cup.glaze, INK, 0.1)))),
    )  # fmt: skip
    if filled:
        _coffee(d, cup, inner)


def _coffee(d: Drawing, cup: Cup, inner: float) -> None:
    """The surface a finger below the rim, with a ring of light at its edge."""
    sink = cup.r * 0.085
    clip = d.clip(ellipse(cup.x, cup.rim + cup.r * 0.006, inner, inner * SQUASH, "#000"))
    level = inner * 0.965
    fill = d.linear((cup.x - inner, 0), (cup.x + inner, 0), (0, "#160c06"), (0.5, "#2c170b"),
                    (0.85, "#56301a"), (1, "#7a4a28"))  # fmt: skip
    y = cup.rim + sink
    shine = d.linear(
        (cup.x - inner, 0),
        (cup.x + inner, 0),
        (0, "#e8d5b0", 0.05),
        (0.35, "#f6ead0", 0.55),
        (0.6, "#f6ead0", 0.12),
        (1, "#c98d55", 0.7),
    )
    d.add(group((
        ellipse(cup.x, y, level, level * SQUASH, fill),
        ellipse(cup.x - inner * 0.22, y - inner * 0.03, inner * 0.5, inner * SQUASH * 0.42,
                "#d9c6a0", f'opacity=".22" {d.blur(inner * 0.05, inner * 0.018)}'),
        ellipse(cup.x, y, level * 0.99, level * SQUASH * 0.985, "none",
                f'stroke="{shine}" stroke-width="{cup.r * 0.012:.2f}"'),
    ), clip))  # fmt: skip


def front(d: Drawing, cup: Cup) -> None:
    """The wall towards us: glaze, speckles, bare clay at the foot, light from the left."""
    shape = cup.profile()
    clip = d.clip(path(shape))
    left, right = cup.x - cup.r, cup.x + cup.r
    top, low = cup.rim, cup.y + cup.r * SQUASH
    g = cup.glaze
    pale = 0.16 + 0.6 * int(g[3:5], 16) / 255  # dark glazes shine less broadly
    round_ = d.linear(
        (left, 0), (right, 0),
        (0, mix(g, INK, 0.16)), (0.07, mix(g, "#fffaf0", 0.2 * pale)),
            (0.24, mix(g, "#fffdf6", pale)),
        (0.4, g), (0.66, mix(g, INK, 0.34)), (0.88, mix(g, INK, 0.64)), (0.96, mix(g, INK, 0.58)),
        (1, mix(g, INK, 0.42)),
    )  # fmt: skip
    c = cup.clay
    bare = d.linear(
        (left, 0), (right, 0), (0, mix(c, INK, 0.2)), (0.26, mix(c, "#fff3df", 0.35)), (0.5, c),
        (0.9, mix(c, INK, 0.62)), (1, mix(c, INK, 0.5)),
    )  # fmt: skip
    speckle = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{34 / cup.r:.4f}" numOctaves="2"'
        ' seed="9"/><feColorMatrix values="0 0 0 0 0.24 0 0 0 0 0.18 0 0 0 0 0.1'
        ' 11 0 0 0 -7.5"/>'
    )
    rough = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{3 / cup.r:.4f} {9 / cup.r:.4f}"'
        ' numOctaves="4" seed="4" result="n"/>'
        '<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/>'
        f'<feDiffuseLighting surfaceScale="{cup.r * 0.04:.2f}" lighting-color="#fff">'
        '<feDistantLight azimuth="200" elevation="45"/></feDiffuseLighting>'
    )
    rng = random.Random(3)  # noqa: S311
    edge = []
    for i in range(49):
        x, y = arc(cup, 0.8)[i]
        edge.append((x, y + cup.r * 0.02 * math.sin(i * 0.5) + cup.r * 0.008 * rng.random()))
    foot = polyline([*edge, (right, low + 9), (left, low + 9)])
    box = (left, top, 2 * cup.r, low - top)
    d.add(group((
        d.rect(*box, round_),
        d.rect(*box, "#000", f'opacity=".5" {speckle}'),
        path(foot, bare),
        path(polyline(edge, close=False), more=f'stroke="{INK}" stroke-opacity=".3" stroke-width='
             f'"{cup.r * 0.02:.2f}" transform="translate(0 {cup.r * 0.012:.1f})"'
             f' {d.blur(cup.r * 0.008)}'),
        path(polyline(edge, close=False), more='stroke="#fffaf0" stroke-opacity=".5" stroke-width='
             f'"{cup.r * 0.008:.2f}"'),
        d.rect(*box, "#888", f'style="mix-blend-mode:soft-light" opacity=".28" {rough}'),
        d.rect(*box, d.linear((0, top), (0, low), (0, INK, 0), (0.62, INK, 0.03), (1, INK, 0.42))),
        ellipse(cup.x - cup.r * 0.56, cup.rim + cup.r * 0.72, cup.r * 0.045, cup.r * 0.48,
                "#fffdf4", f'opacity=".55" {d.blur(cup.r * 0.035, cup.r * 0.09)}'),
    ), clip))  # fmt: skip
    lip = d.linear((left, 0), (right, 0), (0, mix(g, "#ffffff", 0.4)), (0.3, "#fffdf6"),
                   (0.65, mix(g, INK, 0.08)), (1, mix(g, INK, 0.3)))  # fmt: skip
    d.add(
        path(polyline(arc(cup, 0.0), close=False), more=f'stroke="{lip}" stroke-linecap="round"'
             f' stroke-width="{cup.r * 0.03:.2f}"'),
    )  # fmt: skip


def drip_bag(d: Drawing, cup: Cup, *, tint: str = "#C9B45B") -> None:
    """A paper filter standing in the cup, held by two card arms over the rim. It draws the
    cup's front wall itself, because the bag stands behind it and the arms hang before it."""
    r, x, rim = cup.r, cup.x, cup.rim
    up = r * 0.66
    w = r * 0.62
    depth = r * 0.42 * SQUASH / 0.225
    paper = "#f4efe3"
    top = rim - up
    back = smooth([(x - w, top), (x - w * 0.5, top - depth * 0.5), (x + w * 0.5, top - depth * 0.5),
                   (x + w, top)])  # fmt: skip
    front_top = [(x + w, top), (x + w * 0.52, top + depth * 0.62),
        (x - w * 0.52, top + depth * 0.62),
                 (x - w, top)]  # fmt: skip
    mouth = back + smooth(front_top).replace("M", "L", 1) + "Z"
    body = (
        smooth([*front_top[::-1]])
        + polyline([(x + w * 0.86, rim + r * 0.34), (x - w * 0.86, rim + r * 0.34)],
                   close=False).replace("M", "L", 1) + "Z"
    )  # fmt: skip
    shade = d.linear((x - w, 0), (x + w, 0), (0, "#fbf7ec"), (0.3, "#fffdf6"), (0.62, "#e2d9c6"),
                     (1, "#b3a68e"))  # fmt: skip
    wet = d.linear((0, rim - up * 0.62), (0, rim + r * 0.2), (0, "#7d5230", 0),
        (0.35, "#7d5230", 0.45),
                   (1, "#4a2a14", 0.9))  # fmt: skip
    d.add(path(mouth, d.linear((x - w, 0), (x + w, 0), (0, "#8d806b"), (0.5, "#cfc4ae"),
                               (1, "#f1e9d8"))))  # fmt: skip
    _grounds(d, cup, mouth, top, w, depth)
    d.add(path(body, shade), path(body, wet, d.blur(1)))
    fibre = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{22 / r:.4f} {7 / r:.4f}"'
        ' numOctaves="4" seed="6" result="n"/>'
        '<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/>'
        f'<feDiffuseLighting surfaceScale="{r * 0.03:.2f}" lighting-color="#fff">'
        '<feDistantLight azimuth="205" elevation="48"/></feDiffuseLighting>'
    )
    d.add(group((d.rect(x - w, top, 2 * w, up + r * 0.4, "#888",
                        f'style="mix-blend-mode:soft-light" opacity=".06" {fibre}'),),
                d.clip(path(body))))  # fmt: skip
    d.add(path(smooth(front_top), more=f'stroke="#fffdf6" stroke-width="{r * 0.014:.2f}"'))
    d.add(path(back, more=f'stroke="#efe7d6" stroke-width="{r * 0.012:.2f}"'))
    front(d, cup)
    for side in (-1, 1):
        _arm(d, cup, side, x + side * w, top, paper, tint)


def _grounds(d: Drawing, cup: Cup, mouth: str, top: float, w: float, depth: float) -> None:
    """Wet coffee in the bag, with the pale bloom of fresh roast."""
    rng = random.Random(11)  # noqa: S311
    r, x = cup.r, cup.x
    clip = d.clip(path(mouth))
    y = top + depth * 0.3
    parts = [ellipse(x, y, w * 0.93, depth * 0.5, d.linear(
        (x - w, 0), (x + w, 0), (0, "#1d0f07"), (0.6, "#3d2211"), (1, "#5b371d")))]  # fmt: skip
    for _ in range(90):
        a, q = rng.random() * math.tau, rng.random() ** 0.6
        px, py = x + math.cos(a) * q * w * 0.8, y + math.sin(a) * q * depth * 0.42
        size = r * (0.008 + 0.022 * rng.random() ** 3)
        tone = mix("#6b4325", "#c39a6b", rng.random())
        parts.append(
            ellipse(px, py, size, size * 0.6, tone, f'opacity="{0.25 + 0.5 * rng.random():.2f}"')
        )
    d.add(group(parts, clip))


def _arm(d: Drawing, cup: Cup, side: int, edge: float, top: float, paper: str, tint: str) -> None:
    """Card from the bag's upper edge out over the rim and down the cup's outside."""
    r, rim = cup.r, cup.rim
    out = cup.x + side * r * 1.035
    lit = side < 0
    face = mix(paper, "#fffdf6", 0.6) if lit else mix(paper, INK, 0.2)
    hang = [
        (edge, top - r * 0.015), (edge, top + r * 0.28), (out - side * r * 0.13, rim - r * 0.045),
        (out - side * r * 0.115, rim + r * 0.40), (out + side * r * 0.02, rim + r * 0.36),
        (out + side * r * 0.03, rim - r * 0.12),
    ]  # fmt: skip
    d.add(
        path(polyline(hang), INK, f'opacity=".34" transform="translate({r * 0.03:.1f}'
             f' {r * 0.035:.1f})" {d.blur(r * 0.022)}'),
        path(polyline(hang), d.linear((edge, top), (out, rim + r * 0.4),
            (0, mix(face, "#ffffff", 0.3)),
                                      (0.55, face), (0.6, mix(face, INK, 0.1)),
                                      (1, mix(face, INK, 0.05))),
             f'stroke="{mix(face, "#ffffff", 0.7)}" stroke-width="{r * 0.006:.2f}"'
             ' stroke-linejoin="round"'),
    )  # fmt: skip


def steam(
    d: Drawing, x: float, y: float, tall: float, *, strength: float = 0.6, seed: int = 3,
    colour: str = "#fffdf4", wide: float = 0.16,
) -> None:  # fmt: skip
    """Threads that rise from (x, y), drift to the right and come apart in a soft cloud."""
    rng = random.Random(seed)  # noqa: S311
    torn = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{4.2 / tall:.5f} {2.2 / tall:.5f}"'
        f' numOctaves="4" seed="{seed}" result="n"/>'
        f'<feDisplacementMap in="SourceGraphic" in2="n" scale="{tall * 0.13:.1f}"'
        ' xChannelSelector="R" yChannelSelector="G"/>'
        f'<feGaussianBlur stdDeviation="{tall * 0.0065:.2f} {tall * 0.012:.2f}"/>',
        margin=45,
    )
    fade = d.linear(
        (0, y), (0, y - tall), (0, "#fff", 0), (0.14, "#fff", strength),
            (0.4, "#fff", strength * 0.75),
        (0.75, "#fff", strength * 0.3), (1, "#fff", 0),
    )  # fmt: skip
    mask = d.mask(d.rect(x - tall * 2, y - tall * 1.3, tall * 4, tall * 1.4, fade))
    threads = []
    for ribbon in range(3):
        phase, sway = ribbon * 2.3 + rng.random(), tall * (0.035 + 0.035 * rng.random())
        root = x + tall * wide * (ribbon / 2 - 0.5 + 0.2 * (rng.random() - 0.5))
        for _ in range(7):
            start, late = root + tall * 0.035 * (rng.random() - 0.5), 0.5 * rng.random()
            spread = 1 + 0.5 * (rng.random() - 0.5)
            points = []
            for i in range(17):
                t = i / 16
                bend = sway * spread * math.sin(t * 7.5 + phase + late) * t**0.55
                points.append((start + bend + tall * 0.1 * t * t * spread, y - tall * t))
            thick = tall * (0.006 + 0.026 * rng.random() ** 2)
            look = f'stroke-width="{thick:.1f}" opacity="{0.16 + 0.3 * rng.random():.2f}"'
            threads.append(path(smooth(points), more=f'stroke="{colour}" {look}'))
    cloud = ellipse(
        x + tall * 0.03, y - tall * 0.42, tall * 0.13, tall * 0.4, colour,
        f'opacity=".22" {d.blur(tall * 0.05, tall * 0.08)}',
    )  # fmt: skip
    d.add(group([cloud, group(threads, torn)], mask))
