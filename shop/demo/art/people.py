"""People, only as silhouettes: a hand that pours, a picker among the rows."""

from __future__ import annotations

from .svg import Drawing, Point, ellipse, group, mix, path, polyline, smooth

INK = "#17150f"


def kettle(d: Drawing, x: float, y: float, size: float, *, tilt: float, enamel: str) -> Point:
    """A gooseneck kettle held by a hand that comes from the right; returns the spout's mouth.

    (x, y) is the middle of its body, ``size`` half its height, ``tilt`` degrees to the left.
    """
    u = size / 125
    pale, deep = mix(enamel, "#e8efe2", 0.55), mix(enamel, "#05100c", 0.6)
    body = smooth([(-98, -118), (-128, -20), (-158, 92), (-150, 122), (-118, 132),
        (0, 136)]) + smooth(
        [(0, 136), (118, 132), (150, 122), (158, 92), (128, -20), (98, -118)]
    ).replace("M", "L", 1) + "Z"  # fmt: skip
    skin = d.linear((-160, 0), (160, 0), (0, mix(enamel, deep, 0.4)), (0.1, mix(enamel, pale, 0.3)),
                    (0.24, pale), (0.4, enamel), (0.75, deep), (0.93, deep),
                     (1, mix(deep, pale, 0.25)))  # fmt: skip
    spout = smooth([(-128, 62), (-196, 66), (-222, 8), (-228, -60), (-262, -116), (-318, -132)])
    tube = d.linear((-330, -100), (-130, 80), (0, pale), (0.4, enamel), (1, deep))
    handle = smooth([(84, -96), (150, -136), (238, -138), (286, -104), (292, -40), (286, 40),
                     (268, 100)])  # fmt: skip
    lid = smooth([(-100, -116), (-86, -136), (-30, -150), (30, -150), (86, -136), (100, -116)])
    hand = _fist(d)
    parts = [
        path(handle, more=f'stroke="{deep}" stroke-width="26" stroke-linecap="round"'),
        path(
            handle,
            more=f'stroke="{mix(enamel, pale, 0.3)}" stroke-width="7" stroke-linecap="round"'
            ' transform="translate(-4 -7)" opacity=".7"',
        ),
        path(spout, more=f'stroke="{deep}" stroke-width="31" stroke-linecap="round"'),
        path(spout, more=f'stroke="{tube}" stroke-width="26" stroke-linecap="round"'),
        path(
            spout,
            more=f'stroke="{pale}" stroke-width="5" stroke-linecap="round" opacity=".8"'
            f' transform="translate(-5 -5)" {d.blur(1.6)}',
        ),
        path(body, skin),
        path(
            lid + "Z",
            d.linear((-100, 0), (100, 0), (0, enamel), (0.25, pale), (0.5, enamel), (1, deep)),
        ),
        path(
            polyline([(-100, -116), (100, -116)], close=False),
            more=f'stroke="{INK}" stroke-opacity=".5" stroke-width="4"',
        ),
        path(
            polyline([(-99, -112), (99, -112)], close=False),
            more='stroke="#f3f5e8" stroke-opacity=".35" stroke-width="2"',
        ),
        ellipse(
            0,
            -166,
            22,
            18,
            d.radial((-7, -172), 30, (0, "#d9b98a"), (0.5, "#8a6238"), (1, "#3f2a16")),
        ),
        *hand,
    ]
    d.add(group(parts, f'transform="translate({x:.1f} {y:.1f}) scale({u:.4f}) rotate({-tilt})"'))
    return _turned((-327, -126), x, y, u, tilt)


def _turned(point: Point, x: float, y: float, scale: float, tilt: float) -> Point:
    from math import cos, radians, sin

    c, s = cos(radians(-tilt)), sin(radians(-tilt))
    return x + scale * (point[0] * c - point[1] * s), y + scale * (point[0] * s + point[1] * c)


def _fist(d: Drawing) -> list[str]:
    """Four fingers round the handle, the thumb along its top, and a linen sleeve."""
    dark, mid, lit = "#241a13", "#3a2b20", "#6a5240"
    skin = d.linear((230, -130), (330, 130), (0, lit), (0.3, mid), (1, dark))
    arm = smooth([(372, -74), (440, -66), (640, -62), (760, -50)]) + smooth(
        [(760, 140), (640, 100), (470, 66), (380, 84)]
    ).replace("M", "L", 1) + "Z"  # fmt: skip
    back = smooth([(296, -86), (352, -100), (400, -78), (418, -10), (404, 70), (360, 98),
                   (300, 92)], close=True)  # fmt: skip
    fingers = [
        smooth([(left + 4, y + 8), (left, y - 6), (left + 12, y - 21), (left + 60, y - 25),
                (340, y - 24), (362, y), (340, y + 22), (left + 60, y + 22), (left + 16, y + 19)],
               close=True)
        for left, y in ((230, -64), (221, -21), (224, 21), (238, 61))
    ]  # fmt: skip
    thumb = smooth([(214, -116), (230, -132), (300, -136), (368, -114), (394, -76), (352, -62),
                    (300, -92), (232, -97)], close=True)  # fmt: skip
    parts = [path(arm, skin), path(back, skin)]
    for finger in fingers:
        parts.append(path(finger, skin))
    for left, y in ((236, -43), (230, 0), (236, 41)):
        fold = smooth([(left, y), (left + 50, y + 1), (345, y + 2)])
        parts.append(path(fold, more=f'stroke="{dark}" stroke-opacity=".75" stroke-width="5"'
                          f' stroke-linecap="round" {d.blur(1.6)}'))  # fmt: skip
    parts += [
        path(thumb, skin),
        path(smooth([(214, -112), (232, -98), (300, -92), (352, -64)]),
             more=f'stroke="{dark}" stroke-opacity=".8" stroke-width="5" {d.blur(1.8)}'),
        path(smooth([(226, -127), (300, -132), (364, -112)]), more='stroke="#f0d9b4"'
             f' stroke-opacity=".5" stroke-width="5" stroke-linecap="round" {d.blur(2.5)}'),
        *_sleeve(d),
    ]  # fmt: skip
    return parts


def _sleeve(d: Drawing) -> list[str]:
    """Rolled up once, in folds."""
    cloth = d.linear((600, -150), (700, 260), (0, "#f6efdf"), (0.25, "#d9cfb9"), (0.6, "#a89c85"),
                     (1, "#5f5544"))  # fmt: skip
    arm = smooth([(560, -104), (700, -106), (1000, -80), (1500, -20)]) + smooth(
        [(1500, 420), (1000, 300), (700, 166), (566, 118)]
    ).replace("M", "L", 1) + "Z"  # fmt: skip
    roll = smooth([(528, -112), (556, -120), (590, -112), (604, 0), (598, 124), (570, 136),
        (540, 124),
                   (534, 0)], close=True)  # fmt: skip
    folds = [
        path(smooth([(x, -84), (x + lean, 20), (x + lean * 0.4, 150)]), more='stroke="#4a4133"'
             f' stroke-opacity=".35" stroke-width="16" {d.blur(9)}')
        for x, lean in ((690, 44), (800, -30), (960, 50))
    ]  # fmt: skip
    return [
        path(arm, cloth), *folds,
        path(roll, "#2b241a", f'opacity=".4" transform="translate(14 8)" {d.blur(8)}'),
        path(roll, d.linear((530, 0), (610, 60), (0, "#fbf5e6"), (0.45, "#d5cab3"),
            (1, "#8a7e68"))),
        path(smooth([(552, -108), (560, 0), (556, 122)]),
            more='stroke="#8a7e68" stroke-opacity=".6"'
             ' stroke-width="4"'),
    ]  # fmt: skip


def stream(d: Drawing, start: Point, end: Point, wide: float) -> None:
    """Water falling from the spout: thinner as it falls."""
    (x1, y1), (x2, y2) = start, end
    bend = (x1 + (x2 - x1) * 0.72, y1 + (y2 - y1) * 0.22)
    left = [(x1, y1 - wide * 0.2), (bend[0] - wide * 0.4, bend[1]),
        (x2 - wide * 0.22, (y1 + y2) / 2),
            (x2 - wide * 0.2, y2)]  # fmt: skip
    right = [(x2 + wide * 0.2, y2), (x2 + wide * 0.24, (y1 + y2) / 2),
             (bend[0] + wide * 0.5, bend[1] + wide * 0.2), (x1, y1 + wide * 0.4)]  # fmt: skip
    shape = smooth(left) + smooth(right).replace("M", "L", 1) + "Z"
    fill = d.linear((x2 - wide, 0), (x2 + wide, 0), (0, "#fdfdf6", 0.95), (0.45, "#c9d6d0", 0.75),
                    (1, "#7f9a92", 0.85))  # fmt: skip
    d.add(path(shape, fill), path(smooth(left), more='stroke="#fff" stroke-opacity=".8"'
          f' stroke-width="{wide * 0.12:.1f}"'))  # fmt: skip


def picker(d: Drawing, x: float, y: float, tall: float, *, colour: str) -> None:
    """Somebody in a pointed hat with a basket, from the waist up among the shrubs."""
    u = tall / 100
    lit = mix(colour, "#fbe9b4", 0.5)
    hat = smooth([(-36, -72), (-14, -88), (0, -100), (14, -88), (36, -72)]) + smooth(
        [(36, -72), (0, -64), (-36, -72)]
    ).replace("M", "L", 1) + "Z"  # fmt: skip
    trunk_ = smooth([(-13, -68), (-26, -52), (-30, -20), (-28, 6), (28, 6), (26, -22), (22, -54),
                     (12, -68)]) + "Z"  # fmt: skip
    arm = smooth(
        [(-20, -52), (-40, -34), (-58, -30), (-64, -36), (-58, -42), (-40, -46), (-18, -60)]
    )
    basket = smooth([(16, -44), (44, -42), (42, -4), (20, -4)], close=True)
    d.add(group((
        path(arm + "Z", colour), path(trunk_, colour), path(basket, mix(colour, "#7a5a34", 0.55)),
        path(hat, d.linear((-36, 0), (36, 0), (0, lit), (0.5, mix(colour, "#b7a273", 0.6)),
            (1, colour))),
        path(smooth([(-25, -54), (-29, -24), (-28, 4)]), more=f'stroke="{lit}" stroke-opacity=".7"'
             ' stroke-width="3"'),
    ), f'transform="translate({x:.1f} {y:.1f}) scale({u:.4f})"'))  # fmt: skip
