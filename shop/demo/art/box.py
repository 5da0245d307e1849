"""Boxes and sachets: paper solids seen from a little above, lit from the left.

A box is projected with a long lens (no vanishing point), so that each face is a parallelogram
and the label lies on it exactly, by one affine map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .land import Frame, Hour, Ridge, paint, sky
from .svg import Drawing, Point, ellipse, group, mix, number, path, polyline

# Two cuts of the label's serif: thin strokes for names, sturdy ones for whatever is set small.
_STACK = "&quot;Iowan Old Style&quot;, &quot;Palatino Nova&quot;, Palatino, Georgia, serif"
NAMES = f"&quot;Noto Serif Display&quot;, {_STACK}"
SMALL = f"&quot;Noto Serif&quot;, {_STACK}"


@dataclass(frozen=True)
class Coffee:
    """One coffee's printed look; ``process`` is set in two short lines of capitals."""

    name: tuple[str, str]
    notes: str
    process: str
    height: str
    hue: str
    paper: str
    ink: str
    hour: Hour
    disc: tuple[float, float, float]
    seed: int


MORNING = Coffee(
    ("Morning", "Mist"), "yuzu and jasmine", "Light roast · Washed", "1,280 m", "#C9B45B",
    "#f3ecd6", "#2b2a1c",
    Hour(
        sky=((0, "#f5efdb"), (0.45, "#f3e8c4"), (1, "#ecd898")),
        far="#e0cf8d", near="#6d6a33", mist="#f6eecf", disc="#fffdf3", glow="#fff4c9",
    ),
    (0.30, 0.535, 0.05), 5,
)  # fmt: skip
FOREST = Coffee(
    ("Forest", "Shade"), "brown sugar and plum", "Medium roast · Honey", "1,150 m", "#6F8F5F",
    "#dfe6d3", "#1f2d22",
    Hour(
        sky=((0, "#e3e9d8"), (0.45, "#d3dfc4"), (1, "#b7cba4")),
        far="#a9c096", near="#28452f", mist="#dde7cf", disc="#fbfbee", glow="#f0f3d6",
    ),
    (0.30, 0.50, 0.05), 12,
)  # fmt: skip
HAZE = Coffee(
    ("Night", "Haze"), "cocoa and longan smoke", "Dark roast · Natural", "1,320 m", "#3B3A4F",
    "#33334a", "#f0e8d8",
    Hour(
        sky=((0, "#2f2f45"), (0.45, "#3d3b54"), (1, "#6a6078")),
        far="#5d5770", near="#14141f", mist="#71687f", disc="#f3ead6", glow="#a79db0",
        glow_strength=0.5,
    ),
    (0.30, 0.50, 0.05), 23,
)  # fmt: skip


def text(
    words: str, x: float, y: float, size: float, ink: str, *, spacing: float = 0.0,
    anchor: str = "middle", family: str = NAMES, more: str = "",
) -> str:  # fmt: skip
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{ink}"'
        f' font-family="{family}" text-anchor="{anchor}"'
        f' letter-spacing="{number(spacing * size)}" {more}>{words}</text>'
    )


def printed_land(d: Drawing, f: Frame, coffee: Coffee) -> str:
    """The mountain as it is printed: flat colours, no relief."""
    s, top = coffee.seed, 0.36
    ridges = (
        Ridge(0.05, top + 0.24, 0.06, s, scale=2.2, peaks=((0.72, 0.12, 0.22),), drop=0.2),
        Ridge(0.25, top + 0.33, 0.07, s + 9, scale=2.4, peaks=((0.2, 0.10, 0.25),), drop=0.2),
        Ridge(0.48, top + 0.42, 0.07, s + 17, scale=2.2, peaks=((0.85, 0.1, 0.3),), drop=0.24),
        Ridge(0.74, top + 0.52, 0.07, s + 28, scale=2, peaks=((0.3, 0.06, 0.3),), drop=0.3,
              trees=0.03),
        Ridge(1.0, top + 0.63, 0.05, s + 33, scale=1.8, peaks=((0.95, 0.06, 0.3),), drop=0.3),
    )  # fmt: skip

    def draw() -> None:
        sky(d, f, coffee.hour, disc=coffee.disc)
        for ridge in ridges:
            paint(d, f, coffee.hour, ridge, relief=False)

    return d.layer(draw)


def front(d: Drawing, w: float, h: float, coffee: Coffee, *, bags: str) -> str:
    """The front of a box in its own units: 0,0 at the upper left."""
    f = Frame(0, 0, w, h)
    clip = d.clip(d.rect(0, 0, w, h, "#000"))
    ink = coffee.ink
    first, second = coffee.name
    parts = [printed_land(d, f, coffee)]
    parts += [
        mark(w / 2, h * 0.093, w * 0.052, ink),
        text("WUSHAN COFFEE", w / 2, h * 0.152, w * 0.034, ink, spacing=0.28, family=SMALL),
        text(first, w / 2, h * 0.262, w * 0.168, ink, spacing=-0.01),
        text(second, w / 2, h * 0.362, w * 0.168, ink, spacing=-0.01),
        text(coffee.notes, w / 2, h * 0.416, w * 0.047, ink, family=SMALL,
             more='font-style="italic"'),
        text(bags, w / 2, h * 0.955, w * 0.036, "#f6f0e2", spacing=0.16, family=SMALL),
    ]  # fmt: skip
    return group(parts, clip)


def side(d: Drawing, w: float, h: float, coffee: Coffee) -> str:
    """The narrow face: the same land, and the facts in small type."""
    clip = d.clip(d.rect(0, 0, w, h, "#000"))
    other = Frame(-h * 0.9, 0, h * 0.9 + w, h)
    ink = coffee.ink
    lines = ("Alishan, Taiwan", coffee.height, *coffee.process.split(" · "), "Roasted in Chiayi")
    parts = [printed_land(d, other, coffee)]
    parts += [
        text(line, w * 0.14, h * (0.125 + 0.036 * i), w * 0.074, ink, anchor="start", family=SMALL)
        for i, line in enumerate(lines)
    ]
    return group(parts, clip)


def mark(cx: float, cy: float, r: float, ink: str) -> str:
    """Our sign: two ridges over a line of mist, under a small disc."""

    def at(x: float, y: float) -> Point:
        return cx + x * r, cy + y * r

    stroke = f'stroke="{ink}" stroke-width="{number(r * 0.13)}" stroke-linecap="round"'
    stroke += ' stroke-linejoin="round"'
    near = polyline([at(-1, 0.45), at(-0.3, -0.42), at(0.22, 0.24)], close=False)
    far = polyline([at(0.04, 0.01), at(0.36, -0.3), at(1, 0.45)], close=False)
    mist = polyline([at(-0.6, 0.8), at(0.6, 0.8)], close=False)
    lines = [path(line, more=stroke) for line in (near, far, mist)]
    return group([*lines, ellipse(*at(0.42, -0.72), r * 0.15, r * 0.15, ink)])


@dataclass(frozen=True)
class Solid:
    """A box standing at (x, y), the corner nearest to us, in pixels; turned by ``yaw``.

    ``pitch`` is how far above the table's plane the eye looks down (the whole shop uses one).
    """

    x: float
    y: float
    wide: float
    deep: float
    tall: float
    yaw: float = 33.0
    pitch: float = 13.0

    def point(self, across: float, back: float, up: float) -> Point:
        """Along the front face, along the side face, and upwards, each in pixels."""
        yaw, pitch = math.radians(self.yaw), math.radians(self.pitch)
        sx = -across * math.cos(yaw) + back * math.sin(yaw)
        depth = across * math.sin(yaw) + back * math.cos(yaw)
        return self.x + sx, self.y - depth * math.sin(pitch) - up * math.cos(pitch)

    def affine(self, origin: Point, along: Point, down: Point) -> str:
        """The map of a unit square onto the parallelogram."""
        a, b = along[0] - origin[0], along[1] - origin[1]
        c, e = down[0] - origin[0], down[1] - origin[1]
        return (
            f'transform="matrix({a:.5f} {b:.5f} {c:.5f} {e:.5f} {origin[0]:.2f} {origin[1]:.2f})"'
        )


def box(d: Drawing, s: Solid, coffee: Coffee, *, bags: str = "10 DRIP BAGS") -> None:
    """A carton with a tuck lid, its shadow on the table to the right."""
    w, dp, t = s.wide, s.deep, s.tall
    near, left, right = s.point(0, 0, 0), s.point(w, 0, 0), s.point(0, dp, 0)
    near_t, left_t, right_t = s.point(0, 0, t), s.point(w, 0, t), s.point(0, dp, t)
    back_t = s.point(w, dp, t)
    shadow(d, s)
    unit = 1000.0
    tall = unit * t / w
    front_map = s.affine(left_t, near_t, left).replace("matrix", "matrix")
    d.add(
        f'<g {front_map}><g transform="scale({1 / unit:.6f} {1 / tall:.6f})">'
        f"{front(d, unit, tall, coffee, bags=bags)}</g></g>"
    )
    side_tall = unit * t / dp
    d.add(
        f'<g {s.affine(near_t, right_t, near)}><g transform="scale({1 / unit:.6f}'
        f' {1 / side_tall:.6f})">{side(d, unit, side_tall, coffee)}</g></g>'
    )
    # light on the faces: the front falls off to the lower right, the side lies in shade
    front_shape = polyline([left_t, near_t, near, left])
    side_shape = polyline([near_t, right_t, right, near])
    dark = "#14130f"
    d.add(
        path(front_shape, d.linear(left_t, near, (0, "#fff7e2", 0.26), (0.45, "#fff7e2", 0.02),
                                   (0.7, dark, 0.03), (1, dark, 0.16))),
        path(side_shape, d.linear(near_t, right, (0, dark, 0.34), (0.55, dark, 0.40),
                                  (1, dark, 0.30))),
        path(side_shape, d.linear((0, near_t[1]), (0, near[1]), (0, dark, 0), (0.7, dark, 0.02),
                                  (1, dark, 0.25))),
    )  # fmt: skip
    _lid(d, s, coffee, near_t, left_t, right_t, back_t)
    _edges(d, s, coffee)


def _lid(
    d: Drawing, s: Solid, coffee: Coffee, near: Point, left: Point, right: Point, back: Point
) -> None:
    pale = mix(coffee.hour.sky[0][1], "#ffffff", 0.28)
    fill = d.linear(left, right, (0, mix(pale, "#fff9e8", 0.5)), (1, mix(pale, "#000000", 0.1)))
    d.add(path(polyline([left, near, right, back]), fill))
    # the lid's seam, a finger's width below the top edge on the side
    drop = s.tall * 0.012
    a, b = s.point(0, s.deep * 0.02, s.tall - drop), s.point(0, s.deep * 0.98, s.tall - drop)
    line = 'stroke-linecap="round"'
    d.add(
        path(polyline([a, b], close=False), more=f'stroke="#0e0d0a" stroke-opacity=".35"'
             f' stroke-width="{s.wide * 0.004:.2f}" {line}'),
    )  # fmt: skip
    # the thumb notch on the lid's front edge
    notch = [
        s.point(s.wide * (0.5 + 0.07 * math.cos(math.pi * k / 16)), 0,
                s.tall - s.wide * 0.035 * math.sin(math.pi * k / 16))
        for k in range(17)
    ]  # fmt: skip
    d.add(path(polyline(notch), mix(pale, "#0e0d0a", 0.25)))


def _edges(d: Drawing, s: Solid, coffee: Coffee) -> None:
    """Card catches the light on its folds and shows a hair of its white core."""
    t = s.tall
    hair = s.wide * 0.004

    def fold(a: Point, b: Point, colour: str, opacity: float, wide: float) -> str:
        return path(polyline([a, b], close=False), more=f'stroke="{colour}" stroke-opacity='
                    f'"{opacity}" stroke-width="{wide:.2f}" stroke-linecap="round"')  # fmt: skip

    d.add(
        group((fold(s.point(0, 0, 0), s.point(0, 0, t), "#fff8e6", 0.5, hair * 2.4),),
              d.blur(hair * 0.9)),
        fold(s.point(s.wide, 0, t), s.point(0, 0, t), "#fffaf0", 0.75, hair),
        fold(s.point(0, 0, t), s.point(0, s.deep, t), "#fffaf0", 0.35, hair),
        fold(s.point(s.wide, 0, 0), s.point(0, 0, 0), "#0d0c09", 0.55, hair * 1.2),
        fold(s.point(0, 0, 0), s.point(0, s.deep, 0), "#0d0c09", 0.7, hair * 1.2),
    )  # fmt: skip


def shadow(d: Drawing, s: Solid) -> None:
    """Cast to the right along the table; dark where the box touches, pale where it ends."""
    reach, back = s.tall * 0.56, s.tall * 0.045

    def thrown(across: float, behind: float) -> Point:
        x, y = s.point(across, behind, 0)
        return x + reach, y - back

    near, left, right = s.point(0, 0, 0), s.point(s.wide, 0, 0), s.point(0, s.deep, 0)
    far = s.point(s.wide, s.deep, 0)
    long = polyline([near, thrown(0, 0), thrown(0, s.deep), thrown(s.wide, s.deep), far])
    ink = "#17150f"
    fade = d.linear((near[0], 0), (near[0] + reach * 1.7, 0), (0, ink, 0.7), (0.35, ink, 0.5),
                    (0.75, ink, 0.26), (1, ink, 0.1))  # fmt: skip
    foot = polyline([near, left, far, right])
    d.add(
        path(long, fade, d.blur(s.wide * 0.03, s.wide * 0.016)),
        path(foot, ink, f'opacity=".5" transform="translate({s.wide * 0.015:.1f}'
             f' {s.wide * 0.012:.1f})" {d.blur(s.wide * 0.03, s.wide * 0.014)}'),
        path(foot, ink, f'opacity=".8" transform="translate(0 {s.wide * 0.005:.1f})"'
             f" {d.blur(s.wide * 0.008)}"),
    )  # fmt: skip
