"""What the funnel is told of a cart besides its stages: what lies in it, and what a buyer stumbles
over. Never what somebody typed: of a field only its name and the kind of error.
"""

from collections.abc import Iterable

from django.forms import Form
from django.http import HttpRequest

from funnel.api import DetailName, Note, note
from shop.cart.models import Cart
from shop.cart.pricing import Quote
from shop.catalogue.models import Product


def worth(quoted: Quote) -> dict:
    """For `funnel.api.record`: what the buyer would pay now, and the coupon that is taken off."""
    coupon = {DetailName.COUPON: quoted.coupon_code}
    return {"value": quoted.total, "currency": quoted.currency, "details": coupon}


def met(cart: Cart, quoted: Quote) -> list[Note]:
    """What can be seen in a quote to turn a buyer away, each told once of a cart."""
    return [*stock_refusals(cart, quoted), *price_changes(cart, quoted)]


def delivery_price(cart: Cart, quoted: Quote) -> list[Note]:
    """What delivery costs at first sight, which is when the first line was put into the cart."""
    if len(quoted.lines) != 1 or not quoted.delivery or not quoted.count:
        return []
    value = f"{quoted.currency} {quoted.delivery_price}"
    return [Note(DetailName.DELIVERY_PRICE, value, key=f"{cart.pk}")]


def stock_refusals(cart: Cart, quoted: Quote) -> list[Note]:
    """Products of which there is less than the buyer wants."""
    short = [line.item for line in quoted.lines if line.problem in ("sold_out", "short")]
    if not short:
        return []
    products = Product.objects.filter(id__in={item.product_id for item in short})
    return [
        Note(DetailName.STOCK_REFUSED, slug, key=f"{cart.pk}:{slug}")
        for slug in products.order_by("slug").values_list("slug", flat=True)
    ]


def price_changes(cart: Cart, quoted: Quote) -> list[Note]:
    """What changed by itself since the buyer agreed, once for each new state."""
    return [
        Note(DetailName.PRICE_CHANGED, what, key=f"{cart.pk}:{quoted.mark}:{what}")
        for what in changed(cart, quoted)
    ]


def changed(cart: Cart, quoted: Quote) -> list[str]:
    """Which of price, quantity, coupon and delivery differ from what was seen; what the buyer did
    (another quantity, the coupon taken off) is no change."""
    seen, now = cart.seen, quoted.agreed()
    if not seen or all(seen.get(name) == now[name] for name in now):
        return []
    before, lines = seen["lines"], now["lines"]
    both = before.keys() & lines.keys()
    short = {str(line.item.variant_id) for line in quoted.lines if line.problem}
    same_goods = before.keys() == lines.keys() and all(before[k][0] == lines[k][0] for k in both)
    found = {
        "price": any(before[key][1] != lines[key][1] for key in both),
        "quantity": any(before[key][0] > lines[key][0] for key in both & short),
        "coupon": bool(seen["coupon"] and not now["coupon"] and cart.coupon_id),
        "delivery": same_goods and seen["delivery"] != now["delivery"],
    }
    return [what for what, differs in found.items() if differs]


def field_errors(step: str, form: Form, only: Iterable[str] | None = None) -> list[Note]:
    """`delivery.phone: invalid` for each field that is wrong: its name and the kind of error."""
    errors = form.errors.as_data()
    names = errors if only is None else [name for name in only if name in errors]
    return [field_error(step, name, _kind(form, name, errors[name][0].code)) for name in names]


def field_error(step: str, name: str, kind: str) -> Note:
    return Note(DetailName.FIELD_ERROR, f"{step}.{name}: {kind}")


def _kind(form: Form, name: str, code: str | None) -> str:
    return code or ("invalid" if str(form.data.get(name) or "").strip() else "required")


def coupon_refused(request: HttpRequest, reason: str, cart: Cart | None) -> None:
    """`reason` is a key of `offers.refusals.REFUSALS`."""
    note(request, DetailName.COUPON_REFUSED, reason, visitor=cart.visitor if cart else None)
