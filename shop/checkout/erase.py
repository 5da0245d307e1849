"""Who a customer was, taken out of all books on their word; what was sold stays in them."""

from django.utils import timezone

from funnel.api import buyer_of, forget, forget_person
from shop.cart.models import Cart
from shop.checkout.purchases import tell_funnel
from shop.customers.models import Customer
from shop.lib.contact import email_key
from shop.lib.transactions import in_transaction
from shop.orders.models import Order, OrderLink, Redemption
from shop.outbox.models import Message
from shop.payments.models import Payment, ProviderEvent

# Nobody waits for these any more: neither goods nor money nor a mail.
DONE = ("shipped", "returned", "cancelled", "expired", "refunded")
# Of the recipient. A company's name and number stay: invoices must be kept, and it is no person.
PERSONAL = (
    *("email", "name", "phone", "phone_e164", "postal_code", "region", "city", "address"),
    *("address_hint", "note", "carrier", "donation_code"),
)
NOBODY = "forgotten"  # in place of the visitor's key


def erase(customer: Customer, *, by: str) -> bool:
    """Forget who this customer was: in orders, carts, mails, coupons and in the funnel.

    Counts, money, stock and what was sold stay as they are. False while an order is still open (or
    was placed meanwhile), or the funnel has not heard of one: then the shop's books have not
    changed. Raises DatabaseError when a database is busy; what was begun is finished by erasing
    again.
    """
    orders = list(customer.orders.all())
    if any(order.status not in DONE for order in orders) or not all(map(is_told, orders)):
        return False
    # Since then the browser may have got a key of its own, and the purchase with it.
    visitors = {order.visitor for order in orders} | {buyer_of(order.number) for order in orders}
    for visitor in visitors - {None, "", NOBODY}:
        forget(visitor)
    forget_person(customer.email_key)
    return in_transaction(lambda: _erase(customer, orders, by))


def is_told(order: Order) -> bool:
    """Whether the funnel has it, as far as it should: it can't be told under this visitor later."""
    return bool(order.recorded_at or not (order.accepted_at and order.visitor)) or tell_funnel(
        order
    )


def _erase(customer: Customer, orders: list[Order], by: str) -> bool:
    keys = [order.pk for order in orders]
    ours = Order.objects.filter(pk__in=keys)
    # Who orders takes this row, too (`Customer.objects.remember`): no order comes from here on.
    Customer.objects.select_for_update().get(pk=customer.pk)
    if customer.orders.exclude(pk__in=keys).exists():
        return False
    ours.exclude(visitor="").update(visitor=NOBODY)
    Cart.objects.filter(order__in=keys).delete()
    Cart.objects.filter(pk__in=_carts(customer)).delete()
    OrderLink.objects.filter(order__in=keys).delete()
    Redemption.objects.filter(order__in=keys).update(email_key="", phone_key="")
    _erase_mails([order.number for order in orders])
    paid_as = Payment.objects.filter(order__in=keys).exclude(provider_ref=None)
    references = list(paid_as.values_list("provider_ref", flat=True))
    ProviderEvent.objects.filter(reference__in=references).update(body={})
    ours.update(**dict.fromkeys(PERSONAL, ""))
    for order in orders:
        order.write_down("The buyer’s data was erased", by=by)
    customer.consents.all().delete()
    Customer.objects.filter(pk=customer.pk).update(
        email="",
        email_key=f"erased-{customer.pk}",
        name="",
        phone="",
        phone_key="",
        erased_at=timezone.now(),
    )
    return True


def _carts(customer: Customer) -> list[int]:
    """Where an address of the same mailbox was typed, however it was written."""
    typed = Cart.objects.exclude(draft__email=None).values_list("pk", "draft__email")
    return [pk for pk, email in typed if email and email_key(email) == customer.email_key]


def _erase_mails(numbers: list[str]) -> None:
    mails = Message.objects.filter(reference__in=numbers)
    mails.filter(sent_at=None).delete()
    mails.update(to="", error="")
