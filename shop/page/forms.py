"""The owner's forms for brand and pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import resolve
from django.utils.translation import gettext_lazy as _

from shop.lib.forms import country_codes
from shop.orders.models import Order
from shop.page.models import COLOUR_NAMES, Page, Section, Storefront, is_colour

# Which colour is read on which ground. White is the button's own.
PAIRS = (
    ("ink", "paper", _("Too pale: this colour can't be read on paper.")),
    ("ink", "mist", _("Too pale: this colour can't be read on mist.")),
    ("primary", "paper", _("Too pale: links in this colour can't be read on paper.")),
    ("accent", "#FFFFFF", _("Too pale: the white words on the button can't be read.")),
)
LEAST_CONTRAST = 4.5  # WCAG 2.2, level AA


class StorefrontForm(forms.ModelForm):
    class Meta:
        model = Storefront
        fields = (*COLOUR_NAMES, "currency", "country", "countries")
        widgets = {name: forms.TextInput({"type": "color"}) for name in COLOUR_NAMES}

    def clean_country(self) -> str:
        return country_codes(self.cleaned_data["country"])

    def clean_countries(self) -> str:
        return country_codes(self.cleaned_data["countries"])

    def clean_currency(self) -> str:
        """Amounts are not converted, and old orders must still be told from new ones."""
        currency = self.cleaned_data["currency"]
        if "currency" in self.changed_data and Order.objects.exists():
            raise ValidationError(
                _("There are orders already: the currency can't be changed any more."),
                code="ordered",
            )
        return currency

    def clean(self) -> dict:
        """The shop delivers at home, and its words can be read on its colours."""
        cleaned = super().clean()
        country, countries = cleaned.get("country"), cleaned.get("countries", "")
        if country and country not in countries.split():
            self.add_error("countries", _("The shop's own country must be among these."))
        for name, ground, words in PAIRS:
            text, behind = cleaned.get(name, ""), cleaned.get(ground, ground)
            if is_colour(text) and is_colour(behind) and contrast(text, behind) < LEAST_CONTRAST:
                self.add_error(name, words)
        return cleaned


class PageForm(forms.ModelForm):
    class Meta:
        model = Page
        fields = ("title", "slug", "language", "translation_of", "description", "published")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if choice := self.fields.get("translation_of"):
            originals = Page.objects.filter(translation_of=None)
            choice.queryset = originals.exclude(pk=self.instance.pk)

    def clean_slug(self) -> str:
        """An address that the shop itself uses would never lead to the page."""
        slug = self.cleaned_data["slug"]
        if resolve(f"/{slug}/").url_name != "page":
            raise ValidationError(_("The shop itself uses this address."), code="taken")
        return slug

    def clean(self) -> dict:
        """A family of pages has one original, and one page in each language."""
        cleaned = super().clean()
        original, language = cleaned.get("translation_of"), cleaned.get("language")
        translations = self.instance.translations.all() if self.instance.pk else Page.objects.none()
        if original and original.language == language:
            self.add_error("translation_of", _("That page is in the same language."))
        if original and translations.exists():
            self.add_error("translation_of", _("Other pages say the same as this one already."))
        if translations.filter(language=language).exists():
            self.add_error("language", _("A page that says the same is in this language already."))
        return cleaned


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ("show_from", "show_until")

    def clean(self) -> dict:
        cleaned = super().clean()
        start, end = cleaned.get("show_from"), cleaned.get("show_until")
        if start and end and end <= start:
            self.add_error("show_until", _("It must end after it starts."))
        return cleaned


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours such as #23463B: from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """0 (black) to 1 (white), by https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
