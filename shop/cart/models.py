"""A visitor's cart: lines, coupon, delivery method, and whatever was typed so far."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from shop.catalogue.models import Variant
from shop.delivery.models import DeliveryMethod
from shop.offers.models import Coupon


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

    def __str__(self) -> str:
        return f"cart {self.pk}"


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
