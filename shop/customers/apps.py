from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "shop.customers"
    default_auto_field = "django.db.models.BigAutoField"
