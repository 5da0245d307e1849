from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "shop.offers"
    default_auto_field = "django.db.models.BigAutoField"
