"""What the funnel keeps. Events are the truth; everything else can be rebuilt from them."""

from django.db import models
from django.db.models import Q

from .cuts import DIMENSIONS
from .stages import FUNNEL, SIDE, Stage

TOUCH = ("last_source", "last_medium", "last_campaign")
TOTAL_KEY = ("day", "cut", *DIMENSIONS, "entered_by", "strays")
COUNTS = ("journeys", *map(str, FUNNEL), "interest_explicit")
MONEY_KEY = ("day", "cut", *DIMENSIONS, "kind", "currency")
MONEY = ("orders", "gross", "refunds", "fingerprint")


class Event(models.Model):
    """Something that happened, once: appended, never changed.

    `context` holds what was known then (source, medium, campaign, device, page, referrer, click),
    already cleaned and capped, so that a rebuild gives the same rows. A refund belongs to an order
    and not to a visit: it is filed under the visitor "order:<number>".
    """

    key = models.CharField(max_length=120, unique=True)
    visitor = models.CharField(max_length=64)
    name = models.CharField(max_length=32)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    context = models.JSONField(default=dict)
    value = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="")

    class Meta:
        indexes = [
            models.Index(fields=["visitor", "at"], name="event_of_visitor"),
            models.Index(
                fields=["at"],
                name="event_of_side_stage",
                condition=Q(name__in=[str(stage) for stage in SIDE]),
            ),
        ]


class JourneyQuerySet(models.QuerySet):
    def counted(self) -> "JourneyQuerySet":
        """Without the rows of an interest that still waits for its landing (they count nowhere)."""
        return self.exclude(entered_by=Stage.INTEREST)


class Journey(models.Model):
    """A visitor's try, from a landing (or, `entered_by` something else, from the middle).

    `reached` is the furthest stage (1 landing ... 7 purchase, 0 for a mid-entry). The times come
    from one chain: `started_at` is its landing and `cart_after` etc. are microseconds after it,
    null where the stage wasn't reached or was only implied. `strays` has bit `1 << stage.number`
    for each stage that extended no chain. `state` is the recorder's, on the latest row only.
    """

    visitor = models.CharField(max_length=64)
    ordinal = models.PositiveIntegerField()
    entered_by = models.CharField(max_length=32, default=Stage.LANDING)
    entry_at = models.DateTimeField()
    day = models.DateField(help_text="entry day in the shop's time zone")
    last_landing_at = models.DateTimeField(help_text="the entry time for a mid-entry")
    reached = models.PositiveSmallIntegerField()
    interest_explicit = models.BooleanField(default=False)
    strays = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    interest_after = models.BigIntegerField(null=True)
    cart_after = models.BigIntegerField(null=True)
    checkout_order_after = models.BigIntegerField(null=True)
    checkout_delivery_after = models.BigIntegerField(null=True)
    checkout_payment_after = models.BigIntegerField(null=True)
    purchase_after = models.BigIntegerField(null=True)
    source = models.CharField(max_length=100)
    medium = models.CharField(max_length=100)
    campaign = models.CharField(max_length=100)
    device = models.CharField(max_length=20)
    page = models.CharField(max_length=100)
    last_source = models.CharField(max_length=100)
    last_medium = models.CharField(max_length=100)
    last_campaign = models.CharField(max_length=100)
    state = models.TextField(default="")

    objects = JourneyQuerySet.as_manager()

    class Meta:
        constraints = [
            # The claim: of two concurrent first events one fails here and runs again.
            models.UniqueConstraint(fields=["visitor", "ordinal"], name="journey_of_visitor"),
        ]
        indexes = [
            # Both hold all that the report asks for, to spare it the rows. The second has the few
            # that came back: which are still open, which visitors crossed a period's edge.
            models.Index(fields=["entry_at", "reached", *DIMENSIONS], name="journey_by_entry"),
            models.Index(
                fields=["last_landing_at", "entry_at", "reached", *DIMENSIONS],
                name="journey_of_returning",
                condition=Q(last_landing_at__gt=models.F("entry_at")),
            ),
            models.Index(fields=["entry_at"], name="journey_again", condition=Q(ordinal__gt=1)),
        ]

    @property
    def stage(self) -> str:
        """The furthest stage's name, or "" for a mid-entry."""
        return FUNNEL[self.reached - 1] if self.reached else ""


class Purchase(models.Model):
    """An accepted order as the funnel saw it; the reconciliation compares it with the ledger."""

    class Kind(models.TextChoices):
        FUNNEL = "funnel"
        LATE = "late"
        MID_ENTRY = "mid_entry"

    order = models.CharField(max_length=64, unique=True)
    visitor = models.CharField(max_length=64)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="purchases")
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    value = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    refunded = models.BigIntegerField(default=0)


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


class Filtered(models.Model):
    """How many requests were left out of the count, and why: shown, never silent."""

    class Reason(models.TextChoices):
        BOT = "bot"
        PREFETCH = "prefetch"
        STAFF = "staff"

    day = models.DateField()
    reason = models.CharField(max_length=16, choices=Reason.choices)
    requests = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "reason"], name="one_filtered_reason")
        ]


class KnownValue(models.Model):
    """The first 200 values of a dimension on a day; later ones are recorded as "(other)"."""

    day = models.DateField()
    dimension = models.CharField(max_length=16)
    value = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "dimension", "value"], name="one_known_value"),
            models.UniqueConstraint(fields=["day", "dimension", "position"], name="one_position"),
        ]
