"""The page and everything on it that the owner writes."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Picture, Product
from shop.orders.models import Order
from shop.page.storefront import Storefront

__all__ = ["Item", "Page", "Question", "Section", "Storefront", "Testimonial"]


class PageQuerySet(models.QuerySet):
    def published(self) -> "PageQuerySet":
        return self.filter(published=True)

    def family_of(self, page: "Page") -> "PageQuerySet":
        """`page` and those that say the same in other languages."""
        original = page.translation_of_id or page.pk
        return self.filter(Q(pk=original) | Q(translation_of=original))


class Page(models.Model):
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        pgettext_lazy("page", "address"), unique=True, help_text=_("/address/ on your site.")
    )
    description = models.CharField(_("description for search engines"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    share_picture = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for shared links"),
    )
    published = models.BooleanField(_("published"), default=False)
    is_default = models.BooleanField(_("the page at /"), default=False)
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("says the same as"),
        help_text=_("The page that this one puts into another language. They link to each other."),
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "slug"]
        verbose_name, verbose_name_plural = _("page"), _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="page_one_default"
            ),
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                name="page_one_per_language",
                violation_error_message=_("Another page says the same in this language already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("home") if self.is_default else reverse("page", args=[self.slug])

    def show_first(self) -> None:
        """Make this the page at /, in place of the one that was."""
        with transaction.atomic():
            Page.objects.filter(is_default=True).exclude(pk=self.pk).update(is_default=False)
            Page.objects.filter(pk=self.pk).update(is_default=True)
        self.is_default = True

    @property
    def address(self) -> str:
        """The absolute one."""
        return settings.SITE_URL + self.get_absolute_url()

    @property
    def locale(self) -> str:
        """The language as Facebook names it."""
        return {"en": "en_US", "zh-hant": "zh_TW"}.get(self.language, self.language)

    @property
    def language_name(self) -> str:
        """The page's language, named in the language of whoever reads it now."""
        return _(get_language_info(self.language)["name"])


class SectionQuerySet(models.QuerySet):
    def to_come(self, now: datetime) -> "SectionQuerySet":
        """Those on the page at `now`, and those that its schedule will put there."""
        still = Q(show_until=None) | Q(show_until__gt=now)
        return self.filter(still, visible=True)


class Section(models.Model):
    """A part of a page. What `items` mean depends on the kind (a benefit, a trust mark)."""

    class Kind(models.TextChoices):
        HERO = "hero", _("hero")
        BENEFITS = "benefits", _("benefits")
        PRODUCTS = "products", _("products")
        STORY = "story", _("story")
        TESTIMONIALS = "testimonials", _("testimonials")
        FAQ = "faq", _("questions")
        TRUST = "trust", _("trust")
        CLOSING = "closing", _("closing")

    page = models.ForeignKey(Page, models.CASCADE, verbose_name=_("page"), related_name="sections")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    kicker = models.CharField(_("line above the heading"), max_length=80, blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    button = models.CharField(_("button"), max_length=40, blank=True)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, verbose_name=_("picture"), related_name="+"
    )
    phone_picture = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("phone picture"),
        related_name="+",
    )
    visible = models.BooleanField(_("visible"), default=True)
    show_from = models.DateTimeField(
        _("show from"), null=True, blank=True, help_text=_("Empty: at once.")
    )
    show_until = models.DateTimeField(
        _("show until"), null=True, blank=True, help_text=_("Empty: for good.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name, verbose_name_plural = _("section"), _("sections")

    def __str__(self) -> str:
        return (
            f"{self.get_kind_display()}: {self.heading}"
            if self.heading
            else str(self.get_kind_display())
        )

    def has_begun(self, now: datetime) -> bool:
        return self.show_from is None or self.show_from <= now

    @property
    def schedule(self) -> tuple[datetime, ...]:
        """The moments at which it comes and goes by itself."""
        return tuple(moment for moment in (self.show_from, self.show_until) if moment)


class Item(models.Model):
    """A benefit, a fact of the story, a trust mark: a heading with a few words."""

    class Mark(models.TextChoices):
        """Drawn in static/marks.svg, in this order; static/shop.css says which is where."""

        DELIVERY = "delivery", _("a parcel")
        RETURNS = "returns", _("an arrow that turns back")
        DATE = "date", _("a calendar")
        QUALITY = "quality", _("a seal")
        PAYMENT = "payment", _("a coin")
        HELP = "help", _("a speech bubble")
        GIFT = "gift", _("a gift")

    section = models.ForeignKey(
        Section, models.CASCADE, verbose_name=_("section"), related_name="items"
    )
    heading = models.CharField(_("heading"), max_length=80)
    text = models.CharField(_("text"), max_length=300, blank=True)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, verbose_name=_("picture"), related_name="+"
    )
    mark = models.CharField(
        _("mark"),
        max_length=20,
        blank=True,
        choices=Mark.choices,
        help_text=_("A small drawing before it, in the trust row."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name, verbose_name_plural = _("item"), _("items")

    def __str__(self) -> str:
        return self.heading


class Question(models.Model):
    page = models.ForeignKey(Page, models.CASCADE, verbose_name=_("page"), related_name="questions")
    question = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("answer"), help_text=_("Markdown."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name, verbose_name_plural = _("question"), _("questions")

    def __str__(self) -> str:
        return self.question


class TestimonialQuerySet(models.QuerySet):
    def approved(self) -> "TestimonialQuerySet":
        return self.filter(approved=True)


class Testimonial(models.Model):
    """`order` is what makes a purchase "verified"; `demo` marks invented words as such."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    place = models.CharField(_("place"), max_length=80, blank=True)
    words = models.TextField(_("words"), max_length=600)
    stars = models.PositiveSmallIntegerField(
        _("stars"), default=5, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    portrait = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("portrait"),
        related_name="+",
    )
    photo = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("photo"),
        related_name="+",
        help_text=_("The buyer's own picture of the product, shown with their permission."),
    )
    product = models.ForeignKey(
        Product,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("product"),
        related_name="testimonials",
    )
    order = models.ForeignKey(
        Order, models.SET_NULL, null=True, blank=True, verbose_name=_("order"), related_name="+"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    demo = models.BooleanField(_("demo"), default=False)
    approved = models.BooleanField(_("approved"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TestimonialQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name, verbose_name_plural = _("testimonial"), _("testimonials")
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5), name="testimonial_one_to_five_stars"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.stars}"

    @property
    def stars_given(self) -> str:
        return "★" * self.stars

    @property
    def stars_left(self) -> str:
        return "★" * (5 - self.stars)

    @property
    def verified(self) -> bool:
        """Whether a paid order stands behind it."""
        return bool(self.order and self.order.paid_at)
