"""The owner's pages for sections, with what stands in them."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from shop.lib.admin import NewRowLast, OwnersInline
from shop.page.admin.rooms import PageRoomAdmin, RoomyFields
from shop.page.forms import SectionForm
from shop.page.models import Item, Section


class ItemInline(NewRowLast, RoomyFields, OwnersInline):
    model = Item
    autocomplete_fields = ("picture",)
    fields = (("heading", "position"), "text", "picture")
    extra = 0


@admin.register(Section)
class SectionAdmin(PageRoomAdmin):
    list_display = ("page", "position", "kind", "heading", "items_count", "when", "visible")
    list_display_links = ("kind", "heading")
    list_editable = ("visible",)
    list_filter = ("page", "kind", "visible")
    list_select_related = ("page",)
    ordering = ("page", "position", "id")
    search_fields = ("heading", "text")
    autocomplete_fields = ("page", "picture", "phone_picture")
    form = SectionForm
    fields = (
        ("page", "kind", "position"),
        ("visible", "show_from", "show_until"),
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

    @admin.display(description=_("on the page"))
    def when(self, section: Section) -> str:
        return shown_when(section)


def shown_when(section: Section) -> str:
    """Whether visitors see it now, or when they will, in words."""
    now = timezone.now()
    if not section.visible:
        return _("hidden")
    if not section.has_begun(now):
        return _("from %s") % moment(section.show_from)
    if section.show_until is None:
        return _("shown")
    return (_("over since %s") if section.show_until <= now else _("until %s")) % moment(
        section.show_until
    )


def moment(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
