"""What the three steps take."""

import re
from collections.abc import Iterable, Mapping
from copy import copy
from functools import lru_cache
from types import SimpleNamespace

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shop.checkout import invoices
from shop.checkout.places import PLACE, Place, look_through, place_fields
from shop.delivery.models import DeliveryMethod
from shop.lib.addresses import country, country_name
from shop.lib.contact import example_phone, phone_number
from shop.lib.forms import CleanCharField, PlainRenderer, PlainSelect
from shop.lib.text import clean

ENDINGS = "com|net|org|info|io|co|tw|cn|xyz|shop|top"
LINK = re.compile(
    rf"://|www\.|(?<![@\w.-])[\w.-]+\.(?:[a-z]{{2,}}/|(?:{ENDINGS})\b)", re.IGNORECASE
)
# Nobody may send a link of theirs to a stranger through our mails.
ON_MAILS = ("name", *PLACE)
CONSENT = _("Send me news and offers by e-mail, at most twice a month.")


class OrderForm(forms.Form):
    """Step 1: how it is delivered. Quantities and coupon have their own posts, but are taken
    here too, so that one button is enough without JavaScript."""

    delivery_method = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("This way of delivery is no longer offered.")},
    )
    coupon = CleanCharField(required=False, max_length=200)

    def __init__(self, *args, methods: Iterable[DeliveryMethod], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery_method"].choices = [(method.id, method.name) for method in methods]


def _text(label: str, token: str, limit: int, **kwargs) -> CleanCharField:
    attrs = {"autocomplete": token, **kwargs.pop("attrs", {})}
    multiline = kwargs.get("multiline", False)
    widget = forms.Textarea({"rows": 3, **attrs}) if multiline else forms.TextInput(attrs)
    return CleanCharField(label=label, max_length=limit, widget=widget, **kwargs)


class DeliveryForm(forms.Form):
    """Step 2: who gets it, and where. At most eight of these are in sight at first."""

    default_renderer = PlainRenderer()

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
        help_text=_("For your order and its delivery."),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address such as name@example.com."),
        },
    )
    name = _text(
        _("Name"),
        "name",
        120,
        error_messages={"required": _("Enter the name of the person who receives it.")},
    )
    phone = _text(
        _("Phone"),
        "tel",
        40,
        attrs={"inputmode": "tel", "type": "tel"},
        help_text=_("Only for the courier."),
        error_messages={"required": _("Enter a phone number, so that you can be reached.")},
    )
    country = forms.ChoiceField(
        label=_("Country"), widget=PlainSelect({"autocomplete": "shipping country"})
    )
    note = _text(_("Note for us"), "off", 500, required=False, multiline=True)
    invoice = forms.ChoiceField(choices=list(invoices.WAYS.items()), required=False)
    carrier = _text(_("Mobile barcode"), "off", 20, required=False)
    donation_code = _text(
        _("Donation code"), "off", 20, required=False, attrs={"inputmode": "numeric"}
    )
    company = _text(_("Company on the invoice"), "organization", 120, required=False)
    tax_id = _text(
        _("Company's tax number"), "off", 20, required=False, attrs={"inputmode": "numeric"}
    )
    marketing_consent = forms.BooleanField(label=CONSENT, required=False)

    def __init__(
        self,
        data: Mapping | None = None,
        *,
        storefront,
        method: DeliveryMethod | None = None,
        draft: Mapping | None = None,
    ) -> None:
        """`data`: what was posted; `draft`: what was typed before; `method`: how it is delivered.
        Without a country, home's."""
        draft, countries = draft or {}, storefront.countries.split()
        home = {"country": storefront.country}
        given = {**home, **(draft if data is None else data)}
        code = given["country"] if given["country"] in countries else storefront.country
        self.rules, self.place = country(code), None
        self.native = self.rules.in_native(get_language() or "en")
        self.collected = bool(method and method.pickup)
        if data is not None and not self.collected:
            before = draft.get("country")
            came_from = before if before in countries else code
            self.place = Place(self.rules, data, draft, came_from=came_from, native=self.native)
            given |= self.place.values
        super().__init__(
            None if data is None else given, initial=given, use_required_attribute=False
        )
        self._ask(storefront, method, countries)

    def _ask(self, storefront, method: DeliveryMethod | None, countries: list[str]) -> None:
        """Only for what this country, this shop and this way of delivery need."""
        fields, language = self.fields, get_language() or "en"
        names = [(code, country_name(code, language)) for code in countries]
        fields["country"].choices = names
        self.home = storefront.country
        self.invoiced = self.home == invoices.COUNTRY
        if not self.invoiced:
            for name in ("invoice", "carrier", "donation_code"):
                del fields[name]
        for name, field in fields.items():
            # What a chosen way to get the invoice asks for must be filled in: never "optional".
            field.asked = self.invoiced and name in invoices.NAMES
            field.widget.attrs["aria-describedby"] = f"help-{name} error-{name}"
        if self.collected:
            fields["phone"].help_text = _("Only for questions about your order.")
            return
        fields |= place_fields(self.rules, native=self.native)
        if method and method.address_hint:
            fields["address"] = copy(fields["address"])
            fields["address"].help_text = method.address_hint

    @property
    def ask_country(self) -> bool:
        return len(self.fields["country"].choices) > 1

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """The parts of an address, in the country's order."""
        return [] if self.collected else [self[part] for part in self.rules.order]

    def follows(self, part: str) -> list[tuple[forms.BoundField, str]]:
        """The other parts of an address that show something new once `part` was left: what was
        filled in, and the postal code, which may agree now. With what they were posted as."""
        typed, now = self.place.typed, self.place.values
        new = [name for name in self.rules.order if now.get(name, typed[name]) != typed[name]]
        if "postal_code" in self.fields and self["postal_code"].value():
            new.append("postal_code")
        return [(self[name], typed[name]) for name in dict.fromkeys(new) if name != part]

    def shown(self, field: forms.BoundField) -> str:
        """What a part of an address says to people: `California`, where its value is `CA`."""
        area = self.rules.area(field.value()) if field.name == self.rules.larger else None
        return area.listed(self.native) if area else field.value()

    @property
    def invoice_way(self) -> str:
        return invoices.way_of(
            {name: self[name].value() or "" for name in invoices.NAMES if name in self.fields}
        )

    @property
    def blank_invoice(self) -> str:
        """The invoice's part for who has typed nothing there, which is the same for everybody; ""
        for who has."""
        asked = [name for name in invoices.NAMES[1:] if name in self.fields]
        touched = self.invoice_way != "email" or any(self[name].value() for name in asked)
        if touched or not self.errors.keys().isdisjoint(invoices.NAMES):
            return ""
        return blank_invoice(self.home, get_language() or "en")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip()

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in ON_MAILS:
            if LINK.search(cleaned.get(name, "")):
                self.add_error(name, ValidationError(_("Leave out the link, please."), code="link"))
        code = cleaned.get("country")
        if code and not DeliveryMethod.objects.reach(code):
            words = _("We don't deliver to this country at the moment.")
            self.add_error("country", ValidationError(words, code="unreachable"))
        wrong = {} if self.collected else look_through(self.rules, cleaned, native=self.native)
        if code:
            wrong |= self._clean_phone(cleaned, code)
        wrong |= self._clean_invoice(cleaned)
        for name, words in wrong.items():
            if name not in self.errors:
                self.add_error(name, words)
        return cleaned

    def _clean_phone(self, cleaned: dict, code: str) -> dict[str, str]:
        cleaned["phone_e164"] = number = phone_number(cleaned.get("phone", ""), code)
        if number:
            return {}
        words = _("Enter a phone number such as %(example)s, or one with + and the country code.")
        return {"phone": words % {"example": example_phone(code) or "+886 912 345 678"}}

    def _clean_invoice(self, cleaned: dict) -> dict[str, str]:
        if self.invoiced:
            cleaned["invoice"] = invoices.way_of(cleaned)
            return invoices.look_through(cleaned, at_home=cleaned.get("country") == "TW")
        missing = cleaned.get("tax_id") and not cleaned.get("company")
        return {"company": invoices.MISSING["company"]} if missing else {}

    def kept(self, draft: Mapping) -> dict[str, object]:
        """The draft with what was typed, valid or not, cleaned and cut to size, to be shown again;
        and what of it was filled in, and typed for other countries."""
        kept = {**draft, **self._typed(), "collected": self.collected}
        if self.place:
            kept |= {"filled": self.place.filled, "places": self.place.others}
        return kept

    def _typed(self) -> dict[str, str]:
        kept = {} if self.collected else dict.fromkeys(PLACE, "")
        for name, field in self.fields.items():
            value = str(self.cleaned_data.get(name, self.data.get(name, "")))
            most = getattr(field, "max_length", None) or 254
            kept[name] = clean(value[: 2 * most], multiline=name == "note")[:most]
        kept["marketing_consent"] = "on" if self.cleaned_data.get("marketing_consent") else ""
        kept["phone_e164"] = self.cleaned_data.get("phone_e164", "")
        return kept


@lru_cache(maxsize=50)
def blank_invoice(country: str, language: str) -> str:
    """The invoice's part of a form that nobody has filled in, in a shop of this country.
    `language` is the active one."""
    form = DeliveryForm(storefront=SimpleNamespace(country=country, countries=country))
    place = {"path": reverse("checkout_delivery")}
    return render_to_string("checkout/_invoice.html", {"form": form, "request": place})
