from django.apps import AppConfig


class PageConfig(AppConfig):
    name = "shop.page"
    default_auto_field = "django.db.models.BigAutoField"
