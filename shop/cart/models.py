"""A visitor's cart: lines, coupon, delivery method, and whatever was typed so far."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from modeltranslation.utils import get_language

from shop.cart.pricing import CouponTerms, DeliveryTerms, Item, Quote, quote
from shop.catalogue.models import Picture, Variant
from shop.delivery.models import DeliveryMethod
from shop.lib.languages import in_sql
from shop.offers.limited import OFFERS, moment, offer_columns, terms
from shop.offers.models import Coupon
from shop.offers.prices import price_of

MOST_LINES = 50

# What the `Item`s of a cart are made of. Then come the terms of a limited offer; a line that is in
# several comes several times. A purchase asks for it seven times, and the ORM takes six times as
# long to build this statement as a database to answer it.
COLUMNS = {
    "variant_id": "variant.id",
    "quantity": "line.quantity",
    "stock": "variant.stock",
    "per_order": "variant.per_order",
    "for_sale": "variant.active AND product.published",
    "line_id": "line.id",
    "product_id": "product.id",
    "sku": "variant.sku",
    "name": "product.name",
    "option": "variant.option",
}
PRICES = ("variant.price", "variant.compare_at")


@cache
def items_in(language: str) -> str:
    """The statement for the lines of a cart, with what the owner wrote in `language`."""
    said = {name: in_sql(COLUMNS[name], language) for name in ("name", "option")}
    return f"""
        SELECT {", ".join([*({**COLUMNS, **said}.values()), *PRICES, *offer_columns(language)])}
        FROM cart_line AS line
        JOIN catalogue_variant AS variant ON variant.id = line.variant_id
        JOIN catalogue_product AS product ON product.id = variant.product_id
        LEFT JOIN {OFFERS}
        WHERE line.cart_id = %s
        ORDER BY line.id
    """  # noqa: S608 (all of it is written here)


class Cart(models.Model):
    """Found by the secret in its cookie, of which only the digest is stored.

    `draft` keeps what the buyer typed in step 2, valid or not, and whether an address was asked
    for; `seen` is what the buyer was shown
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

    _methods: list[DeliveryMethod] | None = None

    def __str__(self) -> str:
        return f"cart {self.pk}"

    def add(self, variant: Variant, quantity: int) -> bool:
        """Put `quantity` more of `variant` in; False if the cart has too many different lines.

        A line never wants more than the variant's `per_order`; what is in stock is the quote's
        business, since it changes.
        """
        most = variant.per_order
        with transaction.atomic():
            self.touch()  # claims the cart's row: two tabs that add the same thing take turns
            line = self.lines.filter(variant=variant)
            if line.update(quantity=Least(F("quantity") + quantity, most)):
                return True
            if self.lines.count() >= MOST_LINES:
                return False
            Line.objects.create(cart=self, variant=variant, quantity=min(quantity, most))
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
        self.coupon = Coupon.objects.usable(typed) if typed else None
        self.coupon_by_link = bool(typed) and by_link
        self.touch("coupon", "coupon_by_link")

    def goes_on_as(self, visitor: str) -> None:
        """Counted under whom its browser is known as by now; and so is the order that it became."""
        with transaction.atomic():
            Cart.objects.filter(pk=self.pk).update(visitor=visitor)
            if hasattr(self, "order"):
                self.order.goes_on_as(visitor)
        self.visitor = visitor

    def touch(self, *fields: str) -> None:
        """Save `fields` of an open cart and note that it was used."""
        self.updated_at = timezone.now()
        self.save(update_fields=[*fields, "updated_at"])

    def quote(self, storefront) -> Quote:
        """Price the cart as it stands now, in the shop's currency (two short queries, and one more
        for a coupon)."""
        at, currency = timezone.now(), storefront.currency
        coupon, refusal = self._coupon_terms()
        quoted = quote(
            self._items(at, currency),
            currency=currency,
            coupon=coupon,
            delivery=self._delivery_terms(storefront),
            free_after_coupon=storefront.free_delivery_after_coupon,
            at=at,
        )
        return replace(quoted, coupon_refusal=refusal) if refusal else quoted

    def _items(self, at: datetime, currency: str) -> list[Item]:
        """The lines with the prices of `at` and the stock of now; their pictures are read if looked
        at."""
        rows = list(self._rows(at, currency))
        covers = cache(lambda: Picture.objects.covers({row["product_id"] for row in rows}))
        return [
            Item(**row, picture=SimpleLazyObject(lambda id=row["product_id"]: covers().get(id)))
            for row in rows
        ]

    def _rows(self, at: datetime, currency: str) -> Iterator[dict]:
        """What is known of each line, limited offers taken into its price."""
        with connection.cursor() as cursor:
            cursor.execute(items_in(get_language()), [moment(at), self.pk])
            found = cursor.fetchall()
        known = len(COLUMNS)
        for columns, rows in groupby(found, itemgetter(slice(known + len(PRICES)))):
            offers = filter(None, (terms(row[known + len(PRICES) :]) for row in rows))
            price = price_of(*columns[known:], offers, at=at, currency=currency)
            yield {
                **dict(zip(COLUMNS, columns, strict=False)),
                "unit_price": price.amount,
                "compare_at": price.compare_at,
                "offer": price.offer,
                "until": price.until,
                "changes_at": price.changes_at,
            }

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
                ends_at=coupon.ends_at,
            ),
            "",
        )

    def _delivery_terms(self, storefront) -> DeliveryTerms | None:
        method = self.delivery(storefront)
        if method is None:
            return None
        return DeliveryTerms(
            price=method.price,
            free_from=method.free_from,
            name=method.name,
            promise=method.promise,
            pickup=method.pickup,
        )

    def delivery(self, storefront) -> DeliveryMethod | None:
        """The chosen way of delivery while it is offered, else the first that is."""
        offered = self.offered(storefront)
        chosen = [method for method in offered if method.id == self.delivery_method_id]
        return next(iter(chosen or offered), None)

    def offered(self, storefront) -> list[DeliveryMethod]:
        """The ways of delivery to where it goes, as far as that is known; read once a request."""
        country = self.draft.get("country") or storefront.country
        if self._methods is None:
            self._methods = DeliveryMethod.objects.offered()
        return [method for method in self._methods if method.goes_to(country)]

    def has_address(self, storefront) -> bool:
        """Whether what step 2 took is enough for the way of delivery that holds now: what is
        collected needs no address."""
        method = self.delivery(storefront)
        return bool(method and method.pickup) or not self.draft.get("collected")

    def reachable(self, storefront) -> bool:
        """Whether something goes there. A shop without any methods charges nothing for delivery."""
        return bool(self.offered(storefront)) or not self._methods

    def look_again(self) -> None:
        """Forget what was read earlier in this request: what counts is what holds now."""
        self._methods = None


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
