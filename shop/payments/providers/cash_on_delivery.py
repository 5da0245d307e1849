"""Cash on delivery: the carrier collects the money, the owner marks the order as paid."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shop.payments.models import Payment
from shop.payments.providers.base import Provider


class CashOnDelivery(Provider):
    method = "cash_on_delivery"
    label = _("Cash on delivery")
    explanation = _("You pay the carrier when your parcel arrives.")

    def instructions(self, payment: Payment, storefront) -> str:
        return gettext("Pay the carrier when your parcel arrives.")
