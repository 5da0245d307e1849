"""The pictures of the shop, each a function from nothing to a finished drawing.

File name -> (width, height, function) in ``SCENES``; the texts name the files.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from .box import FOREST, HAZE, MORNING, Coffee, Solid, box, mark, text
from .cup import Cup, drip_bag, stand, steam
from .finish import finish
from .land import DAWN, NIGHT, SHADE, Frame, Hour, Ridge, paint, sky, veil
from .plants import branch, rows, trunk
from .studio import table, wall, window_light
from .svg import Drawing, ellipse, group, mix, path

Scene = Callable[[], str]

RANGE = (
    Ridge(0.02, 0.50, 0.09, 3, peaks=((0.70, 0.17, 0.12), (0.18, 0.06, 0.2)), drop=0.12),
    Ridge(0.14, 0.55, 0.09, 8, peaks=((0.42, 0.10, 0.15), (0.95, 0.15, 0.16)), rough=0.55,
          drop=0.14),
    Ridge(0.30, 0.63, 0.09, 21, scale=3.2, peaks=((0.84, 0.11, 0.16), (0.08, 0.12, 0.16)),
          drop=0.16),
    Ridge(0.52, 0.72, 0.09, 34, peaks=((0.04, 0.12, 0.2), (0.6, 0.03, 0.2)), rough=0.4,
          trees=0.022, drop=0.18),
    Ridge(0.78, 0.84, 0.11, 45, scale=2.4, peaks=((0.98, 0.12, 0.25),), rough=0.3, trees=0.05,
          drop=0.2),
    Ridge(1.00, 0.98, 0.10, 52, scale=2, peaks=((0.0, 0.13, 0.22),), rough=0.2, trees=0.10,
          drop=0.2),
)  # fmt: skip


def landscape(
    d: Drawing, f: Frame, hour: Hour, *, disc: tuple[float, float, float],
    ridges: tuple[Ridge, ...] = RANGE, mist: float = 0.9,
) -> None:  # fmt: skip
    """Sky, ridges from far to near, and a veil of mist before each fold."""
    sky(d, f, hour, disc=disc)
    for i, ridge in enumerate(ridges):
        paint(d, f, hour, ridge)
        if i < len(ridges) - 1:
            veil(d, f, top=ridge.base - 0.1, bottom=ridge.base + 0.13, colour=hour.mist,
                 seed=i + 4, strength=mist - 0.06 * i, stretch=6, size=0.3)  # fmt: skip


def tilted(ridges: tuple[Ridge, ...], *, scale: float) -> tuple[Ridge, ...]:
    """The same range seen by a taller frame: fewer mountains side by side."""
    return tuple(
        Ridge(r.depth, r.base, r.height * 0.8, r.seed, r.scale * scale,
              tuple((c, h * 0.8, w * 1.5) for c, h, w in r.peaks), r.rough, r.trees * 0.7, r.drop)
        for r in ridges
    )  # fmt: skip


TALL = tilted(RANGE, scale=1.25)


def hero_wide() -> str:
    d = Drawing(2400, 1350)
    landscape(d, Frame(0, 0, 2400, 1350), DAWN, disc=(0.31, 0.25, 0.034))
    ledge(d, line=0.86)
    still_life(d, x=1830, y=1268, scale=1.0)
    return finish(d)


def hero_tall() -> str:
    d = Drawing(1200, 1500)
    landscape(d, Frame(0, 0, 1200, 1350), DAWN, disc=(0.27, 0.22, 0.03), ridges=TALL)
    ledge(d, line=0.82)
    still_life(d, x=660, y=1370, scale=0.92)
    return finish(d)


def ledge(d: Drawing, *, line: float, wood: str = "#a88a63", dark: str = "#5c452e") -> None:
    table(d, line=line, wood=wood, dark=dark)


def still_life(d: Drawing, *, x: float, y: float, scale: float, coffee: Coffee = MORNING) -> None:
    """A box and, before it to the left, a cup with its bag."""
    box(d, Solid(x + 210 * scale, y - 40 * scale, 330 * scale, 180 * scale, 480 * scale), coffee)
    cup = Cup(x - 190 * scale, y, 132 * scale)
    stand(d, cup)
    drip_bag(d, cup)
    steam(d, cup.x, cup.rim - cup.r * 0.5, 480 * scale, strength=0.85)


LOOK = {
    "Morning": ("#d9cfae", "#c6a87d", "#8f7251", DAWN, (0.30, 0.20, 0.03)),
    "Forest": ("#b9c6aa", "#a98a62", "#6b5339", SHADE, (0.30, 0.16, 0.03)),
    "Night": ("#504e66", "#6b5348", "#352920", NIGHT, (0.30, 0.20, 0.03)),
}


def box_picture(coffee: Coffee) -> Scene:
    def draw() -> str:
        d = Drawing(1600, 2000)
        colour, wood, dark, hour, _ = LOOK[coffee.name[0]]
        night = hour is NIGHT
        wall(d, line=0.74, colour=colour)
        window_light(d, line=0.74, strength=0.3 if night else 0.55)
        table(d, line=0.74, wood=wood, dark=dark)
        box(d, Solid(985, 1710, 780, 420, 1150), coffee)
        return finish(d)

    return draw


def cup_picture(coffee: Coffee) -> Scene:
    def draw() -> str:
        d = Drawing(1600, 2000)
        _, wood, dark, hour, disc = LOOK[coffee.name[0]]
        view = d.layer(
            lambda: landscape(d, Frame(-60, -60, 1720, 1700), hour, disc=disc, ridges=TALL[:5])
        )
        d.add(group([view], d.blur(7)))
        table(d, line=0.72, wood=wood, dark=dark)
        cup = Cup(760, 1720, 330, glaze="#e9e1cf" if hour is not NIGHT else "#bdb4a6")
        stand(d, cup)
        drip_bag(d, cup)
        steam(d, cup.x, cup.rim - cup.r * 0.4, 1050, strength=0.8)
        return finish(d)

    return draw


def morning_land() -> str:
    d = Drawing(1600, 2000)
    landscape(d, Frame(0, 0, 1600, 2000), DAWN, disc=(0.3, 0.24, 0.026), ridges=TALL)
    d.add(group([branch(d, (1720, 1180), (760, 1800), 330, tone="#2f5a45", seed=5, bend=-0.1)],
                d.blur(1)))  # fmt: skip
    return finish(d)


def forest_land() -> str:
    d = Drawing(1600, 2000)
    f = Frame(0, 0, 1600, 2000)
    sky(d, f, SHADE, disc=(0.26, 0.12, 0.03))
    for ridge in TALL[1:4]:
        paint(d, f, SHADE, ridge)
    rng = random.Random(6)  # noqa: S311
    for layer in range(5):
        t = layer / 4
        foot = 2000 * (0.68 + 0.09 * layer)
        tone = mix("#b3c3a6", "#1d3527", t**0.8)
        count = 13 - 2 * layer
        for k in range(count):
            x = 1600 * ((k + rng.random() * 0.8) / count)
            if layer > 2 and 450 < x < 1150:
                continue
            d.add(trunk(d, x, 16 + 26 * layer + 10 * rng.random(), -20, foot, tone, SHADE.glow))
        veil(
            d,
            f,
            top=0.25,
            bottom=0.72 + 0.07 * layer,
            colour=SHADE.mist,
            seed=layer + 2,
            strength=0.55,
            size=0.35,
        )
        low = Frame(0, 0, 1600, 2000)
        paint(
            d,
            low,
            SHADE,
            Ridge(0.35 + 0.15 * layer, 0.76 + 0.075 * layer, 0.05, 60 + layer, rough=0.1, drop=0.2),
        )
    rays = "".join(
        f"M{x} -50L{x + w} -50L{x + w * 2.2 + 900} 2000L{x + 700 - w} 2000Z"
        for x, w in ((-260, 90), (-20, 60), (170, 130), (450, 60), (690, 110))
    )
    fade = d.linear(
        (300, 0), (900, 1700), (0, "#fdf8dc", 0.5), (0.6, "#fdf8dc", 0.2), (1, "#fdf8dc", 0)
    )
    d.add(path(rays, fade, f'style="mix-blend-mode:screen" {d.blur(26)}'))
    d.add(branch(d, (-80, 1500), (720, 1830), 300, tone="#33583f", seed=8, bend=-0.08))
    d.add(branch(d, (1700, 1640), (980, 1900), 280, tone="#2c4e39", seed=12, bend=-0.1))
    return finish(d)


def night_land() -> str:
    d = Drawing(1600, 2000)
    landscape(d, Frame(0, 0, 1600, 2000), NIGHT, disc=(0.3, 0.2, 0.03), ridges=TALL)
    hut(d, 1080, 1500, 120)
    return finish(d)


def hut(d: Drawing, x: float, y: float, size: float) -> None:
    """A drying shed with a lamp burning: the one warm point of the night."""
    s = size
    dark = "#0d0e19"
    d.add(
        ellipse(
            x,
            y - s * 0.3,
            s * 3.2,
            s * 2,
            d.radial(
                (x, y - s * 0.3),
                s * 3,
                (0, "#e8a45c", 0.5),
                (0.4, "#c9743a", 0.16),
                (1, "#c9743a", 0),
                squash=0.65,
            ),
            'style="mix-blend-mode:screen"',
        )
    )
    d.add(
        path(f"M{x - s} {y}V{y - s * 0.62}H{x + s}V{y}Z", dark),
        path(
            f"M{x - s * 1.22} {y - s * 0.56}L{x - s * 0.85} {y - s * 1.02}H{x + s * 0.9}"
            f"L{x + s * 1.24} {y - s * 0.56}Z",
            mix(dark, "#4a4860", 0.4),
        ),
    )
    for i in range(3):
        wx = x - s * 0.72 + i * s * 0.52
        d.add(
            d.rect(wx, y - s * 0.46, s * 0.3, s * 0.27, "#f3bd72"),
            path(
                f"M{wx + s * 0.15} {y - s * 0.46}v{s * 0.27}",
                more=f'stroke="{dark}" stroke-width="3"',
            ),
        )


def tasting_set() -> str:
    d = Drawing(1600, 2000)
    wall(d, line=0.70, colour="#d7d6c2")
    window_light(d, line=0.70)
    table(d, line=0.70, wood="#bfa077", dark="#866a4a")
    for x, y, coffee in ((640, 1480, HAZE), (1010, 1580, FOREST), (1340, 1700, MORNING)):
        box(d, Solid(x, y, 400, 210, 590), coffee, bags="3 DRIP BAGS")
    return finish(d)


def story_terraces() -> str:
    d = Drawing(1800, 1200)
    f = Frame(0, 0, 1800, 1200)
    sky(d, f, DAWN, disc=(0.3, 0.2, 0.034))
    for i, ridge in enumerate(RANGE[:4]):
        lifted = Ridge(
            ridge.depth,
            ridge.base - 0.09,
            ridge.height,
            ridge.seed,
            ridge.scale,
            ridge.peaks,
            ridge.rough,
            ridge.trees,
            ridge.drop,
        )
        paint(d, f, DAWN, lifted)
        veil(
            d,
            f,
            top=lifted.base - 0.1,
            bottom=lifted.base + 0.13,
            colour=DAWN.mist,
            seed=i + 4,
            stretch=6,
            size=0.3,
        )
    rows(d, f, DAWN, top=0.62, bottom=1.0, count=9, seed=14)
    return finish(d)


def portrait(initials: str, tint: str) -> Scene:
    """A quiet monogram over the shop's own ridge."""

    def draw() -> str:
        d = Drawing(400, 400)
        f = Frame(0, 0, 400, 400)
        hour = Hour(
            sky=((0, mix(tint, "#faf7f1", 0.82)), (1, mix(tint, "#faf7f1", 0.62))),
            far=mix(tint, "#faf7f1", 0.5),
            near=mix(tint, "#1e1b16", 0.12),
            mist=mix(tint, "#faf7f1", 0.72),
            disc="#fffdf6",
            glow="#fff8e4",
            glow_strength=0.3,
        )
        sky(d, f, hour, disc=None)
        paint(
            d,
            f,
            hour,
            Ridge(
                0.25, 0.86, 0.08, len(initials) * 7 + ord(initials[0]), peaks=((0.7, 0.08, 0.25),)
            ),
            relief=False,
        )
        paint(
            d,
            f,
            hour,
            Ridge(0.75, 0.98, 0.08, ord(initials[-1]), peaks=((0.2, 0.07, 0.3),)),
            relief=False,
        )
        d.add(text(initials, 200, 236, 150, "#2a2720", spacing=0.02))
        return finish(d, edge=0.06)

    return draw


def share() -> str:
    d = Drawing(1200, 630)
    landscape(d, Frame(0, 0, 1200, 700), DAWN, disc=(0.31, 0.22, 0.034))
    ledge(d, line=0.86)
    still_life(d, x=930, y=590, scale=0.52)
    d.add(
        mark(140, 190, 44, "#1e1b16"),
        text("Wushan Coffee", 96, 318, 84, "#1e1b16", anchor="start"),
        text("Drip-bag coffee from the mist of Alishan", 98, 372, 32, "#1e1b16", anchor="start"),
    )
    return finish(d)


PORTRAITS = {
    "portrait-1": ("LC", "#6F8F5F"), "portrait-2": ("WH", "#C9B45B"),
    "portrait-3": ("YT", "#3B3A4F"), "portrait-4": ("HL", "#23463B"),
    "portrait-5": ("MC", "#9A6B1E"), "portrait-6": ("JW", "#7d8f93"),
    "portrait-7": ("SH", "#a9795f"), "portrait-8": ("TK", "#6a6278"),
}  # fmt: skip

SCENES: dict[str, tuple[int, int, Scene]] = {
    "hero-wide": (2400, 1350, hero_wide),
    "hero-tall": (1200, 1500, hero_tall),
    "morning-box": (1600, 2000, box_picture(MORNING)),
    "morning-cup": (1600, 2000, cup_picture(MORNING)),
    "morning-land": (1600, 2000, morning_land),
    "forest-box": (1600, 2000, box_picture(FOREST)),
    "forest-cup": (1600, 2000, cup_picture(FOREST)),
    "forest-land": (1600, 2000, forest_land),
    "night-box": (1600, 2000, box_picture(HAZE)),
    "night-cup": (1600, 2000, cup_picture(HAZE)),
    "night-land": (1600, 2000, night_land),
    "tasting-set": (1600, 2000, tasting_set),
    "story-terraces": (1800, 1200, story_terraces),
    "share": (1200, 630, share),
    **{name: (400, 400, portrait(*look)) for name, look in PORTRAITS.items()},
}
