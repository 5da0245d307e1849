"""Placing an order: one short transaction, then the provider is told."""

import logging

from django.utils import timezone
from modeltranslation.utils import get_language

from shop.cart.changes import changes
from shop.cart.models import Cart
from shop.cart.pricing import Quote
from shop.catalogue.stock import OutOfStock, take
from shop.checkout import invoices
from shop.checkout.mails import write_to_buyer
from shop.checkout.places import PLACE
from shop.checkout.purchases import tell_funnel
from shop.customers.models import Consent, Customer
from shop.lib.contact import email_key, phone_key
from shop.lib.tokens import new_code
from shop.lib.transactions import in_transaction
from shop.offers.models import Coupon
from shop.offers.refusals import Refused
from shop.orders.models import Order, OrderLine, Redemption
from shop.payments.models import Payment
from shop.payments.providers import PROVIDERS, ProviderError

logger = logging.getLogger(__name__)

CONTACT = ("email", "name", "phone", "phone_e164", "country", "note")


class AlreadyPlaced(Exception):
    """Another post of the same step was first; its order is the one that counts."""


class Changed(Exception):
    """Price, stock, delivery or coupon are not what the buyer saw: say so and ask again."""


def place(cart: Cart, *, method: str, storefront, shown: str = "", consent: str = "") -> Order:
    """Turn the cart into an order with its stock, coupon and payment attempt.

    `method` is a key of PROVIDERS; `shown` the mark of the quote on the page that was posted, where
    it says; `consent` the words that the buyer agreed to get news by, if any. Raises AlreadyPlaced,
    Changed or Refused, and then nothing has happened.
    """
    provider = PROVIDERS[method]
    try:
        payment = in_transaction(lambda: _place(cart, provider, storefront, shown, consent))
    except OutOfStock as error:
        raise Changed from error
    try:
        if not payment.succeeded_at:
            provider.start(payment)
    except ProviderError as error:
        # The order stands and keeps its stock; its page offers to try again.
        logger.warning("order %s: payment not started: %s", payment.order.number, error)
    if payment.order.accepted_at:
        tell_funnel(payment.order)
    return payment.order


def _place(cart: Cart, provider, storefront, shown: str, consent: str) -> Payment:
    if not Cart.objects.filter(pk=cart.pk, placed_at=None).update(placed_at=timezone.now()):
        raise AlreadyPlaced
    cart.refresh_from_db(fields=["visitor"])  # another tab may have said yes meanwhile
    cart.look_again()
    quoted = cart.quote(storefront)
    if changes(cart.seen, quoted) or shown not in ("", quoted.mark):
        raise Changed
    if not quoted.quantities or not cart.has_address(storefront):
        raise Changed
    order = _new_order(cart, quoted, provider, _customer(cart, consent), storefront)
    take(quoted.quantities, reference=order.number)
    order.save(force_insert=True)
    OrderLine.objects.bulk_create(_lines(order, quoted))
    if quoted.coupon_code:
        _redeem(cart.coupon, order)
    how = f"to be paid by {provider.words}" if order.total else "nothing to pay"
    order.write_down(f"Placed, {how}")
    if order.accepted_at:
        write_to_buyer("order_received", order)
    return Payment.objects.attempt(order)


def _customer(cart: Cart, consent: str) -> Customer:
    draft = cart.draft
    customer = Customer.objects.remember(
        email=draft["email"], name=draft["name"], phone=draft["phone"], country=draft["country"]
    )
    if consent:
        Consent.objects.create(
            customer=customer, kind=Consent.Kind.MARKETING, wording=consent[:300]
        )
    return customer


def _new_order(cart: Cart, quoted: Quote, provider, customer: Customer, storefront) -> Order:
    now = quoted.at or timezone.now()  # the moment whose prices these are
    free = not quoted.total  # a coupon gave all of it
    pickup = bool(quoted.delivery and quoted.delivery.pickup)
    return Order(
        number=new_code(8),
        cart=cart,
        customer=customer,
        visitor=cart.visitor,
        page=cart.page,
        language=get_language(),  # the copies are in it, too
        **_typed(cart, storefront, pickup=pickup),
        currency=quoted.currency,
        subtotal=quoted.subtotal,
        discount=quoted.discount,
        delivery_price=quoted.delivery_price,
        delivery_waived=quoted.delivery_waived,
        total=quoted.total,
        coupon_code=quoted.coupon_code,
        delivery_name=quoted.delivery.name if quoted.delivery else "",
        delivery_promise=quoted.delivery.promise if quoted.delivery else "",
        pickup=pickup,
        payment_method=provider.method,
        placed_at=now,
        expires_at=now + provider.hold if provider.hold and not free else None,
        accepted_at=now if provider.accepts_at_once or free else None,
        paid_at=now if free else None,
    )


def _typed(cart: Cart, storefront, *, pickup: bool) -> dict[str, str]:
    """What step 2 took; an address that nothing is sent to is not kept."""
    draft, method = cart.draft, cart.delivery(storefront)
    names = CONTACT if pickup else CONTACT + PLACE
    return {
        **{name: draft.get(name, "") for name in names},
        **invoices.copied(draft, taiwanese=storefront.country == invoices.COUNTRY),
        "address_hint": method.address_hint if method and not pickup else "",
    }


def _lines(order: Order, quoted: Quote) -> list[OrderLine]:
    return [
        OrderLine(
            order=order,
            variant_id=line.item.variant_id,
            sku=line.item.sku,
            name=line.item.name,
            option=line.item.option,
            picture=line.item.picture.url(400) if line.item.picture else "",
            unit_price=line.item.unit_price,
            quantity=line.quantity,
            discount=line.discount,
            total=line.total,
        )
        for line in quoted.lines
        if line.quantity
    ]


def _redeem(coupon: Coupon, order: Order) -> None:
    """Claim the coupon, then look whether this person had it before.

    The claim locks the coupon's row, so that nobody else's redemption can slip in between.
    """
    if not Coupon.objects.claim(coupon.id):
        raise Refused("used_up")
    email, phone = email_key(order.email), phone_key(order.phone, order.country)
    before = coupon.redemptions.standing().of_person(email=email, phone=phone)
    if coupon.per_customer is not None and before.count() >= coupon.per_customer:
        raise Refused("used_by_you")
    Redemption.objects.create(coupon=coupon, order=order, email_key=email, phone_key=phone)
