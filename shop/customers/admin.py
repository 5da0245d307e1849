"""The people who bought, to be read. What they agreed to stands with them."""

from django.contrib import admin
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.customers.models import Consent, Customer
from shop.lib.admin import LedgerAdmin


class ConsentInline(admin.TabularInline):
    model = Consent
    fields = ("kind", "wording", "given_at", "withdrawn_at")
    can_delete, extra, max_num = False, 0, 0

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Customer)
class CustomerAdmin(LedgerAdmin):
    list_display = ("__str__", "email", "phone", "bought", "last_order", "created_at")
    list_display_links = ("__str__", "email")
    search_fields = ("name", "email", "email_key", "phone", "phone_key")
    date_hierarchy = "created_at"
    inlines = (ConsentInline,)
    fields = (
        "name",
        "email",
        "phone",
        "created_at",
        "erased_at",
        "bought",
        "last_order",
        "all_orders",
    )
    readonly_fields = ("bought", "last_order", "all_orders")

    actions = ("withdraw_consent",)

    @admin.action(description=_("Take back their consent to news"), permissions=["withdraw"])
    def withdraw_consent(self, request: HttpRequest, customers: QuerySet[Customer]) -> None:
        """On the customer's word; the row stays, with the time."""
        keys = list(customers.values_list("pk", flat=True))
        count = Consent.objects.filter(customer__in=keys).withdraw()
        self.message_user(request, _("Taken back: %(count)s.") % {"count": count})

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("customers.change_consent")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Customer]:
        # "orders" is the name by which the room above refers to a customer; nothing is imported.
        return (
            super()
            .get_queryset(request)
            .annotate(count=Count("orders"), latest=Max("orders__placed_at"))
        )

    def get_inlines(self, request: HttpRequest, customer: Customer | None = None) -> tuple:
        """No table of consents where there are none."""
        return self.inlines if customer and customer.consents.exists() else ()

    @admin.display(description=_("orders"), ordering="count")
    def bought(self, customer: Customer) -> int:
        return customer.count

    @admin.display(description=_("last order"), ordering="latest")
    def last_order(self, customer: Customer) -> str:
        if not customer.latest:
            return "–"
        return date_format(timezone.localtime(customer.latest), "DATETIME_FORMAT")

    @admin.display(description=_("all orders"))
    def all_orders(self, customer: Customer) -> SafeString:
        orders = reverse("admin:orders_order_changelist")
        return format_html(
            '<a href="{}?customer__id__exact={}">{}</a>',
            *(orders, customer.pk, _("All orders of this buyer")),
        )
