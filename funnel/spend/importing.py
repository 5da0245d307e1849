"""Keeps what was read: all of it or nothing, and a second time the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Purchase, Spend
from ..together import write
from .columns import guess, platform
from .lines import Key, Rule, Sums, read_lines
from .table import Unreadable, read

KEY, FIGURES = ("day", "source", "campaign", "currency"), ("impressions", "clicks", "cost")
AT_ONCE = 500


@dataclass(frozen=True)
class Outcome:
    """How many days of campaigns were new, had other figures, or stood there as they are."""

    new: int = 0
    changed: int = 0
    same: int = 0


def import_spend(content: bytes, *, source: str = "", currency: str = "") -> Outcome:
    """Keep a platform's export as its own words say; `source` and `currency` where they don't.

    Raises Unreadable, which names the first line that can't be read; nothing is kept then.
    """
    table = read(content)
    source = source or platform(table.header)
    rule = Rule(guess(table.header), source, currency or usual_currency())
    reading = read_lines(table, rule)
    for line, words in reading.errors:
        raise Unreadable(_("Line %(line)d: %(words)s") % {"line": line, "words": words})
    return keep(reading.spend)


def usual_currency() -> str:
    """That of the last order."""
    return Purchase.objects.order_by("-at").values_list("currency", flat=True).first() or ""


def compare(spend: Mapping[Key, Sums]) -> Outcome:
    """What keeping it would do."""
    return _outcome(spend, _kept(spend))


def keep(spend: Mapping[Key, Sums]) -> Outcome:
    """Store all of it in one transaction; what was there for the same key is replaced."""

    def work() -> Outcome:
        kept = _kept(spend)
        rows = [
            Spend(**dict(zip(KEY, key, strict=True)), **_figures(sums))
            for key, sums in spend.items()
            if kept.get(key) != tuple(_figures(sums).values())
        ]
        Spend.objects.bulk_create(
            rows,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=KEY,
            update_fields=FIGURES,
        )
        return _outcome(spend, kept)

    return write(work)


def _figures(sums: Sums) -> dict[str, int]:
    return {name: getattr(sums, name) for name in FIGURES}


def _kept(spend: Mapping[Key, Sums]) -> dict[Key, tuple[int, ...]]:
    if not spend:
        return {}
    days = [key[0] for key in spend]
    rows = Spend.objects.filter(day__gte=min(days), day__lte=max(days))
    return {tuple(row[:4]): tuple(row[4:]) for row in rows.values_list(*KEY, *FIGURES)}


def _outcome(spend: Mapping[Key, Sums], kept: Mapping[Key, tuple[int, ...]]) -> Outcome:
    new = sum(key not in kept for key in spend)
    same = sum(kept.get(key) == tuple(_figures(sums).values()) for key, sums in spend.items())
    return Outcome(new, len(spend) - new - same, same)
