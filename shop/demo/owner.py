"""The simulated owner: once a day she looks at her orders, and her worker sends the mails."""

import random
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from shop.catalogue import stock
from shop.catalogue.models import Variant
from shop.checkout import call_off, purchases, refunds, settle
from shop.checkout.mails import writers
from shop.checkout.ship import ship
from shop.demo.people import DOMAIN
from shop.demo.truth import Truth
from shop.orders.models import Order
from shop.outbox.delivery import deliver_due
from shop.page.models import Storefront

BY = "simulated owner"
CARRIER = "Ridge Parcel"
MONEY_TRAVELS = timedelta(hours=20)
RETURNS_FROM, RETURNS_UNTIL = timedelta(days=3), timedelta(days=14)
ALMOST_OUT, NEXT_ROAST = 12, 60


class Owner:
    def __init__(self, truth: Truth, rng: random.Random, *, returns: float = 0.008) -> None:
        self.truth, self.rng, self.returns = truth, rng, returns

    def days(self) -> Iterator[timedelta]:
        """A round every day, at about the same hour."""
        while True:
            tell_what_was_not_told()
            self.look_at_orders()
            self.restock()
            call_off.expire_due()
            self.write_down_money_back()
            send_mails()
            yield timedelta(days=1)

    def look_at_orders(self) -> None:
        ours = Order.objects.filter(email__iendswith=f"@{DOMAIN}", number__in=self.truth.orders)
        for order in ours.order_by("placed_at", "id"):
            self.look_at(order)

    def look_at(self, order: Order) -> None:
        """What a day brings: money that has arrived, parcels to send, a change of mind."""
        age, luck = timezone.now() - order.placed_at, self.rng.random()
        if order.status == "awaiting_payment" and age > MONEY_TRAVELS and luck < 0.6:
            settle.mark_paid(order, by=BY)
        elif order.status == "cash_on_delivery" and luck < 0.06:
            call_off.cancel(order, by=BY)
        elif order.status in ("paid", "cash_on_delivery") and luck < 0.8:
            number = f"RP{self.rng.randrange(10**9):09}"
            ship(order, by=BY, carrier=CARRIER, tracking=number)
        elif order.status == "cash_to_come" and age > RETURNS_FROM:
            end = call_off.came_back if luck < 0.06 else settle.mark_paid
            end(order, by=BY)
        elif (
            order.status == "shipped" and RETURNS_FROM < age < RETURNS_UNTIL and luck < self.returns
        ):
            refunds.refund(order, by=BY, reason="Not to the buyer's taste")

    def may_return(self, order: Order, age: timedelta) -> bool:
        return order.status == "shipped" and RETURNS_FROM < age < RETURNS_UNTIL

    def restock(self) -> None:
        for variant in Variant.objects.for_sale().filter(stock__lt=ALMOST_OUT).order_by("id"):
            stock.adjust(variant, NEXT_ROAST, by=BY, note="The week's roast")

    def write_down_money_back(self) -> None:
        """By the shop's books, not by what the funnel was told."""
        for order in Order.objects.filter(number__in=self.truth.orders):
            if order.ended:
                self.truth.note_money_back(order.number)


def tell_what_was_not_told() -> None:
    """As the worker does: sales of which the funnel didn't hear."""
    while purchases.record_due():
        pass


def send_mails() -> None:
    """As the worker does. In a simulation they go nowhere, but the mail log knows them."""
    while deliver_due(writers(Storefront.current()), limit=200):
        pass
