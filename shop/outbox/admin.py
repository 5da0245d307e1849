"""The owner's mail log: what was sent to whom, what waits, and what could not be delivered."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shop.lib.admin import LedgerAdmin
from shop.outbox.models import Message, kind_label, only_kept


class KindFilter(admin.SimpleListFilter):
    """The kinds that were ever sent, in words."""

    title, parameter_name = _("kind"), "kind"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        kinds = Message.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, kind_label(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, mails: QuerySet) -> QuerySet:
        return mails.filter(kind=self.value()) if self.value() else mails


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"
    STATES = {
        "parked": (_("not delivered, parked"), {"parked_at__isnull": False, "sent_at": None}),
        "waiting": (_("waiting"), {"parked_at": None, "sent_at": None}),
        "sent": (_("sent"), {"sent_at__isnull": False}),
    }

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        labels = {name: label for name, (label, _rows) in self.STATES.items()}
        return list({**labels, **({"sent": _("kept, not sent")} if only_kept() else {})}.items())

    def queryset(self, request: HttpRequest, mails: QuerySet) -> QuerySet:
        found = self.STATES.get(self.value())
        return mails.filter(**found[1]) if found else mails


@admin.register(Message)
class MessageAdmin(LedgerAdmin):
    """Mails are written when they are sent, so that none can be read here; parked ones stand first
    until somebody sends them again."""

    list_display = ("created_at", "shown_kind", "to", "order", "state", "error_line")
    list_filter = (StateFilter, KindFilter, "created_at")
    search_fields = ("to", "reference", "subject")
    actions = ("send_again",)
    change_list_template = "admin/outbox/list.html"
    fields = (
        *("shown_kind", "to", "order", "language", "subject", "state"),
        *("created_at", "due_at", "attempts", "sent_at", "parked_at", "error"),
    )
    readonly_fields = ("shown_kind", "order", "state")

    def get_ordering(self, request: HttpRequest) -> tuple:
        stuck = When(parked_at__isnull=False, sent_at=None, then=Value(0))
        return (Case(stuck, default=Value(1)).asc(), "-created_at", "-id")

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        """Nobody edits a mail; the right to change is the right to send again."""
        return obj is None and request.user.has_perm("outbox.change_message")

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.parked)
        return [path("parked/", view, name="outbox_message_parked"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        stuck = Message.objects.filter(parked_at__isnull=False, sent_at=None).count()
        context = {"stuck": stuck, "may_send": self.has_change_permission(request)}
        return super().changelist_view(request, context)

    @method_decorator(require_POST)
    def parked(self, request: HttpRequest) -> HttpResponse:
        """Let the worker try every parked mail again."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        self.send_again(request, Message.objects.filter(parked_at__isnull=False))
        return redirect("admin:outbox_message_changelist")

    @admin.action(description=_("Send again"), permissions=["change"])
    def send_again(self, request: HttpRequest, mails: QuerySet[Message]) -> None:
        count = Message.objects.filter(pk__in=mails.values("pk")).send_again()
        if count:
            text = ngettext(
                "%(count)d mail goes out again within a minute.",
                "%(count)d mails go out again within a minute.",
                count,
            )
            messages.success(request, text % {"count": count})
        else:
            messages.info(
                request, _("These were sent. To send one again, open the order it is about.")
            )

    @admin.display(description=_("kind"), ordering="kind")
    def shown_kind(self, mail: Message) -> str:
        return kind_label(mail.kind)

    @admin.display(description=_("about"), ordering="reference")
    def order(self, mail: Message) -> SafeString | str:
        if not mail.reference:
            return "–"
        page = reverse("admin:orders_order_change", args=[mail.reference])
        return format_html('<a href="{}">{}</a>', page, mail.reference)

    @admin.display(description=_("state"))
    def state(self, mail: Message) -> SafeString:
        return render_to_string("admin/outbox/_state.html", {"mail": mail})

    @admin.display(description=_("last error"))
    def error_line(self, mail: Message) -> str:
        return mail.error[:120] or "–"
