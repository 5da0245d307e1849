"""What is recorded besides stages, each by its name: what a journey saw, used or stumbled over."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .journeys import Happening, Journey, Placed


class DetailName(TextChoices):
    """Names of recorded details. The value tells which: a field, a product, a section, a code.

    Never a field's content: of a form only the field's name and the kind of error.
    """

    # What the page showed (by the browser). The value is the part's id on the page.
    SECTION = "section", _("Section in sight")
    DEPTH = "depth", _("Scrolled to")  # the value is 25, 50, 75 or 100 (percent)
    QUESTION = "question", _("Question opened")
    TESTIMONIAL = "testimonial", _("Testimonial looked at")
    PRODUCT_SEEN = "product_seen", _("Product looked at")
    FIELD_TOUCHED = "field_touched", _("Last field touched")
    # What was in the cart and on the order (by the server).
    PRODUCT = "product", _("Product in the cart")
    COUPON = "coupon", _("Coupon used")
    COUNTRY = "country", _("Country of the order")
    # Why somebody may have left (by the server).
    FIELD_ERROR = "field_error", _("Field refused")  # "delivery.phone: invalid"
    COUPON_REFUSED = "coupon_refused", _("Coupon refused")
    STOCK_REFUSED = "stock_refused", _("Not enough in stock")
    DELIVERY_PRICE = "delivery_price", _("Delivery price first seen")
    PAYMENT_DECLINED = "payment_declined", _("Payment declined")
    PRICE_CHANGED = "price_changed", _("Price changed meanwhile")


TRAITS = (DetailName.PRODUCT, DetailName.COUPON, DetailName.COUNTRY)
REASONS = (
    DetailName.FIELD_ERROR,
    DetailName.COUPON_REFUSED,
    DetailName.STOCK_REFUSED,
    DetailName.DELIVERY_PRICE,
    DetailName.PAYMENT_DECLINED,
    DetailName.PRICE_CHANGED,
)
# What somebody did, so that it can have been the last thing: a price is shown, not done.
ON_PURPOSE = (
    DetailName.FIELD_TOUCHED,
    DetailName.QUESTION,
    DetailName.TESTIMONIAL,
    DetailName.PRODUCT_SEEN,
    *(name for name in REASONS if name != DetailName.DELIVERY_PRICE),
)
# A browser may report these; everything else only the server knows.
FROM_BROWSER = frozenset(
    {
        DetailName.SECTION,
        DetailName.DEPTH,
        DetailName.QUESTION,
        DetailName.TESTIMONIAL,
        DetailName.PRODUCT_SEEN,
        DetailName.FIELD_TOUCHED,
    }
)
NAMES = frozenset(map(str, DetailName))
# Fields of the checkout, by the last part of their name ("delivery.phone").
FIELDS = {
    "delivery_method": _("Way of delivery"),
    "quantity": _("Quantity"),
    "variant": _("Choice of product"),
    "coupon": _("Coupon code"),
    "email": _("E-mail"),
    "name": _("Name"),
    "phone": _("Phone"),
    "country": _("Country"),
    "postal_code": _("Postal code"),
    "region": _("Region"),
    "city": _("Town or city"),
    "address": _("Address"),
    "note": _("Note to the shop"),
    "invoice": _("Way of the invoice"),
    "carrier": _("Mobile barcode"),
    "donation_code": _("Donation code"),
    "company": _("Company on the invoice"),
    "tax_id": _("Company's tax number"),
    "marketing_consent": _("Consent to news"),
    "payment_method": _("Way of payment"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """A detail to be stored: `value` says which. `key` makes it count once; `amount` is how long,
    in milliseconds, for what lies in sight; `age` is how long before it was told it happened."""

    name: DetailName
    value: str
    key: str | None = None
    amount: int | None = None
    age: timedelta = timedelta(0)


@dataclass(slots=True)
class Sum:
    """How many times, for how long in all (milliseconds), and when last (microseconds)."""

    times: int = 0
    amount: int = 0
    at: int = 0

    def add(self, event: Happening) -> None:
        self.times += 1
        self.at = max(self.at, event.at)


Sums = dict[tuple[int, str, str], Sum]


def stumbled(found: Iterable[tuple[int, str, str]]) -> set[int]:
    """The journeys that met a reason."""
    return {journey for journey, name, _value in found if name in REASONS}


def of_stage(event: Happening) -> list[tuple[str, str]]:
    """What a stage tells besides itself: the product, the coupon, the country."""
    return [(name, event.context[name]) for name in map(str, TRAITS) if event.context.get(name)]


def gathered(
    placed: Iterable[Placed], seen: Iterable[Happening], journeys: list[Journey], ids: list[int]
) -> Sums:
    """By journey's id, name and value. `seen` are details, `placed` stages with theirs.

    A detail belongs to the latest journey that was entered at or before it, if there is one.
    """
    found: Sums = defaultdict(Sum)
    place = {id(journey): pk for journey, pk in zip(journeys, ids, strict=True)}
    for each in placed:
        for name, value in of_stage(each.event):
            found[place[id(each.journey)], name, value].add(each.event)
    for event in seen:
        owner = next((j for j in reversed(journeys) if j.entry <= event.at), None)
        if owner:
            total = found[place[id(owner)], event.name, event.context["value"]]
            total.add(event)
            total.amount += event.value
    return found
