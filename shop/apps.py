from dataclasses import replace

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """The project as an app: it owns no tables, only commands and system checks."""

    name = "shop"

    def ready(self) -> None:
        from funnel.api import set_ledger
        from shop import checks  # noqa: F401  (registers the system checks)
        from shop.checkout import admin, customers_admin  # noqa: F401  (what it conducts)
        from shop.orders.ledger import LEDGER
        from shop.page.parts import parts

        set_ledger(replace(LEDGER, parts=parts))
