"""Orders keep copies of all that was agreed; what happened to them since is timestamps and rows.

One file, though a long one: lines, redemptions, shipments and entries are made and ended with their
order, and nothing else goes by them.
"""

from base64 import urlsafe_b64encode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from funnel.api import mark
from shop.cart.models import Cart
from shop.catalogue.models import Variant
from shop.customers.models import Customer
from shop.lib.tokens import digest, new_secret
from shop.offers.models import Coupon
from shop.orders.journal import in_words
from shop.orders.recipient import Recipient
from shop.orders.transitions import MAY_LEAVE, STATUSES, TRANSITIONS


class MarkField(models.BigIntegerField):
    """Which order this is, as a number that can be summed up (`funnel.api.mark`).

    A column that the database generates would be plainer, but SQLite doesn't answer from an index
    alone where it has one.
    """

    def pre_save(self, order: "Order", add: bool) -> int:
        order.mark = mark(order.number)
        return order.mark


class OrderQuerySet(models.QuerySet):
    def by_secret(self, secret: str) -> "Order | None":
        """The order that a secret link opens."""
        return next(iter(self.filter(links__digest=digest(secret)).order_by()), None)

    def accepted(self) -> "OrderQuerySet":
        """What counts as a sale: the funnel's purchases."""
        return self.filter(accepted_at__isnull=False)

    def packable(self) -> "OrderQuerySet":
        """Whose goods may leave the house, or have left it rightly: nothing else gets a slip."""
        return self.filter(MAY_LEAVE)

    def with_status(self, status: str) -> "OrderQuerySet":
        """Orders whose `status` is this key of STATUSES."""
        orders = self
        for name, (_label, holds) in STATUSES.items():
            if name == status:
                return orders.filter(holds)
            orders = orders.exclude(holds)
        return self.none()

    def transition(self, act: str, order: "Order", **also) -> bool:
        """Claim `act` (a key of TRANSITIONS) for `order`: one conditional UPDATE.

        True exactly once, whoever else tries at the same time; the order is then read anew.
        """
        rule = TRANSITIONS[act]
        changed = self.filter(rule.allowed, pk=order.pk).update(
            **{rule.stamp: timezone.now()}, **also
        )
        if changed:
            order.refresh_from_db()
        return bool(changed)


class Order(Recipient):
    """Amounts are in stored units of `currency`; total = subtotal - discount + delivery_price.

    `delivery_waived` is what a coupon for free delivery saved, apart from these.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    mark = MarkField(default=0, editable=False)
    cart = models.OneToOneField(Cart, models.SET_NULL, null=True, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="orders")
    visitor = models.CharField(max_length=64, editable=False)
    page = models.CharField(_("page"), max_length=50, blank=True)
    language = models.CharField(_("language"), max_length=10)

    currency = models.CharField(_("currency"), max_length=3)
    subtotal = models.PositiveBigIntegerField(_("goods"))
    discount = models.PositiveBigIntegerField(_("discount"), default=0)
    delivery_price = models.PositiveBigIntegerField(_("delivery"), default=0)
    delivery_waived = models.PositiveBigIntegerField(default=0, editable=False)
    total = models.PositiveBigIntegerField(_("total"))
    refunded = models.PositiveBigIntegerField(_("refunded"), default=0)
    coupon_code = models.CharField(_("coupon"), max_length=40, blank=True)
    delivery_name = models.CharField(_("delivery method"), max_length=80)
    delivery_promise = models.CharField(max_length=160, blank=True)
    pickup = models.BooleanField(_("collected in person"), default=False)
    payment_method = models.CharField(_("payment method"), max_length=30)

    placed_at = models.DateTimeField(_("placed"), default=timezone.now)
    expires_at = models.DateTimeField(_("held until"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    refunded_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(
        null=True, editable=False, help_text="When the funnel confirmed the purchase."
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-id"]
        verbose_name, verbose_name_plural = _("order"), _("orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    total=models.F("subtotal") - models.F("discount") + models.F("delivery_price")
                ),
                name="order_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(refunded__lte=models.F("total")), name="order_refunded_within_total"
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="order_hold",
                condition=Q(paid_at=None, cancelled_at=None, expired_at=None),
            ),
            models.Index(
                fields=["accepted_at"],
                name="order_untold",
                condition=Q(accepted_at__isnull=False, recorded_at=None),
            ),
            # All that the ledger's sums ask for (`orders.ledger`), without reading the orders.
            models.Index(
                fields=[
                    *("currency", "accepted_at", "total"),
                    *("refunded_at", "cancelled_at", "expired_at", "mark"),
                ],
                name="order_sums",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def status(self) -> str:
        """The key of STATUSES that holds for this order as it was read."""
        if self.held_at:
            return "held"
        if self.refunded_at:
            return "refunded"
        if self.cancelled_at:
            return "returned" if self.shipped_at else "cancelled"
        if self.expired_at:
            return "expired"
        if self.shipped_at:
            return "shipped" if self.paid_at else "cash_to_come"
        if self.paid_at:
            return "paid"
        if self.payment_method == "cash_on_delivery":
            return "cash_on_delivery"
        return "awaiting_payment"

    @property
    def ended(self) -> bool:
        """Whether its money, if any came or was promised, is going back or not coming."""
        return bool(self.refunded_at or self.cancelled_at or self.expired_at)

    @property
    def status_label(self) -> str:
        return STATUSES[self.status][0]

    def secret_of(self, holder: str) -> str:
        """The secret that opens this order for whoever has `holder` (the secret of its cart): the
        same each time, so that looking again leaves no new link behind."""
        key = salted_hmac("shop.orders.link", f"{self.number} {holder}", algorithm="sha256")
        secret = urlsafe_b64encode(key.digest()).decode().rstrip("=")
        link = OrderLink(order=self, digest=digest(secret))
        OrderLink.objects.bulk_create([link], ignore_conflicts=True)
        return secret

    def new_secret(self) -> str:
        """Make a new secret that opens this order (`/orders/<secret>/`); only its digest stays."""
        secret = new_secret()
        OrderLink.objects.create(order=self, digest=digest(secret))
        return secret

    def new_link(self) -> str:
        """Make a new absolute link that opens this order, for a mail."""
        return settings.SITE_URL + reverse("order", args=[self.new_secret()])

    def goes_on_as(self, visitor: str) -> None:
        """Told to the funnel under this visitor from now on, unless it was erased meanwhile."""
        Order.objects.filter(pk=self.pk, visitor=self.visitor).update(visitor=visitor)

    def write_down(self, text: str, *, by: str = "") -> None:
        """Add a line to the journal. `by`: who did it; empty for the shop itself."""
        self.entries.create(text=text, by=by)

    def quantities(self) -> dict[int, int]:
        """`{variant id: how many}`, for stock."""
        return {line.variant_id: line.quantity for line in self.lines.all()}


class OrderLink(models.Model):
    """One of the secrets that open an order, as SHA-256. Every mail carries one of its own."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest[:8]


class OrderLine(models.Model):
    """`total` = unit_price × quantity - discount, in stored units of the order's currency."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    sku = models.CharField(_("SKU"), max_length=40)
    name = models.CharField(_("product"), max_length=120)
    option = models.CharField(_("option"), max_length=60, blank=True)
    picture = models.CharField(max_length=200, blank=True)
    unit_price = models.PositiveBigIntegerField(_("price"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    discount = models.PositiveBigIntegerField(_("discount"), default=0)
    total = models.PositiveBigIntegerField(_("total"))

    class Meta:
        ordering = ["id"]
        verbose_name, verbose_name_plural = _("line"), _("lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "variant"], name="order_one_line_per_variant")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku}"

    @property
    def subtotal(self) -> int:
        """What it costs before the discount, which the order's sums show by itself."""
        return self.unit_price * self.quantity


class RedemptionQuerySet(models.QuerySet):
    def standing(self) -> "RedemptionQuerySet":
        return self.filter(released_at=None)

    def of_person(self, *, email: str, phone: str) -> "RedemptionQuerySet":
        """Uses by the same mailbox or the same phone (keys of `lib.contact`)."""
        same = Q(email_key=email)
        return self.filter(same | Q(phone_key=phone) if phone else same)


class Redemption(models.Model):
    """A coupon used by an order. Releasing it (once) gives the use back."""

    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="redemptions")
    order = models.OneToOneField(Order, models.CASCADE, related_name="redemption")
    email_key = models.CharField(max_length=254)
    phone_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = RedemptionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["coupon", "email_key"], name="redemption_email"),
            models.Index(fields=["coupon", "phone_key"], name="redemption_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id} in {self.order_id}"


class Shipment(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="shipments")
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=80, blank=True)
    tracking_url = models.URLField(_("tracking link"), blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.tracking or self.carrier


class OrderEntry(models.Model):
    """A line of an order's journal: append-only."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="entries")
    at = models.DateTimeField(_("at"), default=timezone.now)
    text = models.CharField(_("what happened"), max_length=300)
    by = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name, verbose_name_plural = _("journal entry"), _("journal")

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """Its text in the language of whoever reads it now."""
        return in_words(self.text)
