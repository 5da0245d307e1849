"""The stages of a visit, in order, each with its marketing layer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """What can be recorded. The first seven are the funnel; the others are open side stages."""

    LANDING = "landing", _("Landing")
    INTEREST = "interest", _("Interest")
    CART = "cart", _("Cart")
    CHECKOUT_ORDER = "checkout_order", _("Checkout: your order")
    CHECKOUT_DELIVERY = "checkout_delivery", _("Checkout: delivery")
    CHECKOUT_PAYMENT = "checkout_payment", _("Checkout: payment")
    PURCHASE = "purchase", _("Purchase")
    SHARE = "share", _("Share")
    REPURCHASE = "repurchase", _("Repurchase")

    @property
    def layer(self) -> str:
        """TOFU, MOFU, BOFU or advocacy: where the stage stands in an owner's marketing."""
        return LAYERS[self]

    @property
    def layer_meaning(self) -> str:
        return MEANINGS.get(self.layer, "")

    @property
    def number(self) -> int:
        """1 for the landing to 7 for the purchase; 0 for a side stage."""
        return FUNNEL.index(self) + 1 if self in FUNNEL else 0


FUNNEL = (
    Stage.LANDING,
    Stage.INTEREST,
    Stage.CART,
    Stage.CHECKOUT_ORDER,
    Stage.CHECKOUT_DELIVERY,
    Stage.CHECKOUT_PAYMENT,
    Stage.PURCHASE,
)
SIDE = tuple(stage for stage in Stage if stage not in FUNNEL)
# A blocked script must not lose a buyer: interest follows from any later stage.
IMPLIED = frozenset({Stage.INTEREST})
# A browser may report these; everything else only the server knows.
FROM_BROWSER = frozenset({Stage.LANDING, Stage.INTEREST, Stage.SHARE})
LAYERS = dict.fromkeys(SIDE, "advocacy") | {
    Stage.LANDING: "TOFU",
    Stage.INTEREST: "MOFU",
    Stage.CART: "MOFU",
    Stage.CHECKOUT_ORDER: "BOFU",
    Stage.CHECKOUT_DELIVERY: "BOFU",
    Stage.CHECKOUT_PAYMENT: "BOFU",
    Stage.PURCHASE: "BOFU",
}
MEANINGS = {
    "TOFU": _("top of the funnel: be seen"),
    "MOFU": _("middle of the funnel: be found interesting"),
    "BOFU": _("bottom of the funnel: get the order"),
}
