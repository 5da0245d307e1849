"""What the demo's owner wrote down in the funnel: a funnel of her own, and what happened when."""

from datetime import datetime, timedelta

from django.utils import timezone

from funnel.api import DetailName, Stage, annotate, save_funnel
from shop.offers.models import LimitedOffer

# A look is told when the page is put away, so after the cart and before the checkout.
FUNNEL = (
    Stage.LANDING,
    DetailName.PRODUCT_SEEN,
    Stage.CHECKOUT_ORDER,
    Stage.CHECKOUT_PAYMENT,
    Stage.PURCHASE,
)
LETTER_BEFORE = timedelta(days=16)


def write_down(*, now: datetime) -> None:
    """Once; what she changed since stays."""
    save_funnel("From a look at a product to an order", FUNNEL)
    annotate(timezone.localdate(now - LETTER_BEFORE), "Letter to all subscribers: the roast day")
    for offer in LimitedOffer.objects.filter(starts_at__lte=now):
        annotate(timezone.localdate(offer.starts_at), f"Offer: {offer.label}")
