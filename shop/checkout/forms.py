"""What the three steps take."""

import re

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shop.delivery.models import DeliveryMethod
from shop.lib.contact import is_postal_code, is_tax_number, phone_is_possible
from shop.lib.forms import CleanCharField, PlainRenderer
from shop.lib.text import clean

ENDINGS = "com|net|org|info|io|co|tw|cn|xyz|shop|top"
LINK = re.compile(
    rf"://|www\.|(?<![@\w.-])[\w.-]+\.(?:[a-z]{{2,}}/|(?:{ENDINGS})\b)", re.IGNORECASE
)
# Nobody may send a link of theirs to a stranger through our mails.
PLACE = ("postal_code", "city", "region", "address")
ON_MAILS = ("name", *PLACE)
TAIWANESE = (
    ("postal_code", is_postal_code, _("A postal code has 3, 5 or 6 digits.")),
    ("tax_id", is_tax_number, _("This is no company's tax number: it has 8 digits.")),
)
CONSENT = _("Send me news and offers by e-mail, at most twice a month.")


class OrderForm(forms.Form):
    """Step 1: how it is delivered. Quantities and coupon have their own posts, but are taken
    here too, so that one button is enough without JavaScript."""

    delivery_method = forms.ModelChoiceField(
        DeliveryMethod.objects.none(),
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": _("This way of delivery is no longer offered.")},
    )
    coupon = CleanCharField(required=False, max_length=200)

    def __init__(self, *args, country: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery_method"].queryset = DeliveryMethod.objects.offered(country)


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
        label=_("Country"), widget=forms.Select({"autocomplete": "shipping country"})
    )
    postal_code = _text(
        _("Postal code"),
        "shipping postal-code",
        20,
        attrs={"inputmode": "numeric"},
        error_messages={"required": _("Enter the postal code.")},
    )
    city = _text(
        _("City"),
        "shipping address-level1",
        80,
        error_messages={"required": _("Enter the city or county.")},
    )
    region = _text(_("District"), "shipping address-level2", 80, required=False)
    address = _text(
        _("Address"),
        "shipping street-address",
        250,
        error_messages={"required": _("Enter the street and house number.")},
    )
    note = _text(_("Note for us"), "off", 500, required=False, multiline=True)
    company = _text(_("Company on the invoice"), "organization", 120, required=False)
    tax_id = _text(
        _("Company's tax number"), "off", 20, required=False, attrs={"inputmode": "numeric"}
    )
    marketing_consent = forms.BooleanField(label=CONSENT, required=False)

    def __init__(
        self,
        data: dict | None = None,
        *,
        storefront,
        method: DeliveryMethod | None = None,
        draft: dict | None = None,
    ) -> None:
        """`data`: what was posted; `draft`: what was typed before; `method`: how it is delivered.
        Without a country, home's."""
        home = {"country": storefront.country}
        super().__init__(
            None if data is None else {**home, **data},
            initial={**home, **(draft or {})},
            use_required_attribute=False,
        )
        self.fields["country"].choices = country_names(storefront.countries.split())
        self.collected = bool(method and method.pickup)
        if self.collected:
            self.fields["phone"].help_text = _("Only for questions about your order.")
            for name in PLACE:
                del self.fields[name]
        elif method:
            self.fields["address"].help_text = method.address_hint
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"help-{name} error-{name}"

    @property
    def ask_country(self) -> bool:
        return len(self.fields["country"].choices) > 1

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip()

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in ON_MAILS:
            if LINK.search(cleaned.get(name, "")):
                self.add_error(name, _("Leave out the link, please."))
        phone, country = cleaned.get("phone"), cleaned.get("country")
        if country and not DeliveryMethod.objects.reach(country):
            self.add_error("country", _("We don't deliver to this country at the moment."))
        if phone and country and not phone_is_possible(phone, country):
            self.add_error("phone", _("This number looks too short or too long."))
        if cleaned.get("tax_id") and not cleaned.get("company"):
            self.add_error("company", _("Enter the company's name, too."))
        if country == "TW":
            self._clean_taiwanese(cleaned)
        return cleaned

    def _clean_taiwanese(self, cleaned: dict) -> None:
        for name, is_right, words in TAIWANESE:
            if typed := cleaned.get(name):
                cleaned[name] = re.sub(r"[\s-]", "", typed)
                if not is_right(cleaned[name]):
                    self.add_error(name, words)

    def typed(self) -> dict[str, str]:
        """What the buyer typed, valid or not, cleaned and cut to size, to be shown again."""
        kept = {}
        for name, field in self.fields.items():
            value = str(self.cleaned_data.get(name, self.data.get(name, "")))
            most = getattr(field, "max_length", None) or 254
            kept[name] = clean(value[: 2 * most], multiline=name == "note")[:most]
        kept["marketing_consent"] = "on" if self.cleaned_data.get("marketing_consent") else ""
        return kept


def country_names(codes: list[str]) -> list[tuple[str, str]]:
    """`[("TW", "Taiwan"), …]` in the active language, by CLDR."""
    territories = Locale.parse(get_language() or "en", sep="-").territories
    return [(code, territories.get(code, code)) for code in codes]
