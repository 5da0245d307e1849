"""`quote()`: the one place where a price is worked out. Pure: integers in, integers out.

All amounts are in stored units of one currency.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shop.lib.money import allocate, round_down
from shop.offers.prices import OfferTerms


@dataclass(frozen=True)
class Item:
    """A wanted line with the price and stock of now. `quantity` is what the buyer wants; `offer`
    the limited offer in `unit_price`, which holds `until` then unless it falls before."""

    variant_id: int
    unit_price: int
    quantity: int
    stock: int
    per_order: int = 20
    for_sale: bool = True
    line_id: int = 0
    product_id: int = 0
    sku: str = ""
    name: str = ""
    option: str = ""
    compare_at: int | None = None
    picture: Any = None
    offer: OfferTerms | None = None
    until: datetime | None = None
    changes_at: datetime | None = None


@dataclass(frozen=True)
class CouponTerms:
    """What a coupon that may be used gives. `products` empty: all."""

    code: str
    kind: str
    value: int = 0
    minimum_spend: int = 0
    products: frozenset[int] = frozenset()
    ends_at: datetime | None = None


@dataclass(frozen=True)
class DeliveryTerms:
    price: int
    free_from: int | None = None
    name: str = ""
    promise: str = ""
    pickup: bool = False


@dataclass(frozen=True)
class QuotedLine:
    """`quantity` is what can be had of the `wanted`; total = unit_price × quantity - discount.

    `problem` is "" or why less than wanted is quoted: "unpublished", "sold_out", "short" (of stock)
    or "limit" (per order).
    """

    item: Item
    quantity: int
    discount: int = 0
    problem: str = ""

    @property
    def wanted(self) -> int:
        return self.item.quantity

    @property
    def goods(self) -> int:
        return self.item.unit_price * self.quantity

    @property
    def instead_of(self) -> int | None:
        """What it would cost without its limited offer, if it is in one."""
        regular = self.item.compare_at if self.item.offer else None
        return regular * self.quantity if regular else None

    @property
    def total(self) -> int:
        return self.goods - self.discount

    @property
    def most(self) -> int:
        """The largest quantity that this line can have."""
        return min(self.item.stock, self.item.per_order)


@dataclass(frozen=True)
class Quote:
    """total = subtotal - discount + delivery_price >= 0, and the lines' totals sum to
    subtotal - discount. `delivery_waived` is what delivery would cost without the coupon that
    makes it free. `coupon_refusal` is "" or a key of offers.refusals.REFUSALS;
    `coupon_missing` what is still to be spent for it; `free_missing` the same for free delivery
    (None where there is no such threshold, or no such sum); `at` the moment it holds for,
    `changes_at` the next one at which something in it changes by itself."""

    lines: tuple[QuotedLine, ...]
    currency: str
    delivery_price: int = 0
    delivery_waived: int = 0
    delivery: DeliveryTerms | None = None
    coupon_code: str = ""
    coupon_refusal: str = ""
    coupon_missing: int = 0
    free_missing: int | None = None
    at: datetime | None = None
    changes_at: datetime | None = None
    subtotal: int = field(init=False)
    discount: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "subtotal", sum(line.goods for line in self.lines))
        object.__setattr__(self, "discount", sum(line.discount for line in self.lines))

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.delivery_price

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def free_from(self) -> int | None:
        return self.delivery.free_from if self.delivery else None

    @property
    def free_progress(self) -> int:
        """How much of the free-delivery threshold has been reached, in stored units."""
        return (self.free_from or 0) - (self.free_missing or 0)

    @property
    def quantities(self) -> dict[int, int]:
        """`{variant id: how many}` of what can be had."""
        return {line.item.variant_id: line.quantity for line in self.lines if line.quantity}

    def seen(self) -> dict:
        """What a buyer who was shown this quote saw, as plain JSON: what was agreed to, and until
        when the limited offers in it hold."""
        ends = {
            str(line.item.variant_id): line.item.until.isoformat()
            for line in self.lines
            if line.item.until
        }
        return {**self.agreed(), "until": ends} if ends else self.agreed()

    def agreed(self) -> dict:
        """The part of `seen()` that must not differ when the order is placed."""
        return {
            "lines": {
                str(line.item.variant_id): [line.quantity, line.item.unit_price]
                for line in self.lines
            },
            "coupon": self.coupon_code,
            "discount": self.discount,
            "delivery": self.delivery_price,
            "total": self.total,
        }

    @property
    def mark(self) -> str:
        """A short name of `agreed()`, by which a page says what it showed."""
        return hashlib.sha256(json.dumps(self.agreed(), sort_keys=True).encode()).hexdigest()[:16]


def quote(
    items: list[Item],
    *,
    currency: str,
    coupon: CouponTerms | None = None,
    delivery: DeliveryTerms | None = None,
    free_after_coupon: bool = True,
    at: datetime | None = None,
) -> Quote:
    """Price `items`, as they are at the moment `at`, with at most one coupon and one way of
    delivery.

    A coupon that asks for more or for other products, or has nothing to give, is left out and the
    quote says why. An empty quote costs nothing, delivery included.
    """
    lines = [_available(item) for item in items]
    refusal, missing = _coupon_refusal(lines, coupon, delivery)
    used = None if refusal else coupon
    if used:
        lines = _discounted(lines, used, currency)
    goods = sum(line.goods for line in lines)
    basis = goods - (sum(line.discount for line in lines) if free_after_coupon else 0)
    waived = bool(used and used.kind == "free_delivery")
    price = _delivery_price(delivery, basis) if goods else 0
    still = coupon if free_after_coupon else None
    return Quote(
        lines=tuple(lines),
        currency=currency,
        delivery=delivery,
        delivery_price=0 if waived else price,
        delivery_waived=price if waived else 0,
        coupon_code=used.code if used else "",
        coupon_refusal=refusal,
        coupon_missing=missing,
        free_missing=None if waived else _free_missing(delivery, basis, goods, still),
        at=at,
        changes_at=_next_change(items, coupon),
    )


def _next_change(items: list[Item], coupon: CouponTerms | None) -> datetime | None:
    moments = [item.changes_at for item in items] + [coupon.ends_at if coupon else None]
    return min(filter(None, moments), default=None)


def _available(item: Item) -> QuotedLine:
    if not item.for_sale:
        return QuotedLine(item, 0, problem="unpublished")
    most = min(item.stock, item.per_order)
    if most <= 0:
        return QuotedLine(item, 0, problem="sold_out")
    if item.quantity > most:
        return QuotedLine(item, most, problem="short" if most == item.stock else "limit")
    return QuotedLine(item, item.quantity)


def _eligible(line: QuotedLine, coupon: CouponTerms) -> bool:
    return not coupon.products or line.item.product_id in coupon.products


def _coupon_refusal(
    lines: list[QuotedLine], coupon: CouponTerms | None, delivery: DeliveryTerms | None
) -> tuple[str, int]:
    goods = sum(line.goods for line in lines)
    if coupon is None or not goods:
        return "", 0
    if not any(line.quantity and _eligible(line, coupon) for line in lines):
        return "other_products", 0
    if goods < coupon.minimum_spend:
        return "spend_more", coupon.minimum_spend - goods
    if coupon.kind == "free_delivery" and not _delivery_price(delivery, goods):
        return "free_already", 0
    return "", 0


def _discounted(lines: list[QuotedLine], coupon: CouponTerms, currency: str) -> list[QuotedLine]:
    weights = [line.goods if _eligible(line, coupon) else 0 for line in lines]
    amount = {
        "percent": sum(weights) * coupon.value // 100,
        "fixed": min(coupon.value, sum(weights)),
        "free_delivery": 0,
    }[coupon.kind]
    parts = allocate(round_down(amount, currency), weights)
    return [
        QuotedLine(line.item, line.quantity, part, line.problem)
        for line, part in zip(lines, parts, strict=True)
    ]


def _delivery_price(delivery: DeliveryTerms | None, basis: int) -> int:
    if delivery is None or (delivery.free_from is not None and basis >= delivery.free_from):
        return 0
    return delivery.price


def _free_missing(
    delivery: DeliveryTerms | None, basis: int, goods: int, coupon: CouponTerms | None
) -> int | None:
    """What is still to be spent, on anything, until delivery is free. `basis` is what counts of the
    `goods`; `coupon` what will take its part of the new ones, too."""
    if delivery is None or delivery.free_from is None or not delivery.price:
        return None
    if basis >= delivery.free_from:
        return 0
    if coupon is None or max(goods, delivery.free_from) < coupon.minimum_spend:
        return delivery.free_from - basis
    needed = _goods_for(delivery.free_from, coupon)
    return None if needed is None else needed - goods


def _goods_for(basis: int, coupon: CouponTerms) -> int | None:
    """The goods of which `basis` is left after the coupon; None where it depends on which goods,
    or nothing would be left."""
    if coupon.products or (coupon.kind == "percent" and coupon.value >= 100):
        return None
    if coupon.kind == "percent":
        return -(-basis * 100 // (100 - coupon.value))  # rounded up
    return basis + coupon.value if coupon.kind == "fixed" else basis
