"""What differs between what the buyer saw and what holds now, so that it can be said."""

from dataclasses import dataclass
from datetime import datetime

from shop.cart.pricing import Item, Quote, QuotedLine


@dataclass(frozen=True)
class LineChange:
    """A line that differs. `ended_at`: when the limited offer that was seen ended; `withdrawn`: it
    was taken back before; `began`: there is one that wasn't seen."""

    line: QuotedLine
    ended_at: datetime | None = None
    withdrawn: bool = False
    began: bool = False

    @property
    def item(self) -> Item:
        return self.line.item


def changes(seen: dict, quoted: Quote) -> dict:
    """What differs between what the buyer saw and what holds now; empty if nothing does.

    Keys: "lines" (a list of LineChange), "coupon", "delivery", "total" → [then, now].
    """
    now = quoted.agreed()
    if not seen or all(seen.get(key) == now[key] for key in now):
        return {}
    differing = {
        key: [seen.get(key), now[key]]
        for key in ("coupon", "delivery", "total")
        if seen.get(key) != now[key]
    }
    before, ends = seen.get("lines", {}), seen.get("until", {})
    lines = [
        _change(line, before.get(key), ends.get(key), quoted.at)
        for line in quoted.lines
        if before.get(key := str(line.item.variant_id)) != now["lines"][key]
    ]
    return {**differing, "lines": lines} if lines or differing else {}


def _change(
    line: QuotedLine, seen: list[int] | None, until: str | None, at: datetime | None
) -> LineChange:
    """`seen`: quantity and price, as far as the line was there; `until`: when its offer ends."""
    if seen is None or seen[1] == line.item.unit_price:
        return LineChange(line)
    if line.item.unit_price < seen[1]:
        return LineChange(line, began=bool(line.item.offer))
    if not until:
        return LineChange(line)
    end = datetime.fromisoformat(until)
    if at and end <= at:
        return LineChange(line, ended_at=end)
    return LineChange(line, withdrawn=not line.item.offer)
