"""Products, their variants and pictures, and the ledger of every movement of stock."""

from collections.abc import Iterable

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.lib import images
from shop.lib.colours import COLOUR


class ProductQuerySet(models.QuerySet):
    def published(self) -> "ProductQuerySet":
        return self.filter(published=True)


class Product(models.Model):
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name in links"), unique=True)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    option_name = models.CharField(
        _("what the variants differ in"), max_length=40, blank=True, help_text=_("Such as “Size”.")
    )
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[COLOUR],
        help_text=_("The product's hue, such as #6F8F5F."),
    )
    published = models.BooleanField(_("published"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name, verbose_name_plural = _("product"), _("products")

    def __str__(self) -> str:
        return self.name


class VariantQuerySet(models.QuerySet):
    def for_sale(self) -> "VariantQuerySet":
        return self.filter(active=True, product__published=True)


class Variant(models.Model):
    """One thing that can be bought. `price` and `compare_at` are in stored units."""

    product = models.ForeignKey(
        Product, models.CASCADE, verbose_name=_("product"), related_name="variants"
    )
    sku = models.CharField(_("SKU"), max_length=40, unique=True)
    option = models.CharField(_("option"), max_length=60, blank=True)
    price = models.PositiveBigIntegerField(_("price"))
    compare_at = models.PositiveBigIntegerField(_("compare-at price"), null=True, blank=True)
    stock = models.IntegerField(_("stock"), default=0, editable=False)
    per_order = models.PositiveSmallIntegerField(
        _("most per order"), default=20, validators=[MinValueValidator(1)]
    )
    active = models.BooleanField(_("for sale"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name, verbose_name_plural = _("variant"), _("variants")
        constraints = [
            models.CheckConstraint(condition=Q(stock__gte=0), name="variant_stock_not_negative"),
            models.CheckConstraint(
                condition=Q(per_order__gte=1), name="variant_per_order_positive"
            ),
            models.CheckConstraint(
                condition=Q(compare_at=None) | Q(compare_at__gt=F("price")),
                name="variant_compare_at_above_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product.name} · {self.option}" if self.option else self.product.name

    @property
    def available(self) -> int:
        """How many one buyer can have now."""
        return min(self.stock, self.per_order)


COVERS = "SELECT * FROM catalogue_picture WHERE product_id IN ({}) ORDER BY position, id"


class PictureQuerySet(models.QuerySet):
    def covers(self, products: Iterable[int]) -> dict[int, "Picture"]:
        """The first picture of each of these products (ids) that has one; read by a plain
        statement, since each page with a cart asks for them."""
        wanted = list(products)
        places = ", ".join(["%s"] * len(wanted)) or "NULL"
        pictures = list(self.raw(COVERS.format(places), wanted))
        return {picture.product_id: picture for picture in reversed(pictures)}


class Picture(models.Model):
    """An uploaded picture, re-encoded in several widths by `lib.images` (see `add_picture`).

    `width` and `height` are those of its largest copy. Deleting a picture leaves its files where
    they are: orders and mails show them.
    """

    product = models.ForeignKey(
        Product,
        models.CASCADE,
        verbose_name=_("product"),
        related_name="pictures",
        null=True,
        blank=True,
    )
    token = models.CharField(max_length=32, unique=True, editable=False)
    alt = models.CharField(_("description for those who can't see it"), max_length=200, blank=True)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    widths = models.JSONField(default=list, editable=False)
    transparent = models.BooleanField(default=False, editable=False)
    focus_x = models.PositiveSmallIntegerField(
        _("what matters, from the left in %"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    focus_y = models.PositiveSmallIntegerField(
        _("what matters, from the top in %"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name, verbose_name_plural = _("picture"), _("pictures")

    def __str__(self) -> str:
        return self.alt or self.token

    @property
    def focus(self) -> tuple[int, int] | None:
        """What must stay in sight where the picture is cut, in % from the left and the top; None
        leaves it to the design."""
        both = self.focus_x, self.focus_y
        return None if None in both else both

    def url(self, width: int = 400) -> str:
        """Where its smallest copy of at least `width` pixels lies, as JPEG or (transparent) PNG."""
        extension = images.extensions(self.transparent)[-1]
        return images.url(self.token, images.nearest(self.widths, width), extension)


class StockMovement(models.Model):
    """One change of a variant's stock. A variant's movements always sum to its stock."""

    class Reason(models.TextChoices):
        EDIT = "edit", _("changed by the owner")
        ORDER = "order", _("ordered")
        RETURN = "return", _("given back")

    variant = models.ForeignKey(
        Variant, models.CASCADE, verbose_name=_("variant"), related_name="movements"
    )
    delta = models.IntegerField(_("change"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    reference = models.CharField(_("order or note"), max_length=200, blank=True)
    by = models.CharField(_("by"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name, verbose_name_plural = _("stock movement"), _("stock movements")

    def __str__(self) -> str:
        return f"{self.delta:+d} {self.variant_id}"
