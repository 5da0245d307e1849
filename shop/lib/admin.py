"""What the rooms' admin pages share: clean text, money in main units, ledgers, several editors."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import models, router
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shop.lib.forms import CleanCharField, Moment
from shop.lib.languages import columns, in_each_language, lookups, written_twice
from shop.lib.money import CURRENCIES, format_money, to_decimal

_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.(?P<part>[0-9]+))?")


def read_money(typed: str, currency: str) -> int:
    """`read_money("1,380.50", "USD")` → 138050 stored units.

    Raises ValidationError for anything but plain digits with at most the currency's decimals, and
    for amounts that can't be charged (KWD ends in 0).
    """
    unit = CURRENCIES[currency]
    example = format(to_decimal(1234 * 10**unit.stored, currency), f".{unit.shown}f")
    found = _AMOUNT.fullmatch(typed.strip())
    if not found or len(found["part"] or "") > unit.shown:
        raise ValidationError(
            _("Enter an amount such as %(example)s."), code="amount", params={"example": example}
        )
    number = Decimal(f"{found['whole'].replace(',', '')}.{found['part'] or 0}")
    amount = int(number.scaleb(unit.stored))
    if amount % unit.step:
        raise ValidationError(_("The last digit must be 0 in this currency."), code="step")
    return amount


def write_money(amount: int, currency: str) -> str:
    """The amount as `read_money` takes it: `1380.50`."""
    return format(to_decimal(amount, currency), f".{CURRENCIES[currency].shown}f")


class MoneyField(forms.CharField):
    """An amount typed and shown in the currency's main unit, held in stored units."""

    def __init__(self, *, currency: str, **kwargs) -> None:
        self.currency = currency
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 10}))
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return write_money(value, self.currency) if isinstance(value, int) else value

    def to_python(self, value: object) -> int | None:
        if isinstance(value, int) or value in self.empty_values:
            return value if isinstance(value, int) else None
        return read_money(str(value), self.currency)


class OwnersFields(admin.options.BaseModelAdmin):
    """Text is cleaned; `money_fields` are typed in main units of the storefront's currency; `hints`
    say what a field is for, by its name."""

    money_fields: tuple[str, ...] = ()
    hints: Mapping[str, str] = {}
    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": Moment},
        # Two lists with arrows between them can't be used on a phone.
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    }

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs):
        field = self._field(db_field, request, **kwargs)
        name = getattr(db_field, "translated_field", db_field).name
        if field and (hint := self.hints.get(name)):
            field.help_text = hint
        return field

    def _field(self, db_field: models.Field, request: HttpRequest, **kwargs):
        if db_field.name in self.money_fields:
            return MoneyField(
                currency=request.storefront.currency,
                required=not db_field.blank,
                label=f"{capfirst(db_field.verbose_name)} ({request.storefront.currency})",
                help_text=db_field.help_text,
            )
        kind = type(getattr(db_field, "translated_field", db_field))
        if kind is models.CharField and not db_field.choices:
            kwargs["form_class"] = CleanCharField
        if kind is models.TextField:
            kwargs |= {"form_class": CleanCharField, "multiline": True}
        if type(db_field) is models.SlugField:
            words = _("Use letters, digits and hyphens only, without spaces.")
            kwargs["error_messages"] = {"invalid": words, **kwargs.get("error_messages", {})}
        if language := getattr(db_field, "language", ""):
            must = not db_field.translated_field.blank
            kwargs["required"] = must and language == request.storefront.language
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        """What is written in both languages has a field for each, side by side."""
        return [
            (name, {**options, "fields": in_each_language(self.model, options["fields"])})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None):
        """Addresses are made of the English words, since they are written in Latin letters."""
        twice = written_twice(self.model)
        return {
            field: tuple(columns(name)[0] if name in twice else name for name in names)
            for field, names in super().get_prepopulated_fields(request, obj).items()
        }


class List(admin.ModelAdmin):
    """A list that answers any address."""

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """What is written in both languages is found in both."""
        return lookups(self.model, super().get_search_fields(request))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Raises IncorrectLookupParameters also for a year that no calendar has."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error


class OwnersAdmin(OwnersFields, List):
    """A page of the owner's for one kind of thing. `stays` says why a thing that `keeps` names
    can't be deleted, and `instead` what to do with it."""

    stays = _("“%(object)s” stays, because orders refer to it.")
    instead = ""
    delete_confirmation_template = "admin/delete_kindly.html"
    delete_selected_confirmation_template = "admin/delete_selected_kindly.html"

    def get_changelist_formset(self, request: HttpRequest, **kwargs) -> type:
        """What is edited in the list has a name for those who can't see its column."""
        formset = super().get_changelist_formset(request, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
        return formset

    def get_deleted_objects(self, objs, request: HttpRequest):
        """What is kept is named by itself, not by the thousand lines of orders that keep it."""
        listed, counts, lacking, _lines = super().get_deleted_objects(objs, request)
        kept = [self.stays % {"object": thing} for thing in objs if self.keeps(thing)]
        return listed, counts, lacking, kept

    def keeps(self, thing: models.Model) -> bool:
        """Whether this thing must not be deleted."""
        return is_kept(thing)

    def render_delete_form(self, request: HttpRequest, context: dict):
        return super().render_delete_form(request, {**context, "instead": self.instead})


class NewestLast(admin.ModelAdmin):
    """A new thing stands after the others until the owner moves it."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        return {
            "position": after(self.model.objects),
            **super().get_changeform_initial_data(request),
        }


class NewRowLast(admin.options.InlineModelAdmin):
    """The same for a row within another thing's page, where rows are dragged into their order,
    moved by buttons, or numbered by hand. Those of an inline of class `folding` can be closed."""

    class Media:
        js = ("admin-rows.js",)

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs) -> type:
        formset = super().get_formset(request, obj, **kwargs)
        if obj:
            rows = self.model.objects.filter(**{formset.fk.name: obj})
            formset.form.base_fields["position"].initial = after(rows)
        return formset


def after(rows: models.QuerySet) -> int:
    """The position behind the last of them."""
    last = rows.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else last + 1


class OwnersInline(OwnersFields, admin.StackedInline):
    """Rows within another thing's page."""


def is_kept(thing: models.Model) -> bool:
    """Whether other rows (an order's lines, say) forbid to delete it."""
    collector = NestedObjects(using=router.db_for_write(type(thing)))
    collector.collect([thing])
    return bool(collector.protected)


class LedgerAdmin(List):
    """Rows that the shop itself writes: to be read, never to be made, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


def shown_money(amount: int | None, currency: str) -> str:
    """For lists: `NT$1,380` in the owner's language, or a dash."""
    return "–" if amount is None else format_money(amount, currency, get_language() or "en")


def price_column(field: str, label: str, currency: str) -> Callable[[models.Model], str]:
    """A list's column for an amount in the storefront's currency."""

    @admin.display(description=label, ordering=field)
    def column(thing: models.Model) -> str:
        return shown_money(getattr(thing, field), currency)

    column.__name__ = f"shown_{field}"
    return column
