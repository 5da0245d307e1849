"""What the shop knows of a visitor's carts, for the funnel's list of those who left."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from funnel.api import Known
from shop.cart.models import Cart
from shop.customers.models import Consent
from shop.lib.contact import email_key
from shop.orders.models import Order


def known(visitors: Iterable[str]) -> Iterator[Known]:
    """These visitors' carts, each with the order it became, if any; four queries for them all."""
    carts = Cart.objects.filter(visitor__in=list(visitors)).exclude(visitor="").order_by("id")
    carts = list(carts.prefetch_related("lines__variant__product"))
    orders = _orders(carts)
    withdrawn = _withdrawn(carts)
    for cart in carts:
        order = orders.get(cart.pk)
        yield Known(
            visitor=cart.visitor,
            at=cart.created_at,
            last=cart.updated_at,
            contact=contact(cart, withdrawn),
            **(_of_order(order) if order else _of_cart(cart)),
        )


def _orders(carts: list[Cart]) -> dict[int, Order]:
    orders = Order.objects.filter(cart__in=[cart.pk for cart in carts]).order_by()
    return {order.cart_id: order for order in orders.prefetch_related("lines")}


def _of_order(order: Order) -> dict:
    return {
        "contents": tuple(
            _words(line.quantity, line.name, line.option) for line in order.lines.all()
        ),
        "value": order.total,
        "currency": order.currency,
        "order": order.number,
        "url": reverse("admin:orders_order_change", args=[order.pk]),
    }


def _of_cart(cart: Cart) -> dict:
    """At the prices of today, without delivery and coupon."""
    lines = list(cart.lines.all())
    return {
        "contents": tuple(
            _words(line.quantity, line.variant.product.name, line.variant.option) for line in lines
        ),
        "value": sum(line.quantity * line.variant.price for line in lines),
        "currency": cart.currency,
    }


def _words(quantity: int, name: str, option: str) -> str:
    """`2 × Morning Mist · 10 bags`."""
    return f"{quantity} × {' · '.join(filter(None, [name, option]))}"


def contact(cart: Cart, withdrawn: set[str]) -> str:
    """The address of who typed it, asked for news and hasn't taken that back since; else "".

    What is typed in the checkout is for the order alone: without that yes nobody is to be written
    to, and so nobody is named.
    """
    email = str(cart.draft.get("email", ""))
    if not cart.draft.get("marketing_consent") or email_key(email) in withdrawn:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email


def _withdrawn(carts: list[Cart]) -> set[str]:
    """The mailboxes of these whose every yes was taken back."""
    keys = {email_key(str(cart.draft.get("email", ""))) for cart in carts} - {""}
    given = Consent.objects.filter(kind=Consent.Kind.MARKETING, customer__email_key__in=keys)
    return set(_taken_back(given).values_list("customer__email_key", flat=True))


def _taken_back(given: QuerySet[Consent]) -> QuerySet[Consent]:
    standing = Consent.objects.filter(
        customer=OuterRef("customer"), kind=OuterRef("kind"), withdrawn_at=None
    )
    return given.exclude(Exists(standing))
