"""The owner's pages for products, pictures and stock."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shop.catalogue import hints
from shop.catalogue.forms import (
    PictureForm,
    VariantForm,
    VariantFormSet,
    prepare_upload,
)
from shop.catalogue.models import Picture, Product, StockMovement, Variant
from shop.catalogue.stock import OutOfStock, adjust
from shop.lib.admin import (
    LedgerAdmin,
    NewestLast,
    NewRowLast,
    OwnersAdmin,
    OwnersInline,
    shown_money,
)
from shop.lib.history import VersionedAdmin, keep_versions

DOUBLE_CLICK = timedelta(seconds=10)


def thumbnail(picture: Picture | None) -> SafeString | str:
    if not picture or not picture.pk:
        return "–"
    return format_html('<img class="thumb" src="{}" alt="{}">', picture.url(160), picture.alt)


def focus_picker(picture: Picture | None) -> SafeString | str:
    """The picture, in which a click sets what matters (static/admin-focus.js)."""
    if not picture or not picture.pk:
        return "–"
    return format_html(
        '<span class="focus" data-focus><img src="{}" width="{}" height="{}" alt="{}"></span>',
        picture.url(400),
        picture.width,
        picture.height,
        picture.alt,
    )


def price_column(currency: str) -> Callable[[Product], str]:
    """The lowest and the highest price of a product's variants."""

    @admin.display(description=_("price"), ordering="lowest")
    def price(product: Product) -> str:
        ends = {product.lowest, product.highest} - {None}
        return " – ".join(shown_money(amount, currency) for amount in sorted(ends))

    return price


def was_just_made(variant: Variant, change: int, *, by: str, note: str) -> bool:
    """Whether the same change was made seconds ago: a second click on "Save".

    Call in the transaction that changes it: it waits for whoever changes the variant now.
    """
    Variant.objects.select_for_update().get(pk=variant.pk)
    same = variant.movements.filter(reason=StockMovement.Reason.EDIT, delta=change, reference=note)
    return same.filter(by=by, at__gt=timezone.now() - DOUBLE_CLICK).exists()


class UploadsAdmin(OwnersAdmin):
    """Pages with picture uploads."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url="", extra_context=None
    ) -> HttpResponse:
        """Encode uploads first: the admin's own view holds the write lock while it runs."""
        if self.has_change_permission(request) or self.has_add_permission(request):
            for file in request.FILES.values():
                prepare_upload(file)
        return super().changeform_view(request, object_id, form_url, extra_context)


class VariantInline(NewRowLast, OwnersInline):
    hints = hints.VARIANT
    model = Variant
    form, formset = VariantForm, VariantFormSet
    fields = (
        ("option", "sku"),
        ("price", "compare_at", "per_order"),
        ("in_stock", "change_by", "why"),
        ("active", "position"),
    )
    readonly_fields = ("in_stock",)
    money_fields = ("price", "compare_at")
    extra = 0
    min_num = 1

    def get_formset(self, request: HttpRequest, obj: Product | None = None, **kwargs) -> type:
        formset = super().get_formset(request, obj, **kwargs)
        # Django's own check would list every order's line: VariantFormSet.clean speaks instead.
        formset.form.hand_clean_DELETE = lambda form: None
        return formset

    @admin.display(description=_("in stock"))
    def in_stock(self, variant: Variant) -> int:
        return variant.stock


class PictureInline(NewRowLast, OwnersInline):
    hints = hints.PICTURE
    model = Picture
    form = PictureForm
    fields = (("shown", "file"), ("focus_x", "focus_y"), ("alt", "position"))
    readonly_fields = ("shown",)
    extra = 0

    class Media:
        js = ("admin-focus.js",)

    @admin.display(description=_("picture"))
    def shown(self, picture: Picture) -> SafeString | str:
        return focus_picker(picture)


keep_versions(Product)  # its own words: no price, no stock, no picture


@admin.register(Product)
class ProductAdmin(NewestLast, VersionedAdmin, UploadsAdmin):
    hints = hints.PRODUCT
    instead = _("Take it off the page instead: open it, untick “published”, and save.")
    list_display = ("cover", "name", "stock", "published", "position")
    list_display_links = ("cover", "name")
    list_editable = ("published", "position")
    list_filter = ("published",)
    search_fields = ("name", "variants__sku")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (VariantInline, PictureInline)
    fields = (
        "name",
        "slug",
        "tagline",
        "description",
        ("option_name", "colour"),
        ("published", "position"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        products = super().get_queryset(request).prefetch_related("pictures")
        return products.annotate(
            lowest=Min("variants__price"),
            highest=Max("variants__price"),
            in_stock=Sum("variants__stock"),
        )

    def get_list_display(self, request: HttpRequest) -> list:
        columns = list(super().get_list_display(request))
        columns.insert(2, price_column(request.storefront.currency))
        return columns

    @admin.display(description=_("picture"))
    def cover(self, product: Product) -> SafeString | str:
        return thumbnail(next(iter(product.pictures.all()), None))

    @admin.display(description=_("in stock"), ordering="in_stock")
    def stock(self, product: Product) -> int:
        return product.in_stock or 0

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Variant:
            for variant_form in formset.forms:
                self._change_stock(request, variant_form)

    def _change_stock(self, request: HttpRequest, form: VariantForm) -> None:
        change = form.cleaned_data.get("change_by")
        if not change or form.cleaned_data.get("DELETE") or not form.instance.pk:
            return
        by, note = request.user.get_username(), form.cleaned_data["why"]
        if was_just_made(form.instance, change, by=by, note=note):
            text = gettext("%s: its stock was changed so a moment ago; once is enough.")
            messages.warning(request, text % form.instance)
            return
        try:
            adjust(form.instance, change, by=by, note=note)
        except OutOfStock:
            text = gettext("%s: some were sold meanwhile, so its stock was left as it is.")
            messages.error(request, text % form.instance)

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Stock movements, which nobody may delete by themselves, go with their product."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        lacking.discard(StockMovement._meta.verbose_name)
        return listed, counts, lacking, protected


@admin.register(Picture)
class PictureAdmin(UploadsAdmin):
    """All pictures of products, and those that pages and reviews use."""

    hints = hints.PICTURE
    form = PictureForm
    fields = ("shown", "file", ("focus_x", "focus_y"), "alt")
    readonly_fields = ("shown",)
    list_display = ("alt", "product", "size")
    list_display_links = ("small", "alt")
    list_select_related = ("product",)
    search_fields = ("alt", "product__name")

    class Media:
        js = ("admin-focus.js",)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.thumbnail_view)
        return [
            path("<int:pk>/thumbnail/", view, name="catalogue_picture_thumbnail"),
            *super().get_urls(),
        ]

    def thumbnail_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where a picture's smallest copy lies, for forms that choose one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(get_object_or_404(Picture, pk=pk).url(160))

    def get_list_display(self, request: HttpRequest) -> list:
        return ["small", *super().get_list_display(request)]

    @admin.display(description=_("picture"))
    def small(self, picture: Picture) -> SafeString | str:
        return thumbnail(picture)

    @admin.display(description=_("picture"))
    def shown(self, picture: Picture) -> SafeString | str:
        return focus_picker(picture)

    @admin.display(description=_("size"))
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"


@admin.register(StockMovement)
class StockMovementAdmin(LedgerAdmin):
    list_display = ("at", "variant", "change", "reason", "reference", "by")
    list_filter = ("reason", "at")
    list_select_related = ("variant__product",)
    search_fields = ("variant__sku", "variant__product__name", "reference", "by")
    date_hierarchy = "at"

    @admin.display(description=_("change"), ordering="delta")
    def change(self, movement: StockMovement) -> str:
        return f"{movement.delta:+d}"
