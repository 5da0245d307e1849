"""The owner's pages for orders and payments. They live here because their buttons conduct."""

import re
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.checkout.acts import ACTS, NoteForm, possible_acts
from shop.checkout.exports import lines_csv, orders_csv
from shop.checkout.payments_admin import MethodFilter, described, method_label, order_page
from shop.lib.admin import LedgerAdmin, shown_money
from shop.lib.contact import phone_key
from shop.lib.text import clean
from shop.lib.tokens import new_secret
from shop.orders.models import Order
from shop.orders.transitions import STATUSES
from shop.outbox.delivery import queue
from shop.outbox.models import Message, kind_label
from shop.payments.providers import ProviderError

ID = re.compile(r"[0-9]{1,18}")


class StatusFilter(admin.SimpleListFilter):
    """A day's work first, what has ended last."""

    title, parameter_name = _("status"), "status"
    ORDER = (
        *("paid", "cash_on_delivery", "awaiting_payment", "cash_to_come", "held"),
        *("shipped", "returned", "cancelled", "expired", "refunded"),
    )

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [(name, STATUSES[name][0]) for name in self.ORDER]

    def queryset(self, request: HttpRequest, orders: QuerySet) -> QuerySet:
        return orders.with_status(self.value()) if self.value() else orders


@admin.register(Order)
class OrderAdmin(LedgerAdmin):
    """Orders are read here; what can be done to them are ACTS, for those who may change orders."""

    list_display = ("number", "placed_at", "name", "items", "amount", "shown_status", "payment")
    list_filter = (StatusFilter, MethodFilter, "placed_at")
    search_fields = ("number", "email", "name", "phone")
    search_help_text = _("An order’s number, or the buyer’s name, e-mail or phone.")
    date_hierarchy = "placed_at"
    list_per_page = 50
    actions = ("packing_slips",)
    change_list_template = "admin/orders/list.html"

    def has_change_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        return request.user.has_perm("orders.change_order")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        return super().get_queryset(request).prefetch_related("lines")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str):
        """Also by a phone number as people write it, whatever its spaces and country code."""
        found, twice = super().get_search_results(request, queryset, term)
        number = phone_key(term, request.storefront.country)
        if len(number) >= 8:
            found |= queryset.filter(customer__phone_key=number)
        return found, twice

    @admin.display(description=_("items"))
    def items(self, order: Order) -> int:
        return sum(line.quantity for line in order.lines.all())

    @admin.display(description=_("total"), ordering="total")
    def amount(self, order: Order) -> str:
        return shown_money(order.total, order.currency)

    @admin.display(description=_("status"))
    def shown_status(self, order: Order) -> SafeString:
        return format_html(
            '<span class="status status-{}">{}</span>', order.status, order.status_label
        )

    @admin.display(description=_("payment"), ordering="payment_method")
    def payment(self, order: Order) -> str:
        return method_label(order.payment_method)

    @admin.action(description=_("Print packing slips"), permissions=["view"])
    def packing_slips(self, request: HttpRequest, orders: QuerySet) -> HttpResponse:
        return slips(request, orders)

    def get_urls(self) -> list:
        def page(route: str, view, name: str):
            return path(route, self.admin_site.admin_view(view), name=f"orders_order_{name}")

        nouns = "|".join(ACTS)
        act_page = self.admin_site.admin_view(self.act_page)
        return [
            page("orders.csv", partial(self.export, write=orders_csv), "csv"),
            page("lines.csv", partial(self.export, write=lines_csv), "lines_csv"),
            page("<int:pk>/packing-slip/", self.packing_slip, "packing_slip"),
            page("<int:pk>/entries/", self.entries, "entries"),
            page("<int:pk>/mails/<int:mail>/", self.mail_page, "mail"),
            re_path(rf"^(?P<pk>\d+)/(?P<noun>{nouns})/$", act_page, name="orders_order_act"),
            *super().get_urls(),
        ]

    @method_decorator(require_GET)
    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        order = self._order(request, object_id)
        context = {
            "order": order,
            "acts": possible_acts(order) if self.has_change_permission(request) else {},
            "may_change": self.has_change_permission(request),
            "packable": Order.objects.packable().filter(pk=order.pk).exists(),
            "method": method_label(order.payment_method),
            "payments": [described(payment) for payment in order.payments.all()],
            "mails": [named(mail) for mail in Message.objects.filter(reference=order.number)],
            "note_form": NoteForm(),
        }
        return self._page(request, "admin/orders/order.html", str(order), context)

    @method_decorator(require_http_methods(["GET", "POST"]))
    def act_page(self, request: HttpRequest, pk: int, noun: str) -> HttpResponse:
        """Ask whether to do it (GET), and do it (POST). Twice does no harm."""
        order, act = self._order_to_change(request, pk), ACTS[noun]
        form = act.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                done = act.do(order, by=request.user.get_username(), **form.cleaned_data)
            except ProviderError as error:
                messages.error(request, str(error))
            else:
                self._say(request, act.words_when_done(order) if done else "")
            return redirect("admin:orders_order_change", order.pk)
        context = {
            "order": order,
            "act": act,
            "form": form,
            "possible": act.possible(order),
            "question": act.question % {"number": order.number},
        }
        return self._page(request, "admin/orders/act.html", str(act.button), context)

    @method_decorator(require_POST)
    def entries(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a note to the journal; the same one twice in a row is a double click."""
        order = self._order_to_change(request, pk)
        form, by = NoteForm(request.POST), request.user.get_username()
        if not form.is_valid():
            messages.error(request, _("Write a note of at most 300 characters."))
        else:
            text, last = form.cleaned_data["text"], order.entries.last()
            if not last or (last.text, last.by) != (text, by):
                order.write_down(text, by=by)
        return redirect("admin:orders_order_change", order.pk)

    @method_decorator(require_http_methods(["GET", "POST"]))
    def mail_page(self, request: HttpRequest, pk: int, mail: int) -> HttpResponse:
        """Send a mail of this order again, to the address the order has. `once` makes it one."""
        order = self._order_to_change(request, pk)
        message = named(get_object_or_404(Message, pk=mail, reference=order.number))
        if request.method == "POST":
            once = clean(request.POST.get("once", ""))[:60]
            queued = queue(
                message.kind,
                to=order.email,
                key=f"again:{message.pk}:{once}",
                reference=order.number,
                language=order.language,
            )
            if queued:
                by = request.user.get_username()
                with translation.override("en"):  # as all of the journal
                    order.write_down(f"Mail sent again: {kind_label(message.kind)}", by=by)
            self._say(request, _("The mail goes out within a minute."))
            return redirect("admin:orders_order_change", order.pk)
        context = {"order": order, "mail": message, "once": new_secret()}
        return self._page(request, "admin/orders/mail.html", str(_("Send again")), context)

    @method_decorator(require_GET)
    def packing_slip(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = self._order(request, pk)
        return slips(request, Order.objects.filter(pk=order.pk), order=order)

    @method_decorator(require_GET)
    def export(self, request: HttpRequest, *, write) -> StreamingHttpResponse | HttpResponse:
        """The orders that the list shows with the same filters, all of them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect("admin:orders_order_changelist")
        return write(listed)

    def _order(self, request: HttpRequest, pk: int | str) -> Order:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Order.objects.select_related("customer").prefetch_related("lines__variant__product")
        wanted = Q(number=clean(str(pk)))  # as a mail names it
        if ID.fullmatch(str(pk)):
            wanted |= Q(pk=pk)
        return get_object_or_404(found, wanted)

    def _order_to_change(self, request: HttpRequest, pk: int) -> Order:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self._order(request, pk)

    def _say(self, request: HttpRequest, done: str) -> None:
        if done:
            messages.success(request, done)
        else:
            messages.warning(
                request, _("Nothing was changed: it was done already, or can't be done any more.")
            )

    def _page(self, request, template: str, title: str, context: dict) -> TemplateResponse:
        frame = self.admin_site.each_context(request)
        return TemplateResponse(
            request, template, {**frame, "title": title, "opts": self.opts, **context}
        )


def slips(
    request: HttpRequest, orders: QuerySet[Order], *, order: Order | None = None
) -> HttpResponse:
    """Pages to print and put into the parcels: no prices, since a parcel may be a present, and
    none for an order that must not leave the house. `order` is the one they lead back to."""
    back = order_page(order) if order else reverse("admin:orders_order_changelist")
    orders = orders.order_by("placed_at", "pk").prefetch_related("lines__variant__product")
    packable = orders.packable()
    if not packable:
        words = _("No slip was made: the order is not paid, has ended or needs your look.")
        messages.warning(request, words)
        return redirect(back)
    context = {
        "orders": packable,
        "left_out": orders.exclude(pk__in=packable.values("pk")),
        "storefront": request.storefront,
        "back": back,
        "order": order,
    }
    response = TemplateResponse(request, "admin/orders/packing_slip.html", context)
    response["Content-Disposition"] = "inline"
    return response


def named(mail: Message) -> Message:
    """The mail with its kind in words, for one that has no subject yet."""
    mail.kind_label = kind_label(mail.kind)
    return mail
