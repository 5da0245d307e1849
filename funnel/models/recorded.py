"""What was recorded: events are the truth; journeys and all else can be rebuilt from them."""

from django.db import models
from django.db.models import Q

from ..cuts import DIMENSIONS
from ..details import ON_PURPOSE
from ..journeys import ORIGIN
from ..stages import FUNNEL, SIDE, Stage

# What a count of journeys reads, and what the filters ask for: one index holds it all.
COUNTED = ("reached", "interest_explicit", "strays", "last_landing_at", "entered_by", "day")
CART = ("cart_value", "cart_currency")
TOUCH = ("last_source", "last_medium", "last_campaign")
LATER = tuple(f"{stage}_after" for stage in FUNNEL[1:])
ASKED = (*DIMENSIONS, *ORIGIN, "ordinal")


def acted(prefix: str = "") -> Q:
    """The condition for journeys that came to the cart, or anywhere beyond, or stumbled: a few, in
    one index. `prefix` leads from another table to them."""
    return (
        Q(**{f"{prefix}reached__gte": Stage.CART.number})
        | Q(**{f"{prefix}strays__gt": 0})
        | Q(**{f"{prefix}stumbled": True})
    )


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
            # All that a custom funnel reads of an event, unless a step asks for a value.
            models.Index(fields=["visitor", "at", "name"], name="event_in_history"),
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

    def acted(self) -> "JourneyQuerySet":
        return self.filter(acted())


class Journey(models.Model):
    """A visitor's try, from a landing (or, `entered_by` something else, from the middle).

    `reached` is the furthest stage (1 landing ... 7 purchase, 0 for a mid-entry). The times come
    from one chain: `started_at` is its landing and `cart_after` etc. are microseconds after it,
    null where the stage wasn't reached or was only implied. `strays` has bit `1 << stage.number`
    for each stage that extended no chain. `cart_value`, in stored units of `cart_currency`,
    is what the last stage after the landing told. `touches`, where there are several: each
    source, medium and campaign up to the furthest stage with its landings, the latest last (JSON).
    `stumbled`: a reason is among the details. `state` is the recorder's, on the latest row only.
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
    touches = models.TextField(db_default="")
    term = models.CharField(max_length=100, default="")
    content = models.CharField(max_length=100, default="")
    referrer = models.CharField(max_length=100, default="")
    cart_value = models.BigIntegerField(default=0)
    cart_currency = models.CharField(max_length=3, default="")
    stumbled = models.BooleanField(db_default=False)
    state = models.TextField(default="")

    objects = JourneyQuerySet.as_manager()

    class Meta:
        constraints = [
            # The claim: of two concurrent first events one fails here and runs again.
            models.UniqueConstraint(fields=["visitor", "ordinal"], name="journey_of_visitor"),
        ]
        indexes = [
            # Each holds all that a report reads there, to spare it the rows; the id is for
            # PostgreSQL, which joins from the index by it.
            models.Index(fields=["entry_at", *COUNTED, *ASKED, "id"], name="journey_by_entry"),
            # Who went no further. SQLite takes it for the column that is always the same.
            models.Index(
                fields=["reached", "entry_at", "entered_by", *ASKED, LATER[0], "id"],
                name="journey_interested",
                condition=Q(reached=Stage.INTEREST.number),
            ),
            # The few that came back: which are still open, which crossed a period's edge.
            models.Index(
                fields=["last_landing_at", "entry_at", "reached", *DIMENSIONS],
                name="journey_of_returning",
                condition=Q(last_landing_at__gt=models.F("entry_at")),
            ),
            models.Index(fields=["entry_at"], name="journey_again", condition=Q(ordinal__gt=1)),
            models.Index(
                fields=["entry_at", *COUNTED, *ASKED, "stumbled", *CART, *LATER, "id"],
                name="journey_that_acted",
                condition=acted(),
            ),
            *(
                models.Index(
                    fields=[name, "entry_at", *COUNTED, *DIMENSIONS, "id"],
                    name=f"journey_by_{name}",
                    condition=Q(**{f"{name}__gt": ""}),
                )
                for name in ORIGIN
            ),
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


class Detail(models.Model):
    """Something that is known of a journey besides its stages, once per name and value.

    What it saw, used or stumbled over (`details.DetailName`): how many `times`, when `at` last,
    and for what lies in sight how long (`amount`, milliseconds). Belongs to the latest journey
    that was entered at or before it.
    """

    # The constraint's index begins with it.
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="details", db_index=False)
    name = models.CharField(max_length=32)
    value = models.CharField(max_length=100)
    times = models.BigIntegerField()
    amount = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey", "name", "value"], name="one_detail"),
        ]
        indexes = [
            models.Index(fields=["name", "value", "journey"], name="detail_by_value"),
            models.Index(
                fields=["journey", "at", "id", "name", "value"],
                name="detail_on_purpose",
                condition=Q(name__in=ON_PURPOSE),
            ),
        ]


class Identity(models.Model):
    """Under which visitor the events of another key are filed since both are known as one.

    `key` is another visitor's key, or "person:<digest>" for whom the shop recognised.
    """

    key = models.CharField(max_length=80, unique=True)
    visitor = models.CharField(max_length=64, db_index=True)


class Salt(models.Model):
    """A day's secret in the hashes of visitors who didn't consent: deleted when the day is over."""

    day = models.DateField(unique=True)
    secret = models.CharField(max_length=64)


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
