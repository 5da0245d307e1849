"""Each rule holds after ordinary days, and is broken by what it guards against."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from funnel.models import DailyTotal, Purchase
from shop import invariants
from shop.catalogue.models import StockMovement, Variant
from shop.checkout import call_off, refunds, settle
from shop.checkout.ship import ship
from shop.invariants import INVARIANTS
from shop.offers.models import Coupon
from shop.orders.models import Order, OrderLine, Redemption
from shop.outbox.models import Message
from shop.payments.models import Payment, Refund

pytestmark = pytest.mark.django_db


def broken() -> list[str]:
    """Names of the functions whose rule is broken."""
    return [rule.broken.__name__ for rule in INVARIANTS if list(rule.broken())]


@pytest.fixture
def day(ben, ada, cleo, variant, coupon):
    """Ben's order is refunded, Ada's is cancelled, Cleo's (with a coupon) is paid and sent."""
    ben.buy(variant)
    ada.buy(variant, method="cash_on_delivery")
    cleo.add(variant, 2)
    cleo.client.post("/cart/coupon/", {"code": coupon.code})
    cleo.order_step()
    cleo.delivery_step()
    cleo.pay()
    order = {order.name: order for order in Order.objects.all()}
    settle.mark_paid(order["Ben Lin"], by="Dora")
    refunds.refund(order["Ben Lin"], by="Dora")
    call_off.cancel(order["Ada Chen"], by="Dora")
    settle.mark_paid(order["Cleo"], by="Dora")
    ship(order["Cleo"], by="Dora")
    Order.objects.update(accepted_at=timezone.now() - timedelta(hours=1))


def test_all_hold_after_a_day(day):
    assert Redemption.objects.count() == 1
    assert broken() == []


def test_all_hold_after_a_parcel_came_back(cleo, variant, coupon):
    cleo.add(variant, 2)
    cleo.client.post("/cart/coupon/", {"code": coupon.code})
    cleo.order_step()
    cleo.delivery_step()
    cleo.pay("cash_on_delivery")
    order = Order.objects.get()
    ship(order, by="Dora")
    call_off.came_back(order, by="Dora")
    Order.objects.update(accepted_at=timezone.now() - timedelta(hours=1))
    assert Redemption.objects.get().released_at
    assert broken() == []


def cleos() -> dict:
    return {"order": Order.objects.get(name="Cleo")}


BREAKAGES = {
    "stock": lambda: Variant.objects.update(stock=3),
    "order_stock": lambda: StockMovement.objects.filter(reason="return").first().delete(),
    "order_amounts": lambda: OrderLine.objects.filter(**cleos()).update(total=1),
    "coupon_uses": lambda: Coupon.objects.update(used=5),
    "redemptions": lambda: Redemption.objects.update(released_at=timezone.now()),
    "paid_orders": lambda: Payment.objects.filter(**cleos()).update(succeeded_at=None),
    "unpaid_orders": lambda: Order.objects.filter(name="Cleo").update(paid_at=None),
    "refunds": lambda: Refund.objects.update(amount=1),
    "funnel_purchases": lambda: Purchase.objects.update(value=1),
    "funnel_orders": lambda: Order.objects.filter(name="Cleo").update(accepted_at=None),
    "funnel_sums": lambda: DailyTotal.objects.all().delete(),
    "mails": lambda: Message.objects.update(due_at=timezone.now() - timedelta(hours=1)),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_is_noticed_when_broken(day, name):
    BREAKAGES[name]()
    assert name in broken()


def test_every_rule_has_its_breakage():
    assert list(BREAKAGES) == [rule.broken.__name__ for rule in INVARIANTS]


def test_the_command_prints_a_line_for_each(day, capsys):
    call_command("check_invariants")
    said = capsys.readouterr().out
    assert all(f"ok       {rule.name}\n" in said for rule in INVARIANTS)


def test_the_command_exits_1_when_one_is_broken(day, capsys):
    Coupon.objects.update(used=5)
    with pytest.raises(SystemExit, match="1"):
        call_command("check_invariants")
    assert "used 5, standing 1" in capsys.readouterr().out


def test_an_order_without_a_visitor_is_unattributed_not_broken(day):
    Order.objects.update(visitor="")
    Purchase.objects.all().delete()
    assert list(invariants.funnel_purchases()) == []


def test_a_parked_mail_is_not_overdue(day):
    long_ago = timezone.now() - timedelta(days=1)
    Message.objects.update(due_at=long_ago, parked_at=timezone.now())
    assert list(invariants.mails()) == []
