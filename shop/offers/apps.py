from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    name = "shop.offers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("coupons and offers")
