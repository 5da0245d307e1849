"""The shop's brand, currency, look and words."""

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Picture
from shop.lib.colours import COLOUR, is_colour
from shop.lib.money import CURRENCY_CHOICES
from shop.page.themes import MIST, OWN, THEMES, Look, look

THEME_CHOICES = [(theme.name, theme.label) for theme in THEMES.values()]


class Storefront(models.Model):
    """The shop's brand, currency and words. There is one, with primary key 1."""

    name = models.CharField(_("name"), max_length=80, default="Loudou")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    logo = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, verbose_name=_("logo"), related_name="+"
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=CURRENCY_CHOICES, default="TWD"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    country = models.CharField(
        _("country"), max_length=2, default="TW", help_text=_("ISO code, filled in for buyers.")
    )
    countries = models.CharField(
        _("delivers to"), max_length=200, default="TW", help_text=_("ISO codes: TW JP US.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    delivery_promise = models.CharField(_("delivery promise"), max_length=160, blank=True)
    low_stock = models.PositiveSmallIntegerField(
        _("say “n left” from"), default=5, help_text=_("0 never says it.")
    )
    free_delivery_after_coupon = models.BooleanField(
        _("free delivery counts after the coupon"), default=True
    )
    bank_account = models.TextField(_("account for bank transfers"), blank=True)
    theme = models.CharField(
        _("theme"),
        max_length=20,
        choices=THEME_CHOICES,
        default=MIST.name,
        help_text=_("Colours, type, corners and density of page, checkout and mails."),
    )
    dark_mode = models.BooleanField(
        _("dark mode"),
        default=True,
        help_text=_("For buyers whose device is set to dark, where the theme has a night side."),
    )
    paper = models.CharField(_("paper"), max_length=7, blank=True, validators=[COLOUR])
    ink = models.CharField(_("ink"), max_length=7, blank=True, validators=[COLOUR])
    primary = models.CharField(_("primary"), max_length=7, blank=True, validators=[COLOUR])
    mist = models.CharField(_("mist"), max_length=7, blank=True, validators=[COLOUR])
    accent = models.CharField(_("call to action"), max_length=7, blank=True, validators=[COLOUR])
    star = models.CharField(_("stars"), max_length=7, blank=True, validators=[COLOUR])

    class Meta:
        verbose_name, verbose_name_plural = _("storefront"), _("storefront")

    def __str__(self) -> str:
        return self.name

    @property
    def look(self) -> Look:
        """The theme under the owner's own colours. What is no plain colour is left out."""
        own = (getattr(self, name) for name in OWN)
        plain = tuple(colour if is_colour(colour) else "" for colour in own)
        return look(self.theme, plain, self.dark_mode)

    @classmethod
    def current(cls) -> "Storefront":
        """The shop's storefront (its defaults before the owner saved one), cached briefly."""
        return cache.get_or_set(
            "storefront",
            lambda: cls.objects.select_related("logo").filter(pk=1).first() or cls(pk=1),
            settings.PAGE_CACHE_SECONDS,
        )

    @classmethod
    def home_language(cls) -> str:
        """What a buyer is spoken to in who came past no page. A word, kept apart: each visit asks
        for it."""
        return cache.get_or_set(
            "home-language", lambda: cls.current().language, settings.PAGE_CACHE_SECONDS
        )
