"""Daily sums of what was recorded, moved in the transaction that moves the journeys."""

from django.db import models

from ..cuts import DIMENSIONS
from ..stages import FUNNEL
from .recorded import Purchase

TOTAL_KEY = ("day", "cut", *DIMENSIONS, "entered_by", "strays")
COUNTS = ("journeys", *map(str, FUNNEL), "interest_explicit")
MONEY_KEY = ("day", "cut", *DIMENSIONS, "kind", "currency")
MONEY = ("orders", "gross", "refunds", "fingerprint")


class DailySum(models.Model):
    """The entry day, and by which dimensions it is cut (`cuts`): "" in the others.

    The cut "bought" of the money goes by the day of the order.
    """

    day = models.DateField()
    cut = models.CharField(max_length=16)
    source = models.CharField(max_length=100)
    medium = models.CharField(max_length=100)
    campaign = models.CharField(max_length=100)
    device = models.CharField(max_length=20)
    page = models.CharField(max_length=100)

    class Meta:
        abstract = True


class DailyTotal(DailySum):
    """How many of a day's journeys reached each stage: what the standard report adds up."""

    entered_by = models.CharField(max_length=32)
    strays = models.PositiveSmallIntegerField()
    journeys = models.BigIntegerField()
    landing = models.BigIntegerField()
    interest = models.BigIntegerField()
    cart = models.BigIntegerField()
    checkout_order = models.BigIntegerField()
    checkout_delivery = models.BigIntegerField()
    checkout_payment = models.BigIntegerField()
    purchase = models.BigIntegerField()
    interest_explicit = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=TOTAL_KEY, name="one_daily_total"),
        ]


class DailyMoney(DailySum):
    """Orders and money per entry day of their journey, kind and currency.

    `fingerprint`: which orders (`marks`).
    """

    kind = models.CharField(max_length=16, choices=Purchase.Kind.choices)
    currency = models.CharField(max_length=3)
    orders = models.BigIntegerField()
    gross = models.BigIntegerField()
    refunds = models.BigIntegerField()
    fingerprint = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=MONEY_KEY, name="one_daily_money"),
        ]
