"""Why a coupon can't be used, in the buyer's words.

Codes that don't exist, are switched off or haven't begun share one answer, so that a guesser
learns nothing from it.
"""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "unknown": _("This code can't be used. Check the spelling, or go on without it."),
    "expired": _("This code has expired."),
    "used_up": _("This code has been used up."),
    "used_by_you": _("You have already used this code."),
    "spend_more": _("This code needs %(missing)s more in your order."),
    "other_products": _("This code is for other products than those in your order."),
    "free_already": _("Delivery is free already, so this code is kept for another time."),
    "one_only": _("One code can be used at a time, and your cart has one already."),
    "too_often": _("Too many codes were tried. Wait a minute and try again."),
}


class Refused(Exception):
    """A coupon was refused; `reason` is a key of REFUSALS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
