"""The owner's pages for brand, pages, sections, questions and reviews."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop.lib.admin import NewestLast, NewRowLast, OwnersAdmin, OwnersInline
from shop.page.document import forget_pages
from shop.page.forms import PageForm, StorefrontForm
from shop.page.models import Item, Page, Question, Section, Storefront, Testimonial

LONG, SENTENCES = 120, 300  # characters


class RoomyFields(admin.options.BaseModelAdmin):
    """Long lines get long fields, sentences two rows, and Markdown a handful."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if type(db_field) is models.TextField:
            field.widget.attrs["rows"] = 5
        elif type(db_field) is models.CharField and db_field.max_length >= SENTENCES:
            field.widget = forms.Textarea(
                {"rows": 2, "maxlength": db_field.max_length, "class": "vLargeTextField"}
            )
        elif type(db_field) is models.CharField and db_field.max_length >= LONG:
            field.widget.attrs["class"] = "vLargeTextField"
        return field


class PageRoomAdmin(RoomyFields, OwnersAdmin):
    """What is saved here is on the page at once."""

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return shown_at_once(request, super().changeform_view(request, *args, **kwargs))

    def changelist_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return shown_at_once(request, super().changelist_view(request, *args, **kwargs))

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return shown_at_once(request, super().delete_view(request, *args, **kwargs))


def shown_at_once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """By now the admin's transaction is committed."""
    if request.method == "POST":
        forget_pages()
    return response


@admin.register(Storefront)
class StorefrontAdmin(PageRoomAdmin):
    """There is one storefront: its list leads to it."""

    form = StorefrontForm
    autocomplete_fields = ("logo",)
    fieldsets = (
        (_("Brand"), {"fields": ("name", "tagline", "logo")}),
        (
            _("Colours"),
            {
                "fields": (("paper", "ink", "mist"), ("primary", "accent", "star")),
                "description": _("Paper and mist are grounds; ink and primary stand on them."),
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


class SectionInline(NewRowLast, RoomyFields, OwnersInline):
    model = Section
    autocomplete_fields = ("picture", "phone_picture")
    fields = (
        ("kind", "position", "visible"),
        "heading",
        ("kicker", "button"),
        "text",
        ("picture", "phone_picture"),
    )
    extra = 0
    show_change_link = True
    verbose_name_plural = _("sections, from top to bottom (“change” opens a section's items)")


class QuestionInline(NewRowLast, RoomyFields, OwnersInline):
    model = Question
    fields = ("question", "answer", "position")
    extra = 0


@admin.register(Page)
class PageAdmin(PageRoomAdmin):
    stays = _("“%(object)s” is the page at /, which buyers see first, and stays.")
    instead = _("Choose another one in the list of pages and show that at / first.")
    form = PageForm
    list_display = ("title", "address", "language", "published", "is_default")
    list_display_links = ("title",)
    list_editable = ("published",)
    prepopulated_fields = {"slug": ("title",)}
    fields = ("title", ("slug", "language"), "translation_of", "description", "published")
    inlines = (SectionInline, QuestionInline)
    actions = ("show_first",)
    search_fields = ("title", "slug")

    def keeps(self, page: Page) -> bool:
        return page.is_default or super().keeps(page)

    def view_on_site(self, page: Page) -> str | None:
        return page.get_absolute_url() if page.published else None

    @admin.display(description=_("address"))
    def address(self, page: Page) -> str:
        return page.get_absolute_url()

    @admin.action(description=_("Show this page at / (and no other)"), permissions=["change"])
    def show_first(self, request: HttpRequest, chosen: QuerySet[Page]) -> None:
        page = chosen.first()
        if chosen.count() != 1 or not page.published:
            messages.error(request, _("Choose one page that is published."))
            return
        page.show_first()
        messages.success(request, _("“%s” is now the page at /.") % page)


class ItemInline(NewRowLast, RoomyFields, OwnersInline):
    model = Item
    autocomplete_fields = ("picture",)
    fields = (("heading", "position"), "text", "picture")
    extra = 0


@admin.register(Section)
class SectionAdmin(PageRoomAdmin):
    list_display = ("page", "position", "kind", "heading", "items_count", "visible")
    list_display_links = ("kind", "heading")
    list_editable = ("visible",)
    list_filter = ("page", "kind", "visible")
    list_select_related = ("page",)
    ordering = ("page", "position", "id")
    search_fields = ("heading", "text")
    autocomplete_fields = ("page", "picture", "phone_picture")
    fields = (
        ("page", "kind", "position", "visible"),
        "heading",
        ("kicker", "button"),
        "text",
        ("picture", "phone_picture"),
    )
    inlines = (ItemInline,)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, *args) -> None:
        """The page has changed with its section, which its entry in the sitemap says."""
        super().save_related(request, form, *args)
        form.instance.page.save(update_fields=["changed_at"])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(items_in_it=Count("items"))

    @admin.display(description=_("items"), ordering="items_in_it")
    def items_count(self, section: Section) -> int:
        return section.items_in_it


class VerifiedFilter(admin.SimpleListFilter):
    title, parameter_name = _("verified purchase"), "verified"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request: HttpRequest, testimonials: QuerySet) -> QuerySet:
        paid = Q(order__paid_at__isnull=False)
        return {"yes": testimonials.filter(paid), "no": testimonials.exclude(paid)}.get(
            self.value(), testimonials
        )


@admin.register(Testimonial)
class TestimonialAdmin(NewestLast, PageRoomAdmin):
    list_display = ("name", "stars", "shortened", "product", "language", "is_verified", "approved")
    list_editable = ("approved",)
    list_filter = ("approved", "stars", "language", VerifiedFilter, "demo", "product")
    list_select_related = ("product", "order")
    search_fields = ("name", "place", "words")
    autocomplete_fields = ("portrait", "product")
    raw_id_fields = ("order",)
    fields = (
        ("name", "place"),
        ("stars", "language"),
        "words",
        ("product", "portrait"),
        "order",
        ("position", "approved", "demo"),
    )
    actions = ("approve", "withdraw")

    @admin.display(description=_("words"))
    def shortened(self, testimonial: Testimonial) -> str:
        return Truncator(testimonial.words).chars(90)

    @admin.display(description=_("verified purchase"))
    def is_verified(self, testimonial: Testimonial) -> str:
        return _("verified") if testimonial.verified else "–"

    @admin.action(description=_("Approve: show on the page"), permissions=["change"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Testimonial]) -> None:
        number = chosen.update(approved=True)
        messages.success(
            request,
            ngettext("%d review is on the page.", "%d reviews are on the page.", number) % number,
        )

    @admin.action(description=_("Take off the page"), permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Testimonial]) -> None:
        number = chosen.update(approved=False)
        messages.success(
            request,
            ngettext("%d review is off the page.", "%d reviews are off the page.", number) % number,
        )
