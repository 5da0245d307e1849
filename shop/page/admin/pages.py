"""The owner's pages for the shop's pages, with their sections and questions."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop.lib.admin import NewRowLast, OwnersInline
from shop.page import hints
from shop.page.admin.previews import PreviewedAdmin
from shop.page.admin.rooms import RoomyFields
from shop.page.duplicate import duplicate_page
from shop.page.forms import PageForm, SectionForm
from shop.page.models import Page, Question, Section


class SectionInline(NewRowLast, RoomyFields, OwnersInline):
    hints = hints.SECTION
    model = Section
    autocomplete_fields = ("picture", "phone_picture")
    form = SectionForm
    fields = (
        ("kind", "position"),
        ("visible", "show_from", "show_until"),
        "heading",
        ("kicker", "button"),
        "text",
        ("picture", "phone_picture"),
    )
    extra = 0
    classes = ("folding",)
    show_change_link = True
    verbose_name_plural = _("sections, from top to bottom (“change” opens a section's items)")


class QuestionInline(NewRowLast, RoomyFields, OwnersInline):
    hints = hints.QUESTION
    model = Question
    fields = ("question", "answer", "position")
    extra = 0
    classes = ("folding",)


@admin.register(Page)
class PageAdmin(PreviewedAdmin):
    hints = hints.PAGE
    stays = _("“%(object)s” is the page at /, which buyers see first, and stays.")
    instead = _("Choose another one in the list of pages and show that at / first.")
    form = PageForm
    never = ("is_default",)
    list_display = ("title", "address", "language", "published", "is_default")
    list_display_links = ("title",)
    list_editable = ("published",)
    prepopulated_fields = {"slug": ("title",)}
    fields = (
        "title",
        ("slug", "language"),
        "translation_of",
        "description",
        "share_picture",
        "published",
    )
    inlines = (SectionInline, QuestionInline)
    actions = ("show_first", "duplicate")
    search_fields = ("title", "slug")

    def keeps(self, page: Page) -> bool:
        return page.is_default or super().keeps(page)

    def page_of(self, page: Page) -> Page:
        return page

    def copy_of(self, page: Page) -> Page:
        return duplicate_page(page, title=_("%s (copy)") % page.title)

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

    @admin.action(description=_("Duplicate as campaign pages"), permissions=["add"])
    def duplicate(self, request: HttpRequest, chosen: QuerySet[Page]) -> None:
        for page in chosen:
            messages.success(request, _("“%s” was made. It is not published.") % self.copy_of(page))
