"""How a step is shown: on the page's own frame, as a whole or as the fragment that htmx swaps."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from funnel.api import DetailName, Note, Stage, note_all, record, visit_token
from shop.cart.changes import changes
from shop.cart.frame import framed
from shop.cart.models import Cart
from shop.cart.pricing import Quote
from shop.cart.session import COOKIE, keep
from shop.cart.told import met, worth
from shop.cart.views import cart_context, coupon_words, told
from shop.lib.addresses import in_one_line
from shop.lib.tokens import digest
from shop.orders.models import Order
from shop.payments.providers import PROVIDERS

OTHER_WINDOW = _(
    "Your order was changed in another window. "
    "Please look once more and place the order if you agree."
)


def show(
    request: HttpRequest, cart: Cart, step: str, *, notes: Iterable[Note] = (), **context
) -> HttpResponse:
    """Render `step` with the others around it; step 3 remembers the sums that the buyer now sees.
    `notes` are for the funnel.

    422 when the buyer has to mend something, 409 when something changed since they looked.
    """
    context = {**cart_context(request), **step_context(request, cart), "step": step, **context}
    quoted = context["quote"]
    context["changes"] = changes(cart.seen, quoted)
    if context.get("changed") and not context["changes"]:
        context["problem"] = OTHER_WINDOW
        notes = [*notes, Note(DetailName.PRICE_CHANGED, "window")]
    tell(request, cart, step, quoted, notes)
    context["waiting"] = coupon_words(quoted, request)
    if step == "payment" and cart.seen != quoted.seen():  # here it is said what changed
        cart.seen = quoted.seen()
        cart.touch("seen")
    form_is_wrong = "form" in context and context["form"].is_bound
    wrong = context.get("problem") or context.get("coupon_problem") or form_is_wrong
    failed = 422 if request.method == "POST" and wrong else 200
    return render_step(request, context, status=409 if context.get("changed") else failed)


def step_context(request: HttpRequest, cart: Cart) -> dict:
    """What every step's template takes besides the cart."""
    return {
        "methods": cart.offered(request.storefront),
        "method": cart.delivery(request.storefront),
        "providers": [provider for provider in PROVIDERS.values() if provider.available()],
        "order_done": bool(cart.order_confirmed_at),
        "delivery_done": delivery_done(request, cart),
        "goes_to": in_one_line(home(request, cart), cart.draft),
    }


def delivery_done(request: HttpRequest, cart: Cart) -> bool:
    """Whether step 2 was passed, for the way of delivery that holds now."""
    return bool(cart.delivery_confirmed_at) and cart.has_address(request.storefront)


def home(request: HttpRequest, cart: Cart) -> str:
    """The country that the order goes to, as far as it is known."""
    return cart.draft.get("country") or request.storefront.country


def render_step(request: HttpRequest, context: dict, *, status: int = 200) -> HttpResponse:
    template = "checkout/_checkout.html"
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, template, context, status=status)
        if not context.get("changes") or context["step"] != "payment":  # which says it at length
            told(request, context, response)
        if "again" not in request.GET:
            response["HX-Push-Url"] = request.path
    else:
        context = {**context, "visit": visit_token(request, "", recorded=True)}
        response = framed(request, template, context, title=_("Checkout"), status=status)
    return keep(request, response)


def tell(
    request: HttpRequest, cart: Cart, step: str, quoted: Quote, notes: Iterable[Note] = ()
) -> None:
    """Tell the funnel that a step is shown and what the buyer stumbles over there, at once. Asking
    for its headers shows nothing, and an open step that asks again, since a price changed by
    itself, was shown before."""
    notes = [*notes, *met(cart, quoted)]
    if request.method == "GET" and "again" not in request.GET:
        told = {**worth(quoted), "notes": notes}
        record(request, Stage(f"checkout_{step}"), visitor=cart.visitor, page=cart.page, **told)
    elif request.method != "HEAD":
        note_all(request, notes, visitor=cart.visitor)


def no_cart(request: HttpRequest) -> HttpResponse:
    """No open cart: to the order that the last one became, if any, else an empty step 1."""
    secret = request.COOKIES.get(COOKIE, "")
    placed = Order.objects.filter(cart__token_digest=digest(secret)).first() if secret else None
    if placed:
        return to_order(request, placed)
    if request.resolver_match.url_name != "checkout_order":
        return redirect("checkout_order")
    return render_step(request, {**cart_context(request), "step": "order", "steps": []})


def to_order(request: HttpRequest, placed: Order) -> HttpResponse:
    """To the order's page, as a real navigation: its payment panel needs its own CSP."""
    address = reverse("order", args=[placed.secret_of(request.COOKIES[COOKIE])])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
