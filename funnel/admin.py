"""The owner's pages for what they tell the funnel: advertising spend, notes on days."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from .custom_admin import CustomFunnelAdmin  # noqa: F401 (which registers itself)
from .ledger import decimals, ledger
from .models import Annotation, Spend
from .sources import clean
from .spend.figures import MOST, Unclear, read_cost
from .spend.page import spend_import


class SpendForm(forms.ModelForm):
    """`cost` is typed in the currency's main unit, kept in stored units."""

    impressions = forms.IntegerField(label=_("impressions"), min_value=0, max_value=MOST, initial=0)
    clicks = forms.IntegerField(label=_("clicks"), min_value=0, max_value=MOST, initial=0)
    cost = forms.CharField(
        label=_("cost"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 12}),
        help_text=_("In the currency’s main unit, such as 1,234.50."),
    )

    class Meta:
        model = Spend
        fields = ("day", "source", "campaign", "currency", "impressions", "clicks", "cost")
        help_texts = {
            "source": _("As the visits are called in the reports, such as <code>google</code>."),
            "campaign": _("As <code>utm_campaign</code> in the links of the ads."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["cost"] = main_units(self.instance.cost, self.instance.currency)

    def clean_source(self) -> str:
        source = clean(self.cleaned_data["source"]).lower()
        if not source:
            raise ValidationError(_("Enter a source."))
        return source

    def clean_campaign(self) -> str:
        return clean(self.cleaned_data["campaign"])

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].upper()
        if decimals(code) is None:
            raise ValidationError(_("The shop doesn’t know this currency."))
        return code

    def clean_cost(self) -> int:
        """Stored units. Raises ValidationError for more decimals than the currency has."""
        try:
            amount = read_cost(self.cleaned_data["cost"], ".")
        except Unclear as unclear:
            raise ValidationError(str(unclear)) from unclear
        units = amount.scaleb(decimals(self.cleaned_data.get("currency", "")) or 0)
        if units != int(units) and self.cleaned_data.get("currency"):
            raise ValidationError(_("This currency has fewer decimals."))
        return int(units)


def main_units(amount: int, currency: str) -> str:
    places = decimals(currency) or 0
    return f"{Decimal(amount).scaleb(-places):.{places}f}"


@admin.register(Spend)
class SpendAdmin(admin.ModelAdmin):
    form = SpendForm
    list_display = ("day", "source", "campaign", "impressions", "clicks", "shown_cost")
    list_filter = ("source", "day", "currency")
    search_fields = ("campaign", "source")
    date_hierarchy = "day"
    list_per_page = 50
    change_list_template = "funnel/spend_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(never_cache(self.import_view))
        return [path("import/", view, name="funnel_spend_import"), *super().get_urls()]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """A second import replaces what the first one brought."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        may = {"may_import": self.has_import_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **may})

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "title": _("Import spend")}
        return spend_import(request, context)

    @admin.display(description=_("cost"), ordering="cost")
    def shown_cost(self, spend: Spend) -> str:
        return ledger().money(spend.cost, spend.currency)


@admin.register(Annotation)
class AnnotationAdmin(admin.ModelAdmin):
    list_display = ("day", "text")
    list_display_links = ("day", "text")
    date_hierarchy = "day"
    search_fields = ("text",)
