"""A sheet of SVG that grows from the back to the front.

Every gradient, filter and clip is written in the sheet's own units (pixels), so that a part
looks the same wherever it is put.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]


def number(value: float) -> str:
    """A coordinate, short enough to keep a forest of them in memory."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def polyline(points: Iterable[Point], *, close: bool = True) -> str:
    """The path through the points, in straight lines."""
    body = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{body}{'Z' if close else ''}"


def smooth(points: Sequence[Point], *, close: bool = False) -> str:
    """The path through the points as a Catmull-Rom curve."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if close else points[max(0, min(count - 1, index))]

    path = f"M{number(points[0][0])} {number(points[0][1])}"
    for i in range(count if close else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = at(i - 1), at(i), at(i + 1), at(i + 2)
        path += "C" + " ".join(
            number(value)
            for value in (
                bx + (cx - ax) / 6, by + (cy - ay) / 6,
                cx - (dx - bx) / 6, cy - (dy - by) / 6,
                cx, cy,
            )
        )  # fmt: skip
    return path + ("Z" if close else "")


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies ``share`` (0-1) of the way from the first to the second."""
    a, b = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (first, second))
    share = max(0.0, min(1.0, share))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{number(s[0])}" stop-color="{s[1]}"'
        + (f' stop-opacity="{s[2]:.3f}"' if len(s) > 2 else "")
        + "/>"
        for s in stops
    )


class Drawing:
    """Width and height in pixels; what is added later lies in front."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._defs: list[str] = []
        self._body: list[str] = []
        self._count = 0

    def uid(self) -> str:
        self._count += 1
        return f"i{self._count}"

    def define(self, template: str) -> str:
        """Keeps a definition whose id is written ``ID`` and returns ``url(#id)``."""
        uid = self.uid()
        self._defs.append(template.replace("ID", uid, 1))
        return f"url(#{uid})"

    def add(self, *parts: str) -> None:
        self._body.extend(parts)

    def linear(self, start: Point, end: Point, *stops: Stop, transform: str = "") -> str:
        (x1, y1), (x2, y2) = start, end
        return self.define(
            f'<linearGradient id="ID" gradientUnits="userSpaceOnUse" x1="{x1:.1f}" y1="{y1:.1f}"'
            f' x2="{x2:.1f}" y2="{y2:.1f}" gradientTransform="{transform}">{_stops(stops)}'
            "</linearGradient>"
        )

    def radial(self, centre: Point, radius: float, *stops: Stop, squash: float = 1) -> str:
        (x, y) = centre
        return self.define(
            f'<radialGradient id="ID" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="{radius:.1f}"'
            f' gradientTransform="translate({x:.1f} {y:.1f}) scale(1 {squash:.3f})">'
            f"{_stops(stops)}</radialGradient>"
        )

    def blur(self, across: float, down: float | None = None) -> str:
        """An attribute that softens a shape by so many pixels."""
        down = across if down is None else down
        ref = self.define(
            '<filter id="ID" x="-60%" y="-60%" width="220%" height="220%"'
            ' color-interpolation-filters="sRGB">'
            f'<feGaussianBlur stdDeviation="{across:.1f} {down:.1f}"/></filter>'
        )
        return f'filter="{ref}"'

    def filter(self, primitives: str, *, margin: int = 0) -> str:
        """An attribute applying the filter; ``margin`` in percent of the shape's own box."""
        ref = self.define(
            f'<filter id="ID" x="-{margin}%" y="-{margin}%" width="{100 + 2 * margin}%"'
            f' height="{100 + 2 * margin}%" color-interpolation-filters="sRGB">'
            f"{primitives}</filter>"
        )
        return f'filter="{ref}"'

    def clip(self, shape: str) -> str:
        ref = self.define(f'<clipPath id="ID">{shape}</clipPath>')
        return f'clip-path="{ref}"'

    def mask(self, shape: str) -> str:
        ref = self.define(
            '<mask id="ID" maskUnits="userSpaceOnUse" x="-5000" y="-5000" width="12000"'
            f' height="12000">{shape}</mask>'
        )
        return f'mask="{ref}"'

    def layer(self, draw: Callable[[], None]) -> str:
        """What ``draw`` adds, kept apart, so that it can be blurred, clipped or laid on a face."""
        kept, self._body = self._body, []
        try:
            draw()
            return "".join(self._body)
        finally:
            self._body = kept

    def rect(self, x: float, y: float, w: float, h: float, fill: str, more: str = "") -> str:
        return (
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
            f' fill="{fill}" {more}/>'
        )

    def sheet(self, fill: str, more: str = "") -> str:
        """A rectangle over the whole drawing."""
        return self.rect(0, 0, self.width, self.height, fill, more)

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}"'
            f' viewBox="0 0 {self.width} {self.height}"><defs>{"".join(self._defs)}</defs>'
            f"{''.join(self._body)}</svg>"
        )


def path(d: str, fill: str = "none", more: str = "") -> str:
    return f'<path d="{d}" fill="{fill}" {more}/>'


def group(parts: Iterable[str], more: str = "") -> str:
    return f"<g {more}>{''.join(parts)}</g>"


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str, more: str = "") -> str:
    return (
        f'<ellipse cx="{number(cx)}" cy="{number(cy)}" rx="{number(rx)}" ry="{number(ry)}"'
        f' fill="{fill}" {more}/>'
    )
