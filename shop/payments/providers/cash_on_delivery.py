"""Cash on delivery: the carrier collects the money, the owner marks the order as paid."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shop.payments.models import Payment
from shop.payments.providers.base import Provider


class CashOnDelivery(Provider):
    method = "cash_on_delivery"
    label = _("Cash on delivery")
    explanation = _("You pay the carrier when your parcel arrives.")
    pickup_label = _("Pay when you collect")
    pickup_explanation = _("You pay in cash when you come for your order.")

    def instructions(self, payment: Payment, storefront) -> str:
        if payment.order.pickup:
            return gettext("Pay in cash when you come for your order.")
        return gettext("Pay the carrier when your parcel arrives.")
