"""Roasting day: the drum, the cooling tray full of beans, a sack."""

from __future__ import annotations

import math
import random

from .box import mark
from .svg import Drawing, ellipse, group, mix, path, polyline, smooth

INK = "#17150f"
IRON = "#23463B"
TRAY = 0.3


def beans(d: Drawing, cx: float, cy: float, rx: float, ry: float, size: float, *, seed: int = 3,
          tone: str = "#4a2a17") -> str:  # fmt: skip
    """A heap of roasted beans filling an ellipse, the farther ones first."""
    rng = random.Random(seed)  # noqa: S311
    kinds = []
    for k in range(7):
        base = mix(mix(tone, "#7a4a28", 0.5 * rng.random()), "#1c0e07", 0.35 * rng.random())
        half = size * (0.92 + 0.16 * rng.random())
        fill = d.radial((-half * 0.35, -half * 0.4), half * 1.7, (0, mix(base, "#f0cfa0", 0.5)),
                        (0.35, mix(base, "#e0b98a", 0.12)), (0.7, base),
                         (1, mix(base, "#000000", 0.6)))  # fmt: skip
        crease = (
            path(smooth([(-half * 0.9, half * 0.05), (-half * 0.3, -half * 0.1),
             (half * 0.3, half * 0.1),
                         (half * 0.9, -half * 0.03)]),
                 more=f'stroke="#140904" stroke-opacity=".75" stroke-width="{half * 0.13:.2f}"')
            if k % 3 else ""
        )  # fmt: skip
        uid = d.define(f'<g id="ID">{ellipse(0, 0, half, half * 0.66, fill)}{crease}</g>')
        kinds.append(uid[4:-1])
    spots = []
    count = int(rx * ry * math.pi / (size * size * 0.62))
    while len(spots) < count:
        x, y = rng.uniform(-1, 1), rng.uniform(-1, 1)
        if x * x + y * y < 1:
            heap = -size * 1.2 * (1 - x * x - y * y) ** 0.5
            spots.append((cy + y * ry, cx + x * rx, heap))
    spots.sort()
    body = "".join(
        f'<use href="{rng.choice(kinds)}" transform="translate({x:.1f} {y + heap:.1f})'
        f' scale(1 .8) rotate({rng.random() * 360:.0f})"/>'
        for y, x, heap in spots
    )
    return ellipse(cx, cy, rx, ry, "#1c0f08") + body


def tray(d: Drawing, x: float, y: float, r: float) -> None:
    """The cooling pan with its stirring arms; (x, y) is the middle of its rim."""
    ry, deep = r * TRAY, r * 0.2
    steel = d.linear((x - r, 0), (x + r, 0), (0, "#6f706a"), (0.12, "#d9d8cd"), (0.3, "#f4f1e6"),
                     (0.5, "#a5a59b"), (0.8, "#55564f"), (0.95, "#3c3d38"),
                      (1, "#6a6a62"))  # fmt: skip
    lip = d.linear(
        (x - r, 0), (x + r, 0), (0, "#a9a99f"), (0.3, "#fffdf4"), (0.6, "#cfcec3"), (1, "#77776f")
    )
    wall = f"M{x - r} {y}A{r} {ry} 0 0 0 {x + r} {y}v{deep}A{r} {ry} 0 0 1 {x - r} {y + deep}Z"
    floor = y + deep + r * 0.5
    low, a, b = floor - r * 0.02, r * 0.17, r * 0.2
    d.add(
        ellipse(x + r * 0.35, floor, r * 1.0, ry * 0.5, INK,
            f'opacity=".45" {d.blur(r * 0.07, r * 0.03)}'),
        path(f"M{x - a} {y + ry}C{x - a} {floor - b} {x - b} {floor - r * .08}"
             f" {x - 2 * a} {low}A{2 * a} {r * .09} 0 0 0 {x + 2 * a} {low}"
             f"C{x + b} {floor - r * .08} {x + a} {floor - b} {x + a} {y + ry}Z",
             d.linear((x - r * .26, 0), (x + r * .26, 0), (0, mix(IRON, "#dfe8dc", 0.3)),
              (0.4, IRON),
                      (1, "#0d1c16"))),
        ellipse(x, y, r, ry, steel),
        ellipse(x, y + r * 0.012, r * 0.965, ry * 0.95, "#2a2a26"),
    )  # fmt: skip
    inside = d.clip(ellipse(x, y + r * 0.012, r * 0.965, ry * 0.95, "#000")
                    + d.rect(x - r * 0.96, y - r, r * 1.92, r, "#000"))  # fmt: skip
    d.add(group([beans(d, x, y + r * 0.05, r * 0.95, ry * 0.9, r * 0.034)], inside))
    d.add(ellipse(x, y, r * 0.97, ry * 0.97, d.linear((x - r, y - ry), (x + r, y + ry),
                  (0, "#fff0cf", 0.2), (0.4, "#fff0cf", 0.03), (0.6, INK, 0.05),
                   (1, INK, 0.5))))  # fmt: skip
    for angle in (20, 140, 255):
        a = math.radians(angle)
        ex, ey = x + math.cos(a) * r * 0.9, y + math.sin(a) * ry * 0.86 - r * 0.02
        d.add(
            path(polyline([(x, y + r * 0.02), (ex, ey + r * 0.05)], close=False),
             more=f'stroke="{INK}"'
                 f' stroke-opacity=".5" stroke-width="{r * 0.035:.1f}" {d.blur(r * 0.012)}'),
            path(polyline([(x, y - r * 0.04), (ex, ey)], close=False),
                 more=f'stroke="#b9b7ab" stroke-width="{r * 0.028:.1f}" stroke-linecap="round"'),
            path(polyline([(x, y - r * 0.048), (ex, ey - r * 0.008)], close=False),
                 more=f'stroke="#f7f4e8" stroke-width="{r * 0.008:.1f}" stroke-linecap="round"'),
        )  # fmt: skip
    d.add(
        path(f"M{x - r * .05} {y}v{-r * .1}h{r * .1}v{r * .1}Z",
             d.linear((x - r * .05, 0), (x + r * .05, 0), (0, "#e8d2a0"), (0.4, "#b08a4a"),
              (1, "#4f3815"))),
        ellipse(x, y - r * 0.1, r * 0.05, r * 0.018, "#efdcae"),
        path(wall, steel),
        path(wall, d.linear((0, y), (0, y + ry + deep), (0, INK, 0), (1, INK, 0.45))),
        path(f"M{x - r} {y}A{r} {ry} 0 0 0 {x + r} {y}", more=f'stroke="{lip}" stroke-width='
             f'"{r * 0.014:.1f}"'),
    )  # fmt: skip


def drum(d: Drawing, x: float, y: float, r: float, floor: float) -> None:
    """A cast-iron roaster seen from its front; (x, y) is the middle of the drum."""
    deep, pale = mix(IRON, "#04100b", 0.62), mix(IRON, "#e6efe2", 0.45)
    back = r * 0.85
    _frame(d, x, y, r, floor, deep, pale)
    shell = (f"M{x} {y - r}h{back}A{r * .5} {r} 0 0 1 {x + back} {y + r}h{-back}"
             f"A{r} {r} 0 0 0 {x} {y - r}Z")  # fmt: skip
    round_ = d.linear((0, y - r), (0, y + r), (0, mix(IRON, pale, 0.5)), (0.16, pale), (0.34, IRON),
                      (0.75, deep), (0.94, "#0b1511"), (1, mix(deep, pale, 0.2)))  # fmt: skip
    d.add(path(shell, round_))
    for k in range(1, 4):
        bx = x + back * k / 3.4
        d.add(path(f"M{bx} {y - r}A{r * .5} {r} 0 0 1 {bx} {y + r}", more=f'stroke="{INK}"'
                   f' stroke-opacity=".4" stroke-width="{r * 0.02:.1f}"'),
              path(f"M{bx - r * .015} {y - r}A{r * .5} {r} 0 0 1 {bx - r * .015} {y + r}",
                   more=f'stroke="{pale}" stroke-opacity=".3"'
                   f' stroke-width="{r * 0.008:.1f}"'))  # fmt: skip
    face = d.radial((x - r * 0.5, y - r * 0.55), r * 1.9, (0, mix(pale, "#ffffff", 0.1)),
        (0.3, mix(IRON, pale, 0.25)),
                    (0.62, IRON), (1, deep))  # fmt: skip
    ring = d.linear((x - r, y - r), (x + r, y + r), (0, "#f0ddb0"), (0.35, "#b08a4a"),
        (0.7, "#5f4419"),
                    (1, "#8f6c33"))  # fmt: skip
    d.add(
        ellipse(x, y, r, r, mix(deep, "#000000", 0.3)),
        ellipse(x, y, r * 0.985, r * 0.985, face),
        ellipse(x, y, r * 0.9, r * 0.9, "none", f'stroke="{ring}" stroke-width="{r * 0.03:.1f}"'),
        ellipse(x + r * .008, y + r * .012, r * 0.9, r * 0.9, "none",
                f'stroke="{INK}" stroke-opacity=".4" stroke-width="{r * 0.012:.1f}"'),
    )  # fmt: skip
    for k in range(12):
        a = math.tau * k / 12 + 0.13
        bx, by = x + math.cos(a) * r * 0.945, y + math.sin(a) * r * 0.945
        d.add(ellipse(bx + 2, by + 2, r * 0.022, r * 0.022, INK, 'opacity=".5"'),
              ellipse(bx, by, r * 0.02, r * 0.02,
               d.radial((bx - 2, by - 2), r * 0.03, (0, "#efe2bd"),
                      (1, "#6b5124"))))  # fmt: skip
    _glass(d, x - r * 0.05, y - r * 0.34, r * 0.27, ring)
    _door(d, x - r * 0.02, y + r * 0.42, r, ring, deep, pale)
    plate = (x + r * 0.36, y - r * 0.02)
    d.add(ellipse(*plate, r * 0.17, r * 0.17, ring), ellipse(*plate, r * 0.15, r * 0.15, deep),
          mark(plate[0], plate[1] + r * 0.01, r * 0.085, "#ecd9a8"))  # fmt: skip
    d.add(  # the tryer: a small scoop drawn out to smell the beans
        path(polyline([(x - r * 0.46, y + r * 0.03), (x - r * 0.72, y + r * 0.11)], close=False),
             more=f'stroke="{ring}" stroke-width="{r * 0.05:.1f}" stroke-linecap="round"'),
        path(polyline([(x - r * 0.72, y + r * 0.11), (x - r * 0.92, y + r * 0.17)], close=False),
             more=f'stroke="#3a2415" stroke-width="{r * 0.075:.1f}" stroke-linecap="round"'),
        path(polyline([(x - r * 0.73, y + r * 0.098), (x - r * 0.91, y + r * 0.152)], close=False),
             more=f'stroke="#a9764a" stroke-width="{r * 0.016:.1f}" stroke-linecap="round"'),
    )  # fmt: skip


def _glass(d: Drawing, x: float, y: float, r: float, ring: str) -> None:
    """The sight glass, beans tumbling behind it."""
    clip = d.clip(ellipse(x, y, r * 0.86, r * 0.86, "#000"))
    d.add(
        ellipse(x, y, r, r, ring),
        ellipse(x, y, r * 0.88, r * 0.88, "#120b07"),
        group([ellipse(x, y, r, r, d.radial((x, y + r * 0.3), r, (0, "#8a4a1f"), (1, "#1a0d06"))),
               beans(d, x + r * 0.1, y + r * 0.75, r * 1.1, r * 0.75, r * 0.13, seed=9)], clip),
        ellipse(x - r * 0.3, y - r * 0.36, r * 0.42, r * 0.2, "#fff8e4",
                f'opacity=".4" transform="rotate(-38 {x - r * .3:.0f} {y - r * .36:.0f})"'
                f" {d.blur(r * 0.06)}"),
    )  # fmt: skip


def _door(d: Drawing, x: float, y: float, r: float, ring: str, deep: str, pale: str) -> None:
    """The discharge door with its lever and the chute below it."""
    w, h = r * 0.34, r * 0.2
    d.add(
        path(f"M{x - w * .95} {y + h * .7}L{x - w * 1.25} {y + h * 2.7}H{x + w * .75}"
             f"L{x + w * .95} {y + h * .7}Z",
             d.linear((x - w, 0), (x + w, 0), (0, pale), (0.3, mix(IRON, pale, 0.25)), (1, deep))),
        d.rect(x - w, y - h, 2 * w, 2 * h, d.linear((x - w, y - h), (x + w, y + h), (0, pale),
            (0.4, IRON),
                                                   (1, deep)), f'rx="{h * .2:.1f}" stroke="{INK}"'
               f' stroke-opacity=".5" stroke-width="3"'),
        path(polyline([(x + w * 0.5, y), (x + w * 1.5, y + h * 0.5)], close=False),
             more=f'stroke="{ring}" stroke-width="{r * 0.04:.1f}" stroke-linecap="round"'),
        ellipse(x + w * 1.56, y + h * 0.53, r * 0.055, r * 0.055, d.radial(
            (x + w * 1.53, y + h * 0.45), r * 0.08, (0, "#c98a5a"), (0.5, "#5a3018"),
             (1, "#22100a"))),
    )  # fmt: skip


def _frame(d: Drawing, x: float, y: float, r: float, floor: float, deep: str, pale: str) -> None:
    """Hopper, chimney and legs."""
    brass = d.linear((x - r * .5, 0), (x + r * .8, 0), (0, "#f0ddb0"), (0.3, "#b9944f"),
        (0.75, "#6b4d1f"),
                     (1, "#8f6c33"))  # fmt: skip
    tube = d.linear((x + r * .95, 0), (x + r * 1.2, 0), (0, "#8d8e86"), (0.25, "#efece0"),
        (0.6, "#8a8a81"),
                    (1, "#3d3e39"))  # fmt: skip
    d.add(
        ellipse(x + r * 0.9, floor, r * 1.6, r * 0.16, INK,
            f'opacity=".5" {d.blur(r * 0.1, r * 0.04)}'),
        d.rect(x + r * .95, -20, r * .25, y + 20, tube),
        d.rect(x + r * .92, y - r * 1.22, r * .31, r * .05, tube),
        path(f"M{x - r * .3} {y}L{x - r * .62} {floor}h{r * .34}L{x + r * .1} {y + r * .7}"
             f"H{x + r * .8}L{x + r * 1.02} {floor}h{r * .34}L{x + r * 1.05} {y}Z",
             d.linear((x - r * .6, 0), (x + r * 1.3, 0), (0, mix(IRON, pale, 0.4)), (0.2, IRON),
              (0.6, deep),
                      (1, "#0b1511"))),
        d.rect(x + r * .94, floor - r * .06, r * .5, r * .08, "#0b1511", f'rx="{r * .02:.1f}"'),
        d.rect(x - r * .7, floor - r * .06, r * .5, r * .08, "#12241c", f'rx="{r * .02:.1f}"'),
        path(f"M{x + r * .12} {y - r * .8}L{x - r * .2} {y - r * 1.5}H{x + r * .74}"
             f"L{x + r * .42} {y - r * .8}Z", brass),
        ellipse(x + r * .27, y - r * 1.5, r * .47, r * .1, "#efdcae"),
        ellipse(x + r * .27, y - r * 1.49, r * .44, r * .085, "#57401c"),
    )  # fmt: skip
    d.add(
        beans(d, x + r * 0.27, y - r * 1.475, r * 0.4, r * 0.065, r * 0.028, seed=5, tone="#8f8a55")
    )


def sack(d: Drawing, x: float, y: float, r: float) -> None:
    """Green coffee in jute; (x, y) is the middle of its foot, ``r`` half its width."""
    shape = smooth([(x - r * .92, y), (x - r * 1.02, y - r * .5), (x - r * .9, y - r * 1.3),
                    (x - r * .62, y - r * 1.62), (x, y - r * 1.7), (x + r * .62, y - r * 1.6),
                    (x + r * .9, y - r * 1.25), (x + r * 1.03, y - r * .5), (x + r * .94, y),
                    (x, y + r * .08)], close=True)  # fmt: skip
    jute = "#bf9d68"
    t = r * 0.034
    weave = d.define(
        f'<pattern id="ID" width="{t:.2f}" height="{t:.2f}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(4)"><rect width="{t:.2f}" height="{t:.2f}" fill="#000"'
        f' fill-opacity="0"/><path d="M0 0H{t:.2f}M0 0V{t:.2f}" stroke="#2c2010"'
        f' stroke-opacity=".55" stroke-width="{t * 0.3:.2f}"/><path d="M0 {t / 2:.2f}H{t:.2f}"'
        f' stroke="#fff3d6" stroke-opacity=".3" stroke-width="{t * 0.25:.2f}"/></pattern>'
    )
    uneven = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{5 / r:.4f}" numOctaves="3" seed="3"'
        f' result="n"/><feDisplacementMap in="SourceGraphic" in2="n" scale="{r * 0.09:.1f}"/>'
    )
    folds = [
        path(smooth([(x + a * r, y - r * 1.5), (x + b * r, y - r * 0.9), (x + c * r, y - r * 0.1)]),
             more=f'stroke="{tone}" stroke-opacity=".3" stroke-width="{r * 0.09:.1f}"'
             f" {d.blur(r * 0.04)}")
        for a, b, c, tone in ((-0.4, -0.62, -0.7, INK), (-0.3, -0.5, -0.6, "#fff3d6"),
                              (0.35, 0.5, 0.44, INK), (0.5, 0.72, 0.8, INK),
                               (0.1, 0.16, 0.05, "#fff3d6"))
    ]  # fmt: skip
    fill = d.linear((x - r, 0), (x + r, 0), (0, mix(jute, INK, 0.1)),
        (0.25, mix(jute, "#fff1d2", 0.4)),
                    (0.5, jute), (0.85, mix(jute, INK, 0.55)),
                     (1, mix(jute, INK, 0.45)))  # fmt: skip
    d.add(
        ellipse(x + r * .5, y + r * .02, r * 1.3, r * .16, INK,
            f'opacity=".5" {d.blur(r * .09, r * .04)}'),
        path(shape, fill),
        group([group([d.rect(x - r * 1.3, y - r * 2, r * 2.6, r * 2.3, weave)],
            f'opacity=".5" {uneven}'),
               *folds], d.clip(path(shape))),
        path(shape, d.linear((0, y - r * 1.6), (0, y), (0, INK, 0), (0.6, INK, 0.02),
            (1, INK, 0.4))),
        ellipse(x, y - r * 1.56, r * .66, r * .19, mix(jute, INK, 0.15)),
        ellipse(x, y - r * 1.54, r * .6, r * .155, "#2c2416"),
    )  # fmt: skip
    d.add(beans(d, x, y - r * 1.5, r * 0.54, r * 0.12, r * 0.045, seed=7, tone="#8f8a55"))
    d.add(mark(x - r * 0.1, y - r * 0.78, r * 0.36, mix(INK, jute, 0.25)))
