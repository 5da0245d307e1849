"""Payments, refunds and everything a provider told us, as rows."""

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order

GIVE_UP_AFTER = timedelta(days=3)  # as long as Stripe itself sends an event again


def first_try() -> datetime:
    """When the worker takes up an event that the webhook itself didn't get done."""
    return timezone.now() + timedelta(minutes=1)


class PaymentQuerySet(models.QuerySet):
    def attempt(self, order: Order) -> "Payment":
        """A new attempt to be paid for `order` in its way; done at once if it is paid already."""
        return self.create(
            order=order,
            method=order.payment_method,
            amount=order.total,
            currency=order.currency,
            succeeded_at=order.paid_at,
            idempotency_key=secrets.token_hex(16),
        )


class Payment(models.Model):
    """One attempt to be paid `amount` (stored units) for an order."""

    order = models.ForeignKey(
        Order, models.CASCADE, verbose_name=_("order"), related_name="payments"
    )
    method = models.CharField(_("method"), max_length=30)
    amount = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    idempotency_key = models.CharField(max_length=64, unique=True, editable=False)
    provider_ref = models.CharField(
        _("provider's number"),
        max_length=120,
        null=True,
        blank=True,
        unique=True,
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    processing_at = models.DateTimeField(_("in progress since"), null=True, blank=True)
    succeeded_at = models.DateTimeField(_("succeeded"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)
    declined = models.CharField(max_length=60, blank=True, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name, verbose_name_plural = _("payment"), _("payments")

    def __str__(self) -> str:
        return f"{self.order.number} · {self.pk}"


class Refund(models.Model):
    """Money going back. `requested_at` is written before the provider is asked."""

    payment = models.ForeignKey(
        Payment, models.PROTECT, verbose_name=_("payment"), related_name="refunds"
    )
    amount = models.PositiveBigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True, editable=False)
    provider_ref = models.CharField(
        _("provider's number"), max_length=120, null=True, blank=True, unique=True
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    succeeded_at = models.DateTimeField(_("succeeded"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)
    by = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        verbose_name, verbose_name_plural = _("refund"), _("refunds")

    def __str__(self) -> str:
        return f"{self.amount} {self.payment}"


class ProviderEventQuerySet(models.QuerySet):
    def receive(self, *, provider: str, event_id: str, **rest) -> "ProviderEvent":
        """Store a verified event once; the row that is there already if it came before."""
        event, _made = self.get_or_create(provider=provider, event_id=event_id, defaults=rest)
        return event

    def due(self) -> "ProviderEventQuerySet":
        """Not handled yet, and their time to be tried (again) has come."""
        now = timezone.now()
        return self.filter(handled_at=None, due_at__lte=now, received_at__gt=now - GIVE_UP_AFTER)


class ProviderEvent(models.Model):
    """A verified message from a provider. Its unique id makes twice once."""

    provider = models.CharField(_("provider"), max_length=20)
    event_id = models.CharField(_("provider's number"), max_length=120)
    kind = models.CharField(_("kind"), max_length=80)
    reference = models.CharField(_("about"), max_length=120, blank=True, db_index=True)
    body = models.JSONField(
        _("what it says"),
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    due_at = models.DateTimeField(_("next try"), default=first_try)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = ProviderEventQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name, verbose_name_plural = _("provider event"), _("provider events")
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once")
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="provider_event_open", condition=Q(handled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"

    @property
    def about(self) -> dict:
        """The object that the event is about, as it was when it was sent."""
        return self.body["data"]["object"]

    def lease(self) -> bool:
        """Claim the next try for this worker and put the one after it off, longer each time."""
        wait = min(timedelta(seconds=30) * 2**self.attempts, timedelta(hours=1))
        mine = ProviderEvent.objects.filter(
            pk=self.pk, handled_at=None, attempts=self.attempts, due_at__lte=timezone.now()
        )
        return bool(mine.update(attempts=self.attempts + 1, due_at=timezone.now() + wait))

    def finish(self, note: str = "") -> bool:
        """Claim that it is handled; True if this call did it. `note`: why nothing was done."""
        mine = ProviderEvent.objects.filter(pk=self.pk, handled_at=None)
        return bool(mine.update(handled_at=timezone.now(), error=note[:300]))
