"""The three steps: what is asked at each, and what is done with the answer."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event
from modeltranslation.utils import get_language

from funnel.api import DetailName, Note, client_ip, note_all, recognise
from shop.cart.models import Cart
from shop.cart.session import cart_of
from shop.cart.told import coupon_refused, field_error, field_errors, met
from shop.cart.views import cart_context, use_coupon
from shop.checkout.forms import CONSENT, DeliveryForm, OrderForm
from shop.checkout.place import AlreadyPlaced, Changed, place
from shop.checkout.places import PLACE
from shop.checkout.steps import delivery_done, no_cart, show, to_order
from shop.lib.contact import email_key
from shop.lib.rates import allowed, any_left
from shop.lib.text import whole_number
from shop.offers.refusals import REFUSALS, Refused
from shop.payments.providers import PROVIDERS

step_methods = require_http_methods(["GET", "HEAD", "POST"])
TOO_MANY = _("Many orders came from you just now. Please wait a little, or write to us.")


@never_cache
@step_methods
def order(request: HttpRequest) -> HttpResponse:
    """Step 1, "Your order": quantities, coupon, delivery method."""
    cart = cart_of(request)
    if cart is None:
        return no_cart(request)
    if request.method == "POST":
        return order_posted(request, cart)
    return show(request, cart, "order")


def order_posted(request: HttpRequest, cart: Cart) -> HttpResponse:
    """Take what step 1 holds; on to step 2, or the same step with what is wrong."""
    storefront = request.storefront
    notes: list[Note] = []
    if problem := set_quantities(request, cart):
        notes.append(field_error("order", "quantity", "invalid"))
    form = OrderForm(request.POST, methods=cart.offered(storefront))
    if not form.is_valid():
        problem = next(iter(form.errors.values()))[0]
        notes += field_errors("order", form)
    elif chosen := form.cleaned_data["delivery_method"]:
        cart.delivery_method_id = chosen
        cart.touch("delivery_method")
    if wrong := set_coupon(request, cart):
        typed = request.POST.get("coupon", "")[:60]
        return show(request, cart, "order", coupon_problem=wrong, coupon_typed=typed, notes=notes)
    quoted = cart.quote(storefront)
    if quoted.coupon_refusal and request.POST.get("coupon", "").strip():
        notes.append(Note(DetailName.COUPON_REFUSED, quoted.coupon_refusal))
    if problem or not quoted.count:
        problem = problem or _("There is nothing to order yet.")
        return show(request, cart, "order", problem=problem, notes=notes)
    note_all(request, [*notes, *met(cart, quoted)], visitor=cart.visitor)
    if {"stay", "apply", "coupon_off"} & request.POST.keys():
        return redirect("checkout_order")
    cart.seen, cart.order_confirmed_at = quoted.seen(), timezone.now()
    cart.touch("seen", "order_confirmed_at")
    return redirect("checkout_delivery")


def set_quantities(request: HttpRequest, cart: Cart) -> str:
    """Take posted `quantity-<line id>`s; returns what is wrong with one of them, or ""."""
    problem = ""
    for line in cart.lines.all():
        posted = request.POST.get(f"quantity-{line.id}")
        if posted is None or posted == str(line.quantity):
            continue
        try:
            cart.set_quantity(line.id, whole_number(posted, most=999))
        except ValidationError as error:
            problem = error.messages[0]
    return problem


def set_coupon(request: HttpRequest, cart: Cart) -> str:
    """Take the coupon that was typed, or off; returns why it can't be used, or "".

    An empty field alone takes nothing off: it stands there whenever somebody goes on.
    """
    typed = request.POST.get("coupon", "")
    if "coupon_off" in request.POST:
        cart.use_coupon("")
    elif typed.strip():
        try:
            use_coupon(request, cart, typed)
        except Refused as refused:
            coupon_refused(request, refused.reason, cart)
            return REFUSALS[refused.reason]
    elif "apply" in request.POST:
        return _("Type the code first.")
    return ""


@never_cache
@step_methods
def delivery(request: HttpRequest) -> HttpResponse:
    """Step 2, "Delivery": who gets it and where. With `check`, validates one field."""
    cart = cart_of(request)
    if cart is None:
        return no_cart(request)
    if not cart.order_confirmed_at:
        return redirect("checkout_order")
    if request.method == "POST":
        return delivery_posted(request, cart)
    method = cart.delivery(request.storefront)
    form = DeliveryForm(storefront=request.storefront, method=method, draft=cart.draft)
    return show(request, cart, "delivery", form=form)


def delivery_posted(request: HttpRequest, cart: Cart) -> HttpResponse:
    """Keep all that was typed; on to step 3 if it is complete."""
    method = cart.delivery(request.storefront)
    typed = {"storefront": request.storefront, "method": method, "draft": cart.draft}
    form = DeliveryForm(request.POST.dict(), **typed)
    complete = form.is_valid()
    cart.draft = form.kept(cart.draft)
    cart.language = get_language()
    if not complete:  # also where a complete one was passed before: it isn't what is kept now
        cart.delivery_confirmed_at = None
        cart.touch("draft", "language", "delivery_confirmed_at")
    checked = request.POST.get("check")
    if checked in form.fields:
        cart.touch("draft")
        wrong = field_errors("delivery", form, [checked])
        note_all(request, wrong, visitor=cart.visitor)
        return checked_field(request, cart, form, checked)
    if "stay" in request.POST:  # another country, without JavaScript
        cart.touch("draft")
        return redirect("checkout_delivery")
    if not complete:
        return show(request, cart, "delivery", form=form, notes=field_errors("delivery", form))
    cart.delivery_confirmed_at = timezone.now()
    cart.touch("draft", "language", "delivery_confirmed_at")
    return redirect("checkout_payment")


def checked_field(
    request: HttpRequest, cart: Cart, form: DeliveryForm, checked: str
) -> HttpResponse:
    """The field that was left, with what is wrong with it, and the ones that follow from it."""
    if checked == "country":
        return country_changed(request, cart, form)
    follows = form.follows(checked) if checked in PLACE else []
    context = {"field": form[checked], "checked": True, "follows": follows}
    response = render(request, "checkout/_checked.html", context)
    told = [form.shown(field) for field, posted in follows if not posted and field.value()]
    if told:
        words = _("Filled in: %(places)s") % {"places": ", ".join(told)}
        trigger_client_event(response, "filled", {"value": words})
    return response


def country_changed(request: HttpRequest, cart: Cart, form: DeliveryForm) -> HttpResponse:
    """The fields of an address in the country that was chosen, and what it costs to go there."""
    method = cart.delivery(request.storefront)
    fresh = DeliveryForm(storefront=request.storefront, method=method, draft=cart.draft)
    context = {**cart_context(request), "form": fresh, "country": form["country"], "oob": True}
    return render(request, "checkout/_place.html", context)


@never_cache
@step_methods
def payment(request: HttpRequest) -> HttpResponse:
    """Step 3, "Payment": choose how to pay; posting places the order."""
    cart = cart_of(request)
    if cart is None:
        return no_cart(request)
    if not cart.order_confirmed_at or not delivery_done(request, cart):
        return redirect("checkout_delivery" if cart.order_confirmed_at else "checkout_order")
    if request.method == "POST":
        return payment_posted(request, cart)
    return show(request, cart, "payment", chosen=request.GET.get("payment_method", ""))


def payment_posted(request: HttpRequest, cart: Cart) -> HttpResponse:
    """Place the order, once, or say what changed and ask again."""
    method = request.POST.get("payment_method", "")
    if method not in PROVIDERS or not PROVIDERS[method].available():
        wrong = field_error("payment", "payment_method", "invalid_choice" if method else "required")
        problem = _("Choose how you would like to pay.")
        return show(request, cart, "payment", problem=problem, notes=[wrong])
    if not cart.reachable(request.storefront):
        wrong = field_error("payment", "country", "unreachable")
        problem = _("We don't deliver to this country at the moment.")
        return show(request, cart, "payment", chosen=method, problem=problem, notes=[wrong])
    limits = limits_of(request, cart)
    if not all(any_left(*limit) for limit in limits):
        return show(request, cart, "payment", chosen=method, problem=TOO_MANY)
    try:
        placed = place(
            cart,
            method=method,
            storefront=request.storefront,
            shown=request.POST.get("shown", ""),
            consent=str(CONSENT) if cart.draft.get("marketing_consent") else "",
        )
    except AlreadyPlaced:
        return no_cart(request)
    except Refused as refused:
        cart.use_coupon("")
        coupon_refused(request, refused.reason, cart)
        problem = REFUSALS[refused.reason]
        return show(request, cart, "payment", chosen=method, coupon_problem=problem)
    except Changed:
        return show(request, cart, "payment", chosen=method, changed=True)
    for limit in limits:
        allowed(*limit)
    recognise(request, person=email_key(placed.email))
    return to_order(request, placed)


def limits_of(request: HttpRequest, cart: Cart) -> list[tuple[str, str, str]]:
    """How many orders one mailbox and one address may place: each takes stock and sends a mail."""
    each = settings.ORDERS_PER_HOUR
    return [
        (f"{each}/hour", "orders-to", email_key(cart.draft["email"])),
        (f"{10 * each}/hour", "orders-from", client_ip(request)),
    ]
