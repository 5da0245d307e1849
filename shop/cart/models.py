"""A visitor's cart: lines, coupon, delivery method, and whatever was typed so far."""

from dataclasses import replace

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from shop.cart.pricing import CouponTerms, DeliveryTerms, Item, Quote, quote
from shop.catalogue.models import Variant
from shop.delivery.models import DeliveryMethod
from shop.offers.models import Coupon
from shop.offers.refusals import Refused

MOST_LINES = 50


class Cart(models.Model):
    """Found by the secret in its cookie, of which only the digest is stored.

    `draft` keeps what the buyer typed in step 2, valid or not; `seen` is what the buyer was shown
    last (`Quote.seen()`), against which placing compares. `placed_at` is the claim that makes two
    posts of step 3 one order.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    visitor = models.CharField(max_length=64)
    page = models.CharField(max_length=50, blank=True)
    language = models.CharField(max_length=10, default="en")
    currency = models.CharField(max_length=3)
    coupon = models.ForeignKey(Coupon, models.SET_NULL, null=True, blank=True)
    coupon_by_link = models.BooleanField(default=False)
    delivery_method = models.ForeignKey(DeliveryMethod, models.SET_NULL, null=True, blank=True)
    draft = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    order_confirmed_at = models.DateTimeField(null=True)
    delivery_confirmed_at = models.DateTimeField(null=True)
    placed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    _offered: tuple[str, list[DeliveryMethod]] | None = None

    def __str__(self) -> str:
        return f"cart {self.pk}"

    def add(self, variant: Variant, quantity: int) -> bool:
        """Put `quantity` more of `variant` in; False if the cart has too many different lines.

        A line never wants more than the variant's `per_order`; what is in stock is the quote's
        business, since it changes.
        """
        line = self.lines.filter(variant=variant)
        with transaction.atomic():
            if not line.exists() and self.lines.count() >= MOST_LINES:
                return False
            _line, made = Line.objects.get_or_create(
                cart=self, variant=variant, defaults={"quantity": quantity}
            )
            # Compared before it is added: the column ends at 32,767.
            room = line.filter(quantity__lte=variant.per_order - quantity)
            if made:
                line.filter(quantity__gt=variant.per_order).update(quantity=variant.per_order)
            elif not room.update(quantity=F("quantity") + quantity):
                line.update(quantity=variant.per_order)
            self.touch()
        return True

    def set_quantity(self, line_id: int, quantity: int) -> bool:
        """Set a line's quantity; 0 takes it out. False if this cart has no such line."""
        line = self.lines.filter(id=line_id)
        changed = line.update(quantity=quantity) if quantity else line.delete()[0]
        self.touch()
        return bool(changed)

    def use_coupon(self, typed: str, *, by_link: bool = False) -> None:
        """Put a coupon on the cart; an empty code takes it off.

        Raises Refused, leaving the cart as it was, if the code can't be used now. A code that
        merely asks for more or other goods is kept: the quote says what it waits for.
        """
        coupon = Coupon.objects.find(typed) if typed else None
        if typed and (coupon is None or coupon.refusal):
            raise Refused(coupon.refusal if coupon else "unknown")
        self.coupon, self.coupon_by_link = coupon, bool(coupon) and by_link
        self.touch("coupon", "coupon_by_link")

    def touch(self, *fields: str) -> None:
        """Save `fields` of an open cart and note that it was used."""
        self.updated_at = timezone.now()
        self.save(update_fields=[*fields, "updated_at"])

    def quote(self, storefront) -> Quote:
        """Price the cart as it stands now, in the shop's currency (four short queries)."""
        coupon, refusal = self._coupon_terms()
        quoted = quote(
            self._items(),
            currency=storefront.currency,
            coupon=coupon,
            delivery=self._delivery_terms(storefront),
            free_after_coupon=storefront.free_delivery_after_coupon,
        )
        return replace(quoted, coupon_refusal=refusal) if refusal else quoted

    def _items(self) -> list[Item]:
        lines = self.lines.select_related("variant__product").prefetch_related(
            "variant__product__pictures"
        )
        return [line.as_item() for line in lines]

    def _coupon_terms(self) -> tuple[CouponTerms | None, str]:
        coupon = self.coupon
        if coupon is None or coupon.refusal:
            return None, coupon.refusal if coupon else ""
        return (
            CouponTerms(
                code=coupon.code,
                kind=coupon.kind,
                value=coupon.value,
                minimum_spend=coupon.minimum_spend,
                products=frozenset(coupon.products.values_list("id", flat=True)),
            ),
            "",
        )

    def _delivery_terms(self, storefront) -> DeliveryTerms | None:
        method = self.delivery(storefront)
        if method is None:
            return None
        return DeliveryTerms(method.price, method.free_from, method.name, method.promise, method.id)

    def delivery(self, storefront) -> DeliveryMethod | None:
        """The chosen way of delivery while it is offered, else the first that is."""
        offered = self.offered(storefront)
        chosen = [method for method in offered if method.id == self.delivery_method_id]
        return next(iter(chosen or offered), None)

    def offered(self, storefront) -> list[DeliveryMethod]:
        """The ways of delivery to where it goes, as far as that is known; read once a request."""
        country = self.draft.get("country") or storefront.country
        if self._offered is None or self._offered[0] != country:
            self._offered = country, list(DeliveryMethod.objects.offered(country))
        return self._offered[1]

    def look_again(self) -> None:
        """Forget what was read earlier in this request: what counts is what holds now."""
        self._offered = None


class Line(models.Model):
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cart_one_line_per_variant"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cart_line_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant_id}"

    def as_item(self) -> Item:
        """This line with the price and stock of now."""
        variant, product = self.variant, self.variant.product
        return Item(
            variant_id=variant.id,
            unit_price=variant.price,
            quantity=self.quantity,
            stock=variant.stock,
            per_order=variant.per_order,
            for_sale=variant.active and product.published,
            line_id=self.id,
            product_id=product.id,
            sku=variant.sku,
            name=product.name,
            option=variant.option,
            compare_at=variant.compare_at,
            picture=next(iter(product.pictures.all()), None),
        )
