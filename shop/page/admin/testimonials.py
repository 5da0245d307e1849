"""The owner's page for reviews."""

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop.lib.admin import NewestLast
from shop.page import hints
from shop.page.admin.rooms import PageRoomAdmin
from shop.page.models import Testimonial


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
    hints = hints.TESTIMONIAL
    list_display = ("name", "stars", "shortened", "product", "language", "is_verified", "approved")
    list_editable = ("approved",)
    list_filter = ("approved", "stars", "language", VerifiedFilter, "demo", "product")
    list_select_related = ("product", "order")
    search_fields = ("name", "place", "words")
    autocomplete_fields = ("portrait", "photo", "product")
    raw_id_fields = ("order",)
    fields = (
        ("name", "place"),
        ("stars", "language"),
        "words",
        "product",
        ("portrait", "photo"),
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
