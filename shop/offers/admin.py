"""The owner's page for coupons; that for limited offers is in `limited_admin`."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.lib.admin import MoneyField, OwnersAdmin, shown_money
from shop.lib.forms import WholeNumberField
from shop.lib.history import VersionedAdmin, keep_versions
from shop.offers.limited_admin import LimitedOfferAdmin  # noqa: F401 (which registers itself)
from shop.offers.models import Coupon, normal_code

Kind = Coupon.Kind


class CouponForm(forms.ModelForm):
    """`value` is typed as a percentage or as an amount. The admin sets `currency`."""

    currency = "TWD"
    percent = WholeNumberField(label=_("Percent"), least=1, most=100, required=False)
    amount = forms.CharField(required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        label = f"{_('Amount')} ({self.currency})"
        self.fields["amount"] = MoneyField(currency=self.currency, required=False, label=label)
        if "minimum_spend" in self.fields:  # the list's form has only what is edited there
            self.fields["minimum_spend"].required = False
        shown = {Kind.PERCENT: "percent", Kind.FIXED: "amount"}.get(self.instance.kind)
        if shown:
            self.initial[shown] = self.instance.value

    def clean_code(self) -> str:
        code = normal_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("Enter a code."), code="required")
        return code

    def clean_minimum_spend(self) -> int:
        return self.cleaned_data["minimum_spend"] or 0

    def clean_total_limit(self) -> int | None:
        limit = self.cleaned_data["total_limit"]
        if limit is not None and limit < self.instance.used:
            raise ValidationError(
                _("It was used %(used)d times already."),
                code="used",
                params={"used": self.instance.used},
            )
        return limit

    def clean(self) -> dict:
        data = super().clean()
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It must end after it starts."))
        needed = {Kind.PERCENT: "percent", Kind.FIXED: "amount"}.get(data.get("kind"))
        if needed and needed not in self.errors and not data.get(needed):
            self.add_error(needed, _("How much does it give?"))
        self.instance.value = (data.get(needed) if needed else 0) or 0
        return data


keep_versions(Coupon, never=("used",))


@admin.register(Coupon)
class CouponAdmin(VersionedAdmin, OwnersAdmin):
    never = ("used",)  # counted by claims
    instead = _("Switch it off instead: open it, untick “active”, and save.")
    form = CouponForm
    list_display = ("code", "uses", "state", "ends_at", "link", "active")
    list_editable = ("active",)
    list_filter = ("active", "kind")
    search_fields = ("code",)
    money_fields = ("minimum_spend",)
    readonly_fields = ("uses", "link")
    fieldsets = (
        (None, {"fields": ("code", "active", "link", "uses")}),
        (_("What it gives"), {"fields": ("kind", ("percent", "amount"))}),
        (
            _("When, and for what"),
            {"fields": (("starts_at", "ends_at"), "minimum_spend", "products")},
        ),
        (_("How often"), {"fields": (("total_limit", "per_customer"),)}),
    )

    def get_form(self, request: HttpRequest, obj: Coupon | None = None, **kwargs) -> type:
        form = super().get_form(request, obj, **kwargs)
        form.currency = request.storefront.currency
        return form

    def get_list_display(self, request: HttpRequest) -> list:
        columns = list(super().get_list_display(request))
        columns.insert(1, gives_column(request.storefront.currency))
        return columns

    def save_model(self, request: HttpRequest, coupon: Coupon, form, change: bool) -> None:
        """`used` is counted by claims: never write back the number that was read with the form."""
        if not change:
            super().save_model(request, coupon, form, change)
            return
        names = {field.name for field in coupon._meta.concrete_fields}
        coupon.save(update_fields=(names & set(form.changed_data)) | {"value"})

    @admin.display(description=_("used"), ordering="used")
    def uses(self, coupon: Coupon) -> str:
        if coupon.total_limit is None:
            return str(coupon.used)
        return _("%(used)d of %(limit)d") % {"used": coupon.used, "limit": coupon.total_limit}

    @admin.display(description=_("state"))
    def state(self, coupon: Coupon) -> str:
        return coupon_state(coupon)

    @admin.display(description=_("link that applies it"))
    def link(self, coupon: Coupon) -> SafeString | str:
        if not coupon.code:
            return _("Save it first.")
        address = f"{settings.SITE_URL}/?{urlencode({'coupon': coupon.code})}"
        return format_html('<code class="copy">{}</code>', address)


def coupon_state(coupon: Coupon) -> str:
    """Whether buyers can use it now, in words."""
    now = timezone.now()
    if not coupon.active:
        return _("off")
    if coupon.starts_at and coupon.starts_at > now:
        return _("not yet")
    if coupon.ends_at and coupon.ends_at <= now:
        return _("over")
    if coupon.total_limit is not None and coupon.used >= coupon.total_limit:
        return _("used up")
    return _("running")


def gives_column(currency: str):
    @admin.display(description=_("gives"), ordering=F("value").desc())
    def gives(coupon: Coupon) -> str:
        if coupon.kind == Kind.PERCENT:
            return f"{coupon.value} %"
        if coupon.kind == Kind.FIXED:
            return shown_money(coupon.value, currency)
        return coupon.get_kind_display()

    return gives
