"""Coupons and limited offers: what they give, when, for how much and how often."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Product, Variant
from shop.lib.text import clean
from shop.offers.prices import OfferTerms
from shop.offers.refusals import Refused


def normal_code(typed: str) -> str:
    """What a typed code is compared as: cleaned, without spaces, upper case."""
    return clean(typed[:200]).replace(" ", "").upper()[:40]


class CouponQuerySet(models.QuerySet):
    def find(self, typed: str) -> "Coupon | None":
        """The coupon with this code, however it was typed."""
        return self.filter(code=normal_code(typed)).first()

    def usable(self, typed: str) -> "Coupon":
        """The coupon with this code. Raises Refused if it can't be used now."""
        coupon = self.find(typed)
        if coupon is None or coupon.refusal:
            raise Refused(coupon.refusal if coupon else "unknown")
        return coupon

    def claim(self, coupon_id: int) -> bool:
        """Take one use, if one is left. Locks the coupon's row until the transaction ends."""
        left = Q(total_limit=None) | Q(used__lt=F("total_limit"))
        return bool(self.filter(left, id=coupon_id).update(used=F("used") + 1))

    def release(self, coupon_id: int) -> None:
        """Give one use back. The caller must have claimed the release."""
        self.filter(id=coupon_id, used__gt=0).update(used=F("used") - 1)


class Coupon(models.Model):
    """`value` is a whole percentage or, for a fixed coupon, an amount in stored units; so is
    `minimum_spend`, which is compared with the goods before any discount."""

    class Kind(models.TextChoices):
        PERCENT = "percent", _("percent off")
        FIXED = "fixed", _("amount off")
        FREE_DELIVERY = "free_delivery", _("free delivery")

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    value = models.PositiveBigIntegerField(
        _("value"), default=0, help_text=_("Percent (1–100) or an amount. Not used for delivery.")
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    minimum_spend = models.PositiveBigIntegerField(_("minimum spend"), default=0)
    products = models.ManyToManyField(
        Product, verbose_name=_("products"), blank=True, help_text=_("Empty: all products.")
    )
    total_limit = models.PositiveIntegerField(
        _("uses in all"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    per_customer = models.PositiveIntegerField(
        _("uses per customer"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CouponQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name, verbose_name_plural = _("coupon"), _("coupons")
        constraints = [
            models.CheckConstraint(
                condition=Q(total_limit=None) | Q(used__lte=F("total_limit")),
                name="coupon_used_within_limit",
            ),
            models.CheckConstraint(
                condition=~Q(kind="percent") | Q(value__gte=1, value__lte=100),
                name="coupon_percent_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        self.code = normal_code(self.code)

    @property
    def refusal(self) -> str:
        """ "" while it may be used, else a key of refusals.REFUSALS. Limits per person, spending
        and products are looked at elsewhere, once they are known."""
        now = timezone.now()
        if not self.active or (self.starts_at and now < self.starts_at):
            return "unknown"
        if self.ends_at and now >= self.ends_at:
            return "expired"
        if self.total_limit is not None and self.used >= self.total_limit:
            return "used_up"
        return ""


class LimitedOffer(models.Model):
    """A lower price from `starts_at` on, until just before `ends_at`: `percent` off, or `price` in
    stored units. Which one a buyer gets is `prices.price_of`'s business."""

    label = models.CharField(
        _("what buyers read"),
        max_length=60,
        help_text=_("Why it is cheaper, in a few words: “Last of the spring lot”."),
    )
    percent = models.PositiveSmallIntegerField(_("percent off"), null=True, blank=True)
    price = models.PositiveBigIntegerField(
        _("or a price instead"), null=True, blank=True, help_text=_("For each of what is in it.")
    )
    products = models.ManyToManyField(
        Product, verbose_name=_("products"), blank=True, help_text=_("With all their variants.")
    )
    variants = models.ManyToManyField(Variant, verbose_name=_("single variants"), blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(
        _("until"), help_text=_("The countdown ends here, and so does the price.")
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name, verbose_name_plural = _("limited offer"), _("limited offers")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=99, price=None)
                | Q(percent=None, price__isnull=False),
                name="limited_offer_percent_or_price",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="limited_offer_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def terms(self) -> OfferTerms:
        return OfferTerms(self.starts_at, self.ends_at, self.percent, self.price, self.label)
