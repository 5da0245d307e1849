"""What a visitor looks at on the landing page, as its script tells it (`static/funnel.js`)."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

PART = re.compile(r'<(section|article|figure|details) [^>]*?id="([^"]+)"')
# What the script calls a part, how many keen readers of those who come to it look at it, and for
# how many seconds usually. A question is opened: no time is told of it.
LOOKS = {
    "section": ("section", 1, 7),
    "article": ("product_seen", 0.7, 9),
    "figure": ("testimonial", 0.4, 5),
    "details": ("question", 0.28, 0),
}
QUARTERS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Reader:
    """How far down somebody comes, of 1 (least, most and usual), and how keen the look is, of 1."""

    way: tuple[float, float, float]
    keen: float


GLANCES = Reader((0.04, 0.7, 0.12), keen=0.4)
READS = Reader((0.2, 1.3, 0.6), keen=0.7)
CHOOSES = Reader((0.4, 1.5, 0.9), keen=1)


def looked_at(page: str, reader: Reader, rng: random.Random) -> list[dict]:
    """The page's parts that this reader saw on the way down, as a beacon tells them."""
    way = min(1, rng.triangular(*reader.way))
    depths = [detail("depth", str(quarter)) for quarter in QUARTERS if quarter <= 100 * way]
    return [*depths, *parts(page, way, reader.keen, rng)]


def parts(page: str, way: float, keen: float, rng: random.Random) -> Iterator[dict]:
    """One after another; who comes half way down passes half of them."""
    found = PART.findall(page)
    for tag, value in found[: round(way * len(found)) or 1]:
        name, likely, seconds = LOOKS[tag]
        if rng.random() < likely ** (1 / keen):
            amount = round(1000 * keen * seconds * rng.lognormvariate(0, 0.6))
            yield detail(name, value, amount)


def detail(name: str, value: str, amount: int = 0) -> dict:
    return {"name": name, "value": value, "amount": amount}
