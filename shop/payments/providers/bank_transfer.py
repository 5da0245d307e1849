"""Bank transfer: the buyer sends the money, the owner sees it and marks the order as paid."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shop.payments.models import Payment
from shop.payments.providers.base import Provider


class BankTransfer(Provider):
    method = "bank_transfer"
    label = _("Bank transfer")
    explanation = _("You see our account on the next page.")

    @property
    def hold(self) -> timedelta:
        return settings.TRANSFER_HOLD

    def instructions(self, payment: Payment, storefront) -> str:
        """The account (the storefront's, else BANK_TRANSFER_ACCOUNT) and what to write."""
        account = getattr(storefront, "bank_account", "") or settings.BANK_TRANSFER_ACCOUNT
        reference = gettext("Write %(number)s as the reference, so that we find your order.") % {
            "number": payment.order.number
        }
        if not account.strip():
            return gettext("We send you the account by e-mail.") + "\n" + reference
        return account.strip() + "\n" + reference
