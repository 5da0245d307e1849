"""How the report writes numbers: what can't be said of zero is a dash."""

from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ..ledger import ledger
from ..reports.stage_rows import StageRow

register = template.Library()
DASH = "–"
SPANS = {
    86_400: pgettext_lazy("time span", "%d d"),
    3_600: pgettext_lazy("time span", "%d h"),
    60: pgettext_lazy("time span", "%d min"),
    1: pgettext_lazy("time span", "%d s"),
}
# Values that the funnel itself gives; what links and pages are called is nobody's to translate.
VALUES = {
    "(direct)": pgettext_lazy("value", "(direct)"),
    "(none)": pgettext_lazy("value", "(none)"),
    "(other)": pgettext_lazy("value", "(other)"),
    "phone": pgettext_lazy("device", "phone"),
    "tablet": pgettext_lazy("device", "tablet"),
    "computer": pgettext_lazy("device", "computer"),
    "new": pgettext_lazy("visit", "new"),
    "returning": pgettext_lazy("visit", "returning"),
}


@register.filter
def said(value: str) -> str:
    """A dimension's value as people read it; in addresses and CSV it stays as it is."""
    return VALUES.get(value, value)


@register.filter
def number(value: int | None) -> str:
    """`10000` → `10,000`."""
    return DASH if value is None else f"{value:,}"


@register.filter
def rate(value: float | None) -> str:
    """`2.4567` → `2.5 %`: one decimal, so that a column lines up."""
    if value is None:
        return DASH
    return f"{value:.1f}\u202f%" if value >= 0.05 or not value else "<0.1\u202f%"


@register.filter
def basis(row: StageRow) -> str:
    """What the stage's percentage of the first was worked out from: `22 of 535`."""
    part, whole = row.shown, (row.first or row).shown
    return _("%(part)s of %(whole)s") % {"part": number(part), "whole": number(whole)}


@register.filter
def span(seconds: float | None) -> str:
    """`200` → `3 min 20 s`: the two largest units."""
    if seconds is None:
        return DASH
    left, parts = round(seconds), []
    for size, words in SPANS.items():
        if left >= size and len(parts) < 2:
            parts.append(words % (left // size))
            left %= size
        elif parts:
            break
    return " ".join(parts) or SPANS[1] % 0


@register.filter
def amount(value: int, currency: str) -> str:
    """Stored units as the shop writes them."""
    return ledger().money(value, currency)


@register.filter
def rounded(value: float) -> int:
    """To whole stored units."""
    return round(value)


@register.filter
def whole(value: Decimal) -> str:
    """`Decimal("5000")` → `5,000`."""
    return number(int(value))


@register.filter
def get(mapping: dict, key: str) -> object:
    return mapping[key]


@register.filter
def share(part: int, whole: int) -> str:
    """How long a bar is: `50|share:200` → `25%`."""
    return f"{100 * part / whole:.3f}%" if whole else "0%"


@register.filter
def change(now: int, before: int) -> str:
    """Of a number: `12|change:10` → `+2`."""
    return _signed(now - before, ",d")


@register.filter
def points(now: float | None, before: float | None) -> str:
    """Of a rate: `12.5|points:10` → `+2.5 points`; a dash where one of them is unknown."""
    if now is None or before is None:
        return DASH
    return _("%(change)s points") % {"change": _signed(round(now - before, 1), ".1f")}


@register.filter
def interval(found: tuple[float, float] | None) -> str:
    """`1.9–3.3 %`: where the true rate lies."""
    return DASH if found is None else f"{found[0]:.1f}–{found[1]:.1f}\u202f%"


@register.filter
def against(now: int | None, before: int | None) -> str:
    """Of a number, in percent of the one before: `120|against:100` → `+20 %`."""
    if now is None or not before:
        return DASH
    return f"{_signed(round(100 * (now - before) / abs(before)), ',d')}\u202f%"


def _signed(difference: float, form: str) -> str:
    return f"{difference:+{form}}".replace("-", "−") if difference else "±0"


@register.filter
def shared(value: Fraction) -> str:
    """A number of which parts may be shared out: `5/2` → `2.5`, `3` → `3`."""
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.1f}"


@register.filter
def amount_or_dash(value: Fraction | None, currency: str) -> str:
    """A cost per something, rounded to the stored unit."""
    return DASH if value is None else amount(round(value), currency)


@register.filter
def times_over(value: Fraction | None) -> str:
    """What came back for one that was spent: `3.25` → `3.3×`."""
    return DASH if value is None else f"{float(value):,.1f}×"
