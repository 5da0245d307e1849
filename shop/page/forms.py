"""The owner's forms for brand and pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import gettext_lazy as _

from shop.lib.colours import contrast, is_colour
from shop.lib.forms import country_codes
from shop.orders.models import Order
from shop.page.models import Page, Section, Storefront
from shop.page.themes import AA, MIST, OWN, THEMES, Theme, look

# Which colour is read on which ground. The words on the button, soft words and lines are worked
# out to fit; these are the owner's own word.
PAIRS = (
    ("ink", "paper", _("Too pale: this colour can't be read on paper.")),
    ("ink", "mist", _("Too pale: this colour can't be read on mist.")),
    ("primary", "paper", _("Too pale: links in this colour can't be read on paper.")),
    ("primary", "mist", _("Too pale: links in this colour can't be read on mist.")),
)


class OwnColour(forms.TextInput):
    """A colour or nothing; static/admin-colours.js puts the browser's picker beside it."""

    def __init__(self, otherwise: str) -> None:
        pattern = {"maxlength": 7, "pattern": "#[0-9A-Fa-f]{6}"}
        super().__init__({"class": "own-colour", "placeholder": otherwise, **pattern})

    class Media:
        js = ("admin-colours.js",)


def swatch(theme: Theme) -> str:
    """What a page in this theme looks like, drawn small: by day and, where it has one, by night."""
    pure = look(theme.name, ("",) * len(OWN), True)
    context = {
        "theme": theme,
        "sides": [
            {"x": 121 * number, "colours": colours}
            for number, colours in enumerate(filter(None, (pure.light, pure.dark)))
        ],
        "face": pure.heading_face,
        "weight": theme.tokens["heading_weight"],
        "corner": theme.corner // 3,
    }
    return render_to_string("admin/page/_swatch.html", context)


class StorefrontForm(forms.ModelForm):
    class Meta:
        model = Storefront
        fields = ("theme", *OWN, "currency", "country", "countries")
        widgets = {"theme": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "theme" in self.fields:
            self.fields["theme"].choices = [
                (theme.name, swatch(theme)) for theme in THEMES.values()
            ]
        theme = THEMES.get(self["theme"].value(), MIST) if "theme" in self.fields else MIST
        for name in OWN:
            if name in self.fields:
                self.fields[name].widget = OwnColour(vars(theme.light)[name])

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
        theme = vars(THEMES.get(cleaned.get("theme"), MIST).light)
        own = {name for name in OWN if is_colour(cleaned.get(name) or "")}
        colours = theme | {name: cleaned[name] for name in own}
        for name, ground, words in PAIRS:
            if own & {name, ground} and contrast(colours[name], colours[ground]) < AA:
                self.add_error(name if name in own else ground, words)
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
