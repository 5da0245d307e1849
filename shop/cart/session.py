"""Which cart is this visitor's: a secret in a cookie, its digest in the database."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote, unquote

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from funnel.api import client_ip, goes_on_as, visitor_of
from shop.cart.models import Cart
from shop.lib.rates import allowed, any_left
from shop.lib.text import clean
from shop.lib.tokens import digest, new_secret
from shop.offers.models import Coupon, normal_code
from shop.offers.refusals import Refused

logger = logging.getLogger(__name__)

COOKIE = "cart"
COUPON_COOKIE = "coupon"
GUESSES = "20/minute"  # wrong codes from one address


def cart_of(request: HttpRequest) -> Cart | None:
    """This visitor's open cart, or None. Read once per request."""
    if not hasattr(request, "_cart"):
        secret = request.COOKIES.get(COOKIE, "")
        cart = _find(secret) if secret else None
        if cart:
            _follow(request, cart)
        request._cart = cart if cart and not cart.placed_at else None
    return request._cart


def _find(secret: str) -> Cart | None:
    # Plain, since every request of a buyer asks it and the ORM takes twice as long.
    one = "SELECT * FROM cart_cart WHERE token_digest = %s"
    return next(iter(Cart.objects.raw(one, [digest(secret)])), None)


def _follow(request: HttpRequest, cart: Cart) -> None:
    """Also of a cart that was placed: its order may not be told to the funnel yet. No page fails
    with a busy database for this: the next request tries again."""
    if cart.visitor and cart.visitor != (visitor := goes_on_as(request, cart.visitor)):
        try:
            cart.goes_on_as(visitor)
        except DatabaseError:
            logger.exception("cart %s could not follow its browser", cart.pk)


def cart_count(request: HttpRequest) -> int:
    """How many things are in this visitor's cart; a stranger costs no query."""
    cart = cart_of(request)
    return sum(cart.lines.values_list("quantity", flat=True)) if cart else 0


def open_cart(request: HttpRequest) -> Cart:
    """This visitor's cart, made if there is none; answer through `keep` so that it is kept.

    A coupon that came by link is put on it.
    """
    cart = cart_of(request)
    if cart is None:
        secret = request._cart_secret = new_secret()
        cart = request._cart = Cart.objects.create(
            token_digest=digest(secret),
            visitor=visitor_of(request),
            currency=request.storefront.currency,
            language=get_language(),
            page=clean(request.POST.get("page", "")[:200])[:50],
        )
        with suppress(Refused):  # it could be used when the page said so
            use_coupon(request, cart, unquote(request.COOKIES.get(COUPON_COOKIE, "")), by_link=True)
    return cart


def keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the visitor the cookie of a cart that this request opened."""
    if secret := getattr(request, "_cart_secret", None):
        _set(response, COOKIE, secret, days=settings.CART_DAYS)
        response.delete_cookie(COUPON_COOKIE)
    return response


def remember_coupon(request: HttpRequest, response: HttpResponse, typed: str) -> None:
    """Put a coupon that came by link on the cart, or keep it until there is one. Raises Refused."""
    code, cart = normal_code(typed), cart_of(request)
    if cart:
        _use_coupon_by_link(request, cart, code)
        return
    with _guess(request):
        Coupon.objects.usable(code)
    _set(response, COUPON_COOKIE, quote(code), days=7)  # headers hold ASCII only


def use_coupon(request: HttpRequest, cart: Cart, typed: str, *, by_link: bool = False) -> None:
    """`cart.use_coupon`, but who tries many wrong codes is made to wait. Raises Refused."""
    if not typed.strip():
        cart.use_coupon("")
        return
    with _guess(request):
        cart.use_coupon(typed.strip(), by_link=by_link)


@contextmanager
def _guess(request: HttpRequest) -> Iterator[None]:
    """Counts the codes that are refused within; raises Refused after too many."""
    guesser = (GUESSES, "coupon", client_ip(request))
    if not any_left(*guesser):
        raise Refused("too_often")
    try:
        yield
    except Refused:
        allowed(*guesser)
        raise


def _use_coupon_by_link(request: HttpRequest, cart: Cart, code: str) -> None:
    if cart.coupon is None:
        use_coupon(request, cart, code, by_link=True)
    elif cart.coupon.code != code:
        raise Refused("one_only")


def _set(response: HttpResponse, name: str, value: str, *, days: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=days * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
