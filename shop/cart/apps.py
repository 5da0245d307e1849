from django.apps import AppConfig


class CartConfig(AppConfig):
    name = "shop.cart"
    default_auto_field = "django.db.models.BigAutoField"
