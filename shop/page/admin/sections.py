"""The owner's pages for sections, with what stands in them."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.lib.admin import NewRowLast, OwnersInline
from shop.page import hints
from shop.page.admin.previews import PreviewedAdmin
from shop.page.admin.rooms import RoomyFields
from shop.page.duplicate import duplicate_section
from shop.page.forms import SectionForm
from shop.page.models import Item, Page, Section
from shop.page.schedule import when


class ItemInline(NewRowLast, RoomyFields, OwnersInline):
    hints = hints.ITEM
    model = Item
    autocomplete_fields = ("picture",)
    fields = (("heading", "position"), "text", ("mark", "picture"))
    extra = 0


@admin.register(Section)
class SectionAdmin(PreviewedAdmin):
    hints = hints.SECTION
    list_display = ("page", "position", "kind", "heading", "items_count", "on_page", "visible")
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

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None):
        """A section's versions are its page's."""
        section = self.get_object(request, unquote(object_id))
        if section is None:
            raise Http404
        return redirect("admin:page_page_history", section.page_id)

    def revision_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        raise Http404

    def page_of(self, section: Section) -> Page:
        return section.page

    def section_of(self, section: Section) -> Section:
        return section

    def copy_of(self, section: Section) -> Section:
        return duplicate_section(section, page=section.page, position=section.position)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, *args, **kwargs) -> None:
        """The page has changed with its section, which its entry in the sitemap says."""
        super().save_related(request, form, *args, **kwargs)
        form.instance.page.save(update_fields=["changed_at"])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(items_in_it=Count("items"))

    @admin.display(description=_("items"), ordering="items_in_it")
    def items_count(self, section: Section) -> int:
        return section.items_in_it

    @admin.display(description=_("on the page"))
    def on_page(self, section: Section) -> str:
        return when(section, timezone.now())
