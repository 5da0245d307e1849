"""The pictures of the shop, each a function from nothing to a finished drawing.

File name -> (width, height, function) in ``SCENES``; the texts name the files. Long, since each
scene is a list of strokes that belongs beside the others: one light and one horizon for all.
"""

from __future__ import annotations

from collections.abc import Callable

from .box import FOREST, HAZE, MORNING, SMALL, Coffee, Solid, box, mark, text
from .cup import Cup, drip_bag, stand, steam
from .finish import finish
from .forest import cedars
from .land import DAWN, DUSK, NIGHT, SHADE, Frame, Hour, Ridge, paint, sky, veil
from .people import kettle, picker, stream
from .plants import branch, rows
from .props import cocoa, cut_yuzu, jasmine, longan, plum, scatter, sugar, yuzu
from .roaster import drum, sack, tray
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


FORE = Ridge(1.00, 0.925, 0.05, 57, scale=2, peaks=((0.0, 0.13, 0.2),), rough=0.2, trees=0.1)


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
    landscape(d, Frame(0, 0, 2400, 1350), DAWN, disc=(0.6, 0.19, 0.034), ridges=(*RANGE[:5], FORE))
    ledge(d, line=0.86)
    still_life(d, x=1880, y=1268, scale=1.0)
    return finish(d)


def hero_tall() -> str:
    d = Drawing(1200, 1500)
    landscape(d, Frame(0, 0, 1200, 1350), DAWN, disc=(0.27, 0.36, 0.032), ridges=TALL)
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
    """The cup at the window of its hour, with what the coffee tastes of beside it."""

    def draw() -> str:
        d = Drawing(1600, 2000)
        _, wood, dark, hour, disc = LOOK[coffee.name[0]]
        view = d.layer(
            lambda: landscape(d, Frame(-60, -60, 1720, 1900), hour, disc=disc, ridges=TALL)
        )
        d.add(group([view], d.blur(6)))
        table(d, line=0.735, wood=wood, dark=dark)
        night = hour is NIGHT
        cup = Cup(690, 1730, 325, glaze=GLAZE[coffee.name[0]])
        BEHIND[coffee.name[0]](d)
        stand(d, cup)
        drip_bag(d, cup)
        steam(d, cup.x, cup.rim - cup.r * 0.45, 1000, strength=0.95)
        BESIDE[coffee.name[0]](d)
        if night:
            lamp = d.radial(
                (-200, 1500), 1500, (0, "#ffb45e", 0.55), (0.5, "#ff9d4a", 0.2), (1, "#ff9d4a", 0)
            )
            d.add(
                d.sheet(lamp, 'style="mix-blend-mode:soft-light"'),
                d.sheet(lamp, 'style="mix-blend-mode:screen" opacity=".3"'),
            )
        return finish(d)

    return draw


def yuzu_behind(d: Drawing) -> None:
    yuzu(d, 1290, 1640, 150)


def yuzu_beside(d: Drawing) -> None:
    cut_yuzu(d, 1165, 1800, 128)
    for x, y, turn in ((1400, 1830, 10), (1310, 1890, 40), (330, 1880, 25)):
        jasmine(d, x, y, 62, turn=turn)


def plum_behind(d: Drawing) -> None:
    plum(d, 1330, 1630, 132, seed=5)


def plum_beside(d: Drawing) -> None:
    plum(d, 1150, 1770, 140)
    sugar(d, 1420, 1850, 110)
    sugar(d, 300, 1890, 100, yaw=52)


def longan_behind(d: Drawing) -> None:
    longan(d, 1240, 1640, 84, seed=3)
    longan(d, 1400, 1660, 80, seed=8)


def longan_beside(d: Drawing) -> None:
    longan(d, 1110, 1760, 88, seed=5)
    longan(d, 1315, 1790, 86, seed=12)
    for x, y, turn in scatter(1200, 1890, 520, 8, 4):
        cocoa(d, x, y, 50, turn=turn % 60 - 30)


GLAZE = {"Morning": "#ece5d4", "Forest": "#c3ccb0", "Night": "#5b5a6c"}
BEHIND = {"Morning": yuzu_behind, "Forest": plum_behind, "Night": longan_behind}
BESIDE = {"Morning": yuzu_beside, "Forest": plum_beside, "Night": longan_beside}


def morning_land() -> str:
    d = Drawing(1600, 2000)
    landscape(d, Frame(0, 0, 1600, 2000), DAWN, disc=(0.3, 0.24, 0.026), ridges=TALL)
    d.add(group([branch(d, (1720, 1180), (760, 1800), 330, tone="#2f5a45", seed=5, bend=-0.1)],
                d.blur(1)))  # fmt: skip
    return finish(d)


def forest_land() -> str:
    d = Drawing(1600, 2000)
    cedars(d, Frame(0, 0, 1600, 2000))
    d.add(branch(d, (-90, 1660), (640, 1880), 270, tone="#2f553c", seed=8, bend=-0.08))
    return finish(d)


def night_land() -> str:
    d = Drawing(1600, 2000)
    f = Frame(0, 0, 1600, 2000)
    landscape(d, f, NIGHT, disc=(0.3, 0.2, 0.03), ridges=TALL[:5], mist=0.7)
    steam(d, 1150, 1480, 560, strength=0.5, colour="#c9b7b4", wide=0.05, seed=6)
    hut(d, 1075, 1578, 104)
    paint(
        d,
        f,
        NIGHT,
        Ridge(
            1.0,
            0.93,
            0.07,
            71,
            scale=2.2,
            peaks=((0.02, 0.11, 0.3),),
            rough=0.2,
            trees=0.075,
            drop=0.2,
        ),
    )
    lamp = d.radial(
        (1060, 1520), 900, (0, "#ffb45e", 0.34), (0.4, "#e8853a", 0.12), (1, "#e8853a", 0)
    )
    d.add(d.sheet(lamp, 'style="mix-blend-mode:screen"'))
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
    wall(d, line=0.70, colour="#d9d3ba")
    window_light(d, line=0.70, strength=0.6)
    table(d, line=0.70, wood="#bfa077", dark="#866a4a")
    for x, y, coffee in ((640, 1490, HAZE), (1000, 1600, FOREST), (1370, 1720, MORNING)):
        box(d, Solid(x, y, 470, 240, 690), coffee, bags="3 DRIP BAGS")
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
    rows(d, f, DAWN, top=0.62, bottom=1.0, count=9, seed=14, people={
        3: lambda ground: picker(d, 655, ground(655 / 1800) - 6, 74, colour="#4e6355"),
        6: lambda ground: picker(d, 1275, ground(1275 / 1800) - 14, 150, colour="#2a3d33"),
    })  # fmt: skip
    return finish(d)


def story_roasting() -> str:
    d = Drawing(1800, 1200)
    wall(d, line=0.8, colour="#cdc6ac")
    window_light(d, line=0.8, strength=0.6)
    table(d, line=0.8, wood="#9c9382", dark="#4f4a40")
    drum(d, 960, 440, 250, 1010)
    tray(d, 710, 845, 385)
    sack(d, 1350, 1105, 140)
    steam(d, 690, 815, 600, strength=0.8, wide=0.55)
    return finish(d)


def story_pouring() -> str:
    d = Drawing(1800, 1200)
    view = d.layer(lambda: landscape(d, Frame(-40, -60, 1880, 1180), DAWN, disc=(0.27, 0.26, 0.05)))
    d.add(group([view], d.blur(5)))
    table(d, line=0.8, wood="#a88a63", dark="#5c452e")
    mouth = kettle(d, 985, 345, 140, tilt=16, enamel="#23463B")
    cup = Cup(mouth[0] + 38, 1090, 178)
    stand(d, cup)
    target = (cup.x, cup.rim - cup.r * 0.56)
    drip_bag(d, cup)
    stream(d, mouth, target, 17)
    steam(d, cup.x - 30, cup.rim - cup.r * 0.6, 620, strength=0.9)
    return finish(d)


def buyer_desk() -> str:
    """A reviewer's own picture: two boxes in the office kitchen, seen too close."""
    d = Drawing(900, 900)
    wall(d, line=0.7, colour="#c3ccc6")
    window_light(d, line=0.7, strength=0.35)
    table(d, line=0.7, wood="#b9b1a2", dark="#6d665a")
    box(d, Solid(640, 760, 300, 170, 430), FOREST)
    cup = Cup(290, 800, 140, glaze="#e6e2d8")
    stand(d, cup)
    drip_bag(d, cup)
    steam(d, cup.x, cup.rim - cup.r * 0.45, 430, strength=0.8)
    return finish(d)


def buyer_balcony() -> str:
    """Another's: the box on a balcony, before the children wake."""
    d = Drawing(900, 900)
    view = d.layer(lambda: landscape(d, Frame(-40, -40, 980, 860), DAWN, disc=(0.2, 0.3, 0.05)))
    d.add(group([view], d.blur(4)))
    ledge(d, line=0.76, wood="#8f9a8c", dark="#4a5148")
    box(d, Solid(450, 800, 330, 180, 470), MORNING)
    for x, y, turn in ((720, 850, 10), (795, 815, 40)):
        jasmine(d, x, y, 40, turn=turn)
    return finish(d)


def buyer_evening() -> str:
    """A third's: the dark coffee under a lamp."""
    d = Drawing(900, 900)
    wall(d, line=0.72, colour="#5a4f4c")
    table(d, line=0.72, wood="#6b5348", dark="#2f241d")
    box(d, Solid(250, 770, 250, 140, 360), HAZE)
    cup = Cup(590, 805, 165, glaze=GLAZE["Night"])
    stand(d, cup)
    drip_bag(d, cup)
    steam(d, cup.x, cup.rim - cup.r * 0.45, 480, strength=0.9)
    lamp = d.radial((760, 80), 900, (0, "#ffc37a", 0.6), (0.5, "#ff9d4a", 0.22), (1, "#ff9d4a", 0))
    d.add(
        d.sheet(lamp, 'style="mix-blend-mode:soft-light"'),
        d.sheet(lamp, 'style="mix-blend-mode:screen" opacity=".35"'),
    )
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
        d.add(text(initials, 200, 232, 122, "#2a2720", spacing=0.02))
        return finish(d, edge=0.06)

    return draw


def share() -> str:
    """The picture beside a shared link: name on the left, the shop's table on the right."""
    d = Drawing(1200, 630)
    landscape(d, Frame(0, -30, 1200, 660), DAWN, disc=(0.53, 0.2, 0.034))
    ledge(d, line=0.87)
    haze = d.linear(
        (0, 0), (700, 0), (0, "#faf7f1", 0.85), (0.6, "#faf7f1", 0.5), (1, "#faf7f1", 0)
    )
    d.add(d.rect(0, 0, 700, 630, haze))
    still_life(d, x=950, y=600, scale=0.62)
    d.add(
        mark(120, 176, 40, "#1e1b16"),
        text("Wushan Coffee", 76, 300, 78, "#1e1b16", anchor="start"),
        text("Drip-bag coffee", 79, 358, 32, "#3a352b", anchor="start", family=SMALL),
        text("from the mist of Alishan", 79, 402, 32, "#3a352b", anchor="start", family=SMALL),
    )
    return finish(d)


def closing() -> str:
    """The last look back from the page's end: dusk over the farm, quiet on the left."""
    d = Drawing(2400, 1000)
    landscape(d, Frame(0, -120, 2400, 1250), DUSK, disc=(0.66, 0.34, 0.036))
    d.add(branch(d, (2520, 420), (1660, 900), 250, tone="#2b4a38", seed=9, bend=-0.12))
    return finish(d)


LOGO = (853, 160)


def logo() -> str:
    """The sign and the name on nothing, for a page's head; flush left with the page."""
    d = Drawing(*LOGO)
    name = text("Wushan Coffee", 161, 112, 92, "#1e1b16", anchor="start", family=SMALL)
    d.add(mark(65, 84, 60, "#23463b"), name)
    return d.svg()


def sign() -> str:
    """The sign alone, without a font."""
    d = Drawing(64, 64)
    d.add(mark(32, 33, 22, "#23463b"))
    return d.svg()


PORTRAITS = {
    "portrait-1": ("CY", "#6F8F5F"), "portrait-2": ("WH", "#C9B45B"),
    "portrait-3": ("LS", "#3B3A4F"), "portrait-4": ("KM", "#23463B"),
    "portrait-5": ("HP", "#9A6B1E"), "portrait-6": ("TJ", "#7d8f93"),
    "portrait-7": ("LM", "#a9795f"), "portrait-8": ("HW", "#6a6278"),
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
    "story-roasting": (1800, 1200, story_roasting),
    "story-pouring": (1800, 1200, story_pouring),
    "closing-dusk": (2400, 1000, closing),
    "buyer-desk": (900, 900, buyer_desk),
    "buyer-balcony": (900, 900, buyer_balcony),
    "buyer-evening": (900, 900, buyer_evening),
    "share": (1200, 630, share),
    **{name: (400, 400, portrait(*look)) for name, look in PORTRAITS.items()},
}
