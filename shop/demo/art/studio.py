"""The table and the wall that small things are photographed against."""

from __future__ import annotations

import random

from .svg import Drawing, group, mix, path, smooth


def table(d: Drawing, *, line: float, wood: str, dark: str, seed: int = 4) -> None:
    """A plank across the sheet; ``line`` is where it meets the background (share of height)."""
    w, h = d.width, d.height
    top = line * h
    d.add(
        d.rect(0, top, w, h - top, d.linear((0, top), (w, h), (0, mix(wood, "#fff4dc", 0.25)),
                                            (0.5, wood), (1, dark)))
    )  # fmt: skip
    grain = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{1.6 / w:.5f} {52 / h:.5f}"'
        f' numOctaves="5" seed="{seed}"/>'
        '<feColorMatrix values="0 0 0 0 0.12 0 0 0 0 0.09 0 0 0 0 0.05 2.6 0 0 0 -1.12"/>'
    )
    d.add(d.rect(0, top, w, h - top, "#000", f'opacity=".2" {grain}'))
    d.add(
        d.rect(0, top - 1, w, h * 0.004, "#fff6e0", f'opacity=".55" {d.blur(w * 0.003, 1.2)}'),
        d.rect(0, top, w, h - top, d.linear((0, top), (0, h), (0, "#000", 0.0), (1, "#000", 0.1))),
    )


def wall(d: Drawing, *, line: float, colour: str) -> None:
    """Plaster, brighter towards the window on the left."""
    w, h = d.width, line * d.height
    pale, deep = mix(colour, "#fffaf0", 0.55), mix(colour, "#1e1b16", 0.12)
    d.add(
        d.rect(0, 0, w, h + 2, d.linear((0, 0), (w, h * 1.1), (0, pale), (0.5, colour), (1, deep)))
    )
    plaster = d.filter(
        f'<feTurbulence type="fractalNoise" baseFrequency="{9 / w:.5f} {11 / w:.5f}"'
        ' numOctaves="6" seed="8" result="n"/>'
        '<feColorMatrix in="n" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"/>'
        '<feDiffuseLighting surfaceScale="9" lighting-color="#fff">'
        '<feDistantLight azimuth="215" elevation="52"/></feDiffuseLighting>'
    )
    d.add(
        d.rect(0, 0, w, h + 2, "#888", f'style="mix-blend-mode:soft-light" opacity=".22" {plaster}')
    )


def window_light(d: Drawing, *, line: float, strength: float = 0.5, seed: int = 2) -> None:
    """Panes of light on the wall, broken by a cross bar and by the shadow of a branch."""
    w, h = d.width, d.height
    x0, y0, wide, tall, lean = w * 0.36, -h * 0.06, w * 0.25, h * 0.30, w * 0.115
    panes = ""
    for column in range(2):
        for row in range(2):
            x = x0 + column * wide * 1.09 - row * lean * 1.06
            y = y0 + row * tall * 1.05 + column * h * 0.012
            panes += f"M{x:.0f} {y:.0f}l{wide:.0f} {h * 0.011:.0f}l{-lean:.0f} {tall:.0f}"
            panes += f"l{-wide:.0f} {-h * 0.011:.0f}Z"
    light = path(panes, "#fff1c9", d.blur(w * 0.007))
    leaves = group(branch_shadow(d, seed), d.blur(w * 0.0042))
    soft = group(branch_shadow(d, seed + 5), f'opacity=".55" {d.blur(w * 0.013)}')
    mask = d.mask(d.sheet("#fff") + leaves + soft)
    keep = d.clip(d.rect(0, 0, w, line * h, "#000"))
    for look in ('style="mix-blend-mode:soft-light"', f'opacity="{strength * 0.62:.2f}"'):
        d.add(group([group([light], mask)], f"{keep} {look}"))


def branch_shadow(d: Drawing, seed: int) -> list[str]:
    """Long leaves on drooping twigs, as a shape to cast."""
    w, h = d.width, d.height
    rng = random.Random(seed)  # noqa: S311
    parts = []
    for twig in range(3):
        x, y = w * (1.0 - 0.2 * twig), h * (-0.03 + 0.05 * twig)
        steps = 9
        points = [(x - w * 0.058 * k, y + h * (0.013 * k + 0.0026 * k * k)) for k in range(steps)]
        parts.append(path(smooth(points), more=f'stroke="#000" stroke-width="{w * 0.003:.1f}"'))
        for k, (px, py) in enumerate(points):
            for sign in (-1, 1):
                long = w * (0.085 + 0.035 * rng.random()) * (1 - k / 16)
                parts.append(leaf(px, py, long, 152 + sign * (34 + 24 * rng.random()) - k * 4))
    return parts


def leaf(
    x: float, y: float, long: float, angle: float, fill: str = "#000", wide: float = 0.17
) -> str:
    """A pointed leaf from its stalk at (x, y), in degrees clockwise from east."""
    shape = smooth(
        [(0, 0), (long * 0.28, -long * wide), (long * 0.66, -long * wide * 0.85), (long, 0)]
    ) + smooth([(long, 0), (long * 0.66, long * wide * 0.85), (long * 0.28, long * wide), (0, 0)])[
        0:
    ].replace("M", "L", 1)
    return path(shape, fill, f'transform="translate({x:.1f} {y:.1f}) rotate({angle:.1f})"')
