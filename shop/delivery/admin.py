"""The owner's page for ways of delivery."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from shop.delivery.models import DeliveryMethod
from shop.lib.admin import OwnersAdmin, price_column
from shop.lib.forms import country_codes


class DeliveryMethodForm(forms.ModelForm):
    def clean_countries(self) -> str:
        """`tw, jp` → `TW JP`; nothing stays nothing, which is everywhere."""
        typed = self.cleaned_data["countries"]
        return country_codes(typed) if typed else ""


@admin.register(DeliveryMethod)
class DeliveryMethodAdmin(OwnersAdmin):
    form = DeliveryMethodForm
    list_display = ("name", "promise", "countries", "active", "position")
    list_editable = ("active", "position")
    money_fields = ("price", "free_from")
    fields = (
        *("name", "promise", ("price", "free_from"), "countries"),
        *("pickup", "address_hint", ("active", "position")),
    )

    def get_list_display(self, request) -> list:
        columns, currency = list(super().get_list_display(request)), request.storefront.currency
        columns[2:2] = [
            price_column("price", _("price"), currency),
            price_column("free_from", _("free from"), currency),
        ]
        return columns
