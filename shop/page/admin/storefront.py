"""The owner's page for brand, colours and texts of the shop."""

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from shop.page import hints
from shop.page.admin.rooms import PageRoomAdmin
from shop.page.forms import StorefrontForm
from shop.page.models import Storefront


@admin.register(Storefront)
class StorefrontAdmin(PageRoomAdmin):
    """There is one storefront: its list leads to it."""

    hints = hints.STOREFRONT
    form = StorefrontForm
    never = ("currency",)  # orders tell old from new by it
    autocomplete_fields = ("logo",)
    fieldsets = (
        (_("Brand"), {"fields": ("name", "tagline", "logo")}),
        (_("Look"), {"fields": ("theme", "dark_mode")}),
        (
            _("Your own colours"),
            {
                "fields": (("paper", "ink", "mist"), ("primary", "accent", "star")),
                "description": _(
                    "Leave a field empty for the theme's colour. Paper and mist are grounds; ink "
                    "and primary stand on them. At night the theme's own grounds are used."
                ),
            },
        ),
        (_("Contact"), {"fields": ("email", "phone", "address")}),
        (_("Where and how"), {"fields": (("currency", "language"), ("country", "countries"))}),
        (
            _("Selling"),
            {
                "fields": (
                    "delivery_promise",
                    "free_delivery_after_coupon",
                    "low_stock",
                    "bank_account",
                )
            },
        ),
    )

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if Storefront.objects.filter(pk=1).exists():
            return redirect("admin:page_storefront_change", quote(1))
        return redirect("admin:page_storefront_add")

    def save_model(self, request: HttpRequest, storefront: Storefront, form, change: bool) -> None:
        storefront.pk = 1
        super().save_model(request, storefront, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Storefront.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
