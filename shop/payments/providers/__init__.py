"""Ways to pay. To add one: a module here, a line in PROVIDERS, a test."""

from shop.payments.providers.bank_transfer import BankTransfer
from shop.payments.providers.base import Outcome, Provider, ProviderError
from shop.payments.providers.cash_on_delivery import CashOnDelivery
from shop.payments.providers.stripe import Card

__all__ = ["PROVIDERS", "Outcome", "Provider", "ProviderError"]

PROVIDERS: dict[str, Provider] = {
    provider.method: provider for provider in (Card(), BankTransfer(), CashOnDelivery())
}
