"""From a symptom to what to mend, by layer of the funnel; and where the owner goes next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..stages import Stage
from .beside import Ads


@dataclass(frozen=True)
class Remedy:
    """What is seen where a layer of the funnel is weak, and what to mend."""

    symptom: str | Promise
    mend: str | Promise


@dataclass(frozen=True)
class Action:
    """The report that shows more of it, and what of that."""

    label: str | Promise
    report: str
    asked: str = ""


REMEDIES = {
    "TOFU": Remedy(
        _("Money is spent on ads and nobody clicks."),
        _("Does the picture catch the eye? Is the audience the right one?"),
    ),
    "MOFU": Remedy(
        _("They click in and bounce; nobody leaves a contact."),
        _("The copy, how relevant the content is to those who come, free resources."),
    ),
    "BOFU": Remedy(
        _("Carts are abandoned, forms left half way."),
        _(
            "A simpler checkout (three steps to pay, reviews under it), a stronger offer, "
            "better questions and answers."
        ),
    ),
    "advocacy": Remedy(
        _("They bought once and never recommend you."),
        _("Membership, a reward for referrals, service after the sale."),
    ),
}
LOOKED = Action(_("See what they looked at"), "page")
STOPPED = Action(_("See what stopped them"), "reasons")
ACTIONS = {
    Ads.CLICKED: Action(_("See what each ad brought"), "sources"),
    Stage.INTEREST: LOOKED,
    Stage.CART: LOOKED,
    Stage.CHECKOUT_ORDER: Action(_("See who left a cart"), "who-left", "stage=cart"),
    Stage.CHECKOUT_DELIVERY: STOPPED,
    Stage.CHECKOUT_PAYMENT: STOPPED,
    Stage.PURCHASE: STOPPED,
}
