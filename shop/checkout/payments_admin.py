"""The owner's pages for payments, refunds and what providers said: all of them ledgers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.checkout.refunds import goes_by_hand
from shop.lib.admin import LedgerAdmin, shown_money
from shop.orders.models import Order
from shop.payments.models import Payment, ProviderEvent, Refund
from shop.payments.providers import PROVIDERS


class MethodFilter(admin.SimpleListFilter):
    title, parameter_name = _("payment"), "method"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [(method, provider.label) for method, provider in PROVIDERS.items()]

    def queryset(self, request: HttpRequest, orders: QuerySet) -> QuerySet:
        return orders.filter(payment_method=self.value()) if self.value() else orders


class PaymentMethodFilter(MethodFilter):
    title = _("method")

    def queryset(self, request: HttpRequest, payments: QuerySet) -> QuerySet:
        return payments.filter(method=self.value()) if self.value() else payments


def method_label(method: str) -> str:
    return PROVIDERS[method].label if method in PROVIDERS else method


def described(payment: Payment) -> Payment:
    """The payment with its `label` and `state` in words, and whether it is refunded by hand."""
    payment.label, payment.state = method_label(payment.method), payment_state(payment)
    payment.by_hand = goes_by_hand(payment)
    return payment


def order_link(order: Order) -> SafeString:
    return format_html('<a href="{}">{}</a>', order_page(order), order.number)


def order_page(order: Order) -> str:
    return reverse("admin:orders_order_change", args=[order.pk])


@admin.register(Payment)
class PaymentAdmin(LedgerAdmin):
    list_display = ("created_at", "of", "shown_method", "sum", "state", "provider_ref")
    list_filter = (PaymentMethodFilter, "created_at")
    list_select_related = ("order",)
    search_fields = ("order__number", "provider_ref")
    fields = (
        *("of", "shown_method", "sum", "state", "provider_ref"),
        *("created_at", "started_at", "processing_at", "succeeded_at", "failed_at"),
        *("cancelled_at", "failure"),
    )
    readonly_fields = ("of", "shown_method", "sum", "state")

    @admin.display(description=_("order"))
    def of(self, payment: Payment) -> SafeString:
        return order_link(payment.order)

    @admin.display(description=_("method"), ordering="method")
    def shown_method(self, payment: Payment) -> str:
        return method_label(payment.method)

    @admin.display(description=_("amount"), ordering="amount")
    def sum(self, payment: Payment) -> str:
        return shown_money(payment.amount, payment.currency)

    @admin.display(description=_("state"))
    def state(self, payment: Payment) -> str:
        return payment_state(payment)


def payment_state(payment: Payment) -> str:
    """One word on a payment, or why it failed."""
    if payment.succeeded_at:
        return _("succeeded")
    if payment.cancelled_at:
        return _("cancelled")
    if payment.failed_at:
        return payment.failure or _("failed")
    return _("in progress") if payment.processing_at else _("open")


@admin.register(Refund)
class RefundAdmin(LedgerAdmin):
    list_display = ("requested_at", "of", "sum", "reason", "succeeded_at", "failure", "by")
    list_select_related = ("payment__order",)
    search_fields = ("payment__order__number", "provider_ref")

    @admin.display(description=_("order"))
    def of(self, refund: Refund) -> SafeString:
        return order_link(refund.payment.order)

    @admin.display(description=_("amount"), ordering="amount")
    def sum(self, refund: Refund) -> str:
        return shown_money(refund.amount, refund.payment.currency)


@admin.register(ProviderEvent)
class ProviderEventAdmin(LedgerAdmin):
    """What providers told the shop, as it came: for finding out what happened."""

    list_display = ("received_at", "provider", "kind", "reference", "handled_at", "error")
    list_filter = ("provider", "kind", "received_at")
    search_fields = ("event_id", "reference")
