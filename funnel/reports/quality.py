"""How far the numbers can be trusted: one badge, with what speaks against them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .leak import FEWEST
from .reconciliation import Line
from .stage_rows import percent

# More than so many percent make the owner look.
STRAYING, UNSEEN = 10, 50


@dataclass(frozen=True)
class Quality:
    """`level` is "good", "look" or "broken"; `remarks` say why it isn't good."""

    level: str
    remarks: list[str]

    @property
    def words(self) -> str:
        return {
            "good": _("Data good"),
            "look": _("Data: look"),
            "broken": _("Data does not add up"),
        }[self.level]


def quality(lines: list[Line], *, interested: int, explicit: int) -> Quality:
    """From the reconciliation, and from how much of the interest the browsers' script saw."""
    broken = [line for line in lines if not line.holds]
    remarks = [
        _("The orders in %(currency)s differ from your books.") % {"currency": line.currency}
        for line in broken
    ]
    orders = sum(line.ledger.orders for line in lines)
    straying = orders - sum(line.in_funnel.orders for line in lines)
    if orders and percent(straying, orders) > STRAYING:
        remarks.append(
            ngettext(
                "%(count)s of %(orders)s orders did not come through the funnel.",
                "%(count)s of %(orders)s orders did not come through the funnel.",
                straying,
            )
            % {"count": straying, "orders": orders}
        )
    if interested >= FEWEST and percent(interested - explicit, interested) > UNSEEN:
        remarks.append(_("Most interest was only inferred: the page's script seems to be blocked."))
    return Quality("broken" if broken else "look" if remarks else "good", remarks)
