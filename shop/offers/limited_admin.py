"""The owner's page for limited offers."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Product, Variant
from shop.lib.admin import OwnersAdmin, shown_money
from shop.lib.forms import WholeNumberField
from shop.offers.limited import offers_by_variant
from shop.offers.models import LimitedOffer
from shop.offers.prices import OfferTerms, price_of


class LimitedOfferForm(forms.ModelForm):
    """Percent or price, lower than all that is in it costs anyway. The admin sets `currency`."""

    currency = "TWD"
    percent = WholeNumberField(label=_("Percent off"), least=1, most=99, required=False)

    def clean(self) -> dict:
        data = super().clean()
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It must end after it starts."))
        self._check_prices(data)
        return data

    def _check_prices(self, data: dict) -> None:
        if {"percent", "price", "products", "variants"} - self.fields.keys() or self.errors:
            return  # the list's form, or wrong in other ways
        percent, price = data.get("percent"), data.get("price")
        if (percent is None) == (price is None):
            self.add_error("percent", _("Fill in one of the two: a percentage, or a price."))
            return
        inside = variants_in(data["products"], data["variants"])
        if not inside:
            self.add_error("products", _("Choose what is in it."))
        start = timezone.now()
        terms = OfferTerms(start, start + timedelta(days=1), percent, price)
        if problem := self._problem(inside, terms):
            self.add_error("price" if percent is None else "percent", problem)

    def _problem(self, variants: Iterable[Variant], terms: OfferTerms) -> ValidationError | None:
        for variant in variants:
            now = terms.price_for(variant.price, self.currency)
            if 0 < now < variant.price:
                continue
            words = {
                "variant": variant,
                "price": shown_money(variant.price, self.currency),
                "now": shown_money(now, self.currency),
            }
            return ValidationError(
                _("%(variant)s costs %(price)s anyway; in the offer it would be %(now)s."),
                code="not_lower",
                params=words,
            )
        return None


def variants_in(products: Iterable[Product], variants: Iterable[Variant]) -> QuerySet[Variant]:
    """What an offer for these lowers."""
    found = Variant.objects.filter(Q(product__in=products) | Q(pk__in=variants))
    return found.select_related("product")


@admin.register(LimitedOffer)
class LimitedOfferAdmin(OwnersAdmin):
    form = LimitedOfferForm
    list_display = ("label", "inside", "state", "starts_at", "ends_at", "active")
    list_editable = ("active",)
    list_filter = ("active",)
    search_fields = ("label", "products__name", "variants__product__name", "variants__sku")
    money_fields = ("price",)
    fieldsets = (
        (None, {"fields": ("label", "active")}),
        (
            _("How much"),
            {
                "fields": (("percent", "price"),),
                "description": _(
                    "Where two offers meet, the lower price wins. Under an offer the ordinary "
                    "price is struck through, or the compare-at price where that is higher."
                ),
            },
        ),
        (
            _("When"),
            {
                "fields": (("starts_at", "ends_at"),),
                "description": _(
                    "By the shop's clock. The price changes on the page, in carts and in the "
                    "checkout at these very moments; what was ordered before stays as it was."
                ),
            },
        ),
        (_("For what"), {"fields": ("products", "variants")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: LimitedOffer | None = None) -> list:
        rows = super().get_fieldsets(request, obj)
        shown = {"fields": ((prices_field(request.storefront.currency),),)}
        return [*rows, (_("What it comes to"), shown)] if obj else rows

    def get_readonly_fields(self, request: HttpRequest, obj: LimitedOffer | None = None) -> tuple:
        return (prices_field(request.storefront.currency),) if obj else ()

    def get_form(self, request: HttpRequest, obj: LimitedOffer | None = None, **kwargs) -> type:
        form = super().get_form(request, obj, **kwargs)
        form.currency = request.storefront.currency
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[LimitedOffer]:
        return super().get_queryset(request).prefetch_related("products", "variants__product")

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "variants":
            kwargs["queryset"] = Variant.objects.select_related("product")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_list_display(self, request: HttpRequest) -> list:
        columns = list(super().get_list_display(request))
        columns.insert(1, gives_column(request.storefront.currency))
        return columns

    @admin.display(description=_("for what"))
    def inside(self, offer: LimitedOffer) -> str:
        return ", ".join(str(one) for one in [*offer.products.all(), *offer.variants.all()])

    @admin.display(description=_("state"))
    def state(self, offer: LimitedOffer) -> str:
        return offer_state(offer)


def offer_state(offer: LimitedOffer) -> str:
    """Whether it lowers prices now, in words."""
    now = timezone.now()
    if offer.ends_at <= now:
        return _("over")
    if not offer.active:
        return _("off")
    return _("running") if offer.starts_at <= now else _("planned")


def gives_column(currency: str):
    @admin.display(description=_("gives"))
    def gives(offer: LimitedOffer) -> str:
        return shown_money(offer.price, currency) if offer.percent is None else f"{offer.percent} %"

    return gives


@cache
def prices_field(currency: str):
    """For each variant in it: the ordinary price, that of the offer, and what buyers pay now."""

    @admin.display(description=_("prices"))
    def prices(offer: LimitedOffer) -> SafeString:
        now = timezone.now()
        offers = offers_by_variant(now)
        lines = []
        for variant in variants_in(offer.products.all(), offer.variants.all()):
            of_it = offers.get(variant.id, [])
            paid = price_of(variant.price, None, of_it, at=now, currency=currency).amount
            amounts = (variant.price, offer.terms.price_for(variant.price, currency), paid)
            lines.append((variant, *(shown_money(amount, currency) for amount in amounts)))
        words = gettext("{}: {} → {}; now {}")
        return format_html_join(mark_safe("<br>"), words, lines)

    return prices
