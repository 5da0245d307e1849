"""The cart by its three posts, and as a page for those without JavaScript."""

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from funnel.api import DetailName, Stage, from_our_pages, note_all, record
from shop.cart.forms import AddForm, QuantityForm
from shop.cart.frame import framed
from shop.cart.pricing import Quote, quote
from shop.cart.session import cart_count, cart_of, keep, open_cart, use_coupon
from shop.cart.told import coupon_refused, delivery_price, field_errors, met, worth
from shop.lib.money import format_money
from shop.offers.refusals import REFUSALS, Refused


@never_cache
@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """The cart: a page, or the drawer's fragment."""
    return answer(request)


@never_cache
@require_safe
def badge(request: HttpRequest) -> HttpResponse:
    """The number beside "Cart", for a page that a CDN keeps, with the time there: a kept page can't
    tell its countdowns."""
    context = {"cart_count": cart_count(request), "now": timezone.now().isoformat()}
    return render(request, "cart/_badge.html", context)


@from_our_pages
@require_POST
def lines(request: HttpRequest) -> HttpResponse:
    """Put `quantity` of `variant` into this visitor's cart, opening one if need be."""
    form = AddForm(request.POST)
    if not form.is_valid():
        return refuse(request, form)
    variant = form.cleaned_data["variant"]
    with transaction.atomic():  # one wait for the disk, not two
        cart = open_cart(request)
        added = cart.add(variant, form.cleaned_data["quantity"])
    if not added:
        return answer(request, problem=_("Your cart holds too many different products."))
    quoted = cart.quote(request.storefront)
    told = worth(quoted)
    told["details"][DetailName.PRODUCT] = variant.product.slug
    notes = [*delivery_price(cart, quoted), *met(cart, quoted)]
    record(request, Stage.CART, visitor=cart.visitor, page=cart.page, notes=notes, **told)
    response = answer(request, quoted=quoted)
    response["HX-Trigger"] = "cart-opened"
    return keep(request, response)


@require_POST
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Set one line's quantity; 0 takes it out."""
    form = QuantityForm(request.POST)
    if not form.is_valid():
        return refuse(request, form)
    cart = cart_of(request)
    if cart is None or not cart.set_quantity(line_id, form.cleaned_data["quantity"]):
        return answer(request, problem=_("This line is no longer in your cart."))
    quoted = cart.quote(request.storefront)
    note_all(request, met(cart, quoted), visitor=cart.visitor)
    return answer(request, quoted=quoted)


@require_POST
def coupon(request: HttpRequest) -> HttpResponse:
    """Put a coupon on the cart by its `code`; an empty one takes it off."""
    cart = open_cart(request)
    typed = request.POST.get("code", "")
    try:
        use_coupon(request, cart, typed)
    except Refused as refused:
        coupon_refused(request, refused.reason, cart)
        return keep(request, answer(request, coupon_problem=REFUSALS[refused.reason], typed=typed))
    quoted = cart.quote(request.storefront)
    if quoted.coupon_refusal:  # kept, but it gives nothing yet
        coupon_refused(request, quoted.coupon_refusal, cart)
    return keep(request, answer(request, quoted=quoted))


def refuse(request: HttpRequest, form: Form) -> HttpResponse:
    """Say what is wrong with a form of the cart's, to the buyer and to the funnel."""
    cart = cart_of(request)
    note_all(request, field_errors("cart", form), visitor=cart.visitor if cart else None)
    return answer(request, problem=first_error(form))


def first_error(form: Form) -> str:
    return next(iter(form.errors.values()))[0]


def answer(
    request: HttpRequest,
    *,
    problem: str = "",
    coupon_problem: str = "",
    typed: str = "",
    quoted: Quote | None = None,
) -> HttpResponse:
    """The cart as it is now (`quoted`, if it is known): fragment for htmx, else a redirect to its
    page.

    A problem is shown beside the cart and nothing is lost; the status is then 422.
    """
    failed = bool(problem or coupon_problem)
    if request.method == "POST" and not request.htmx and not failed:
        return redirect("cart")
    context = cart_context(request, quoted)
    context.update(problem=problem, coupon_problem=coupon_problem, coupon_typed=typed[:60])
    context["waiting"] = coupon_words(context["quote"], request)
    status = 422 if failed else 200
    if request.htmx:
        return told(request, context, render(request, "cart/_cart.html", context, status=status))
    title = _("Your cart")
    return framed(request, "cart/cart.html", context, title=title, drawer=False, status=status)


def told(request: HttpRequest, context: dict, response: HttpResponse) -> HttpResponse:
    """Where an open page asked again because a price changed by itself: say so."""
    if "again" not in request.GET:
        return response
    total = format_money(context["quote"].total, context["quote"].currency, get_language() or "en")
    words = _("A limited offer ended or began. The total is %(total)s now.") % {"total": total}
    return trigger_client_event(response, "announce", {"value": words})


def cart_context(request: HttpRequest, quoted: Quote | None = None) -> dict:
    """`cart` (or None), its `quote` and `cart_count`, as every cart template takes them."""
    cart, storefront = cart_of(request), request.storefront
    if quoted is None:
        quoted = cart.quote(storefront) if cart else quote([], currency=storefront.currency)
    return {"cart": cart, "quote": quoted, "cart_count": quoted.count}


def coupon_words(quoted, request: HttpRequest) -> str:
    """Why the cart's coupon gives nothing at the moment, in words; "" if it does."""
    if not quoted.coupon_refusal:
        return ""
    missing = format_money(quoted.coupon_missing, quoted.currency, get_language() or "en")
    return REFUSALS[quoted.coupon_refusal] % {"missing": missing}
