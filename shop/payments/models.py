"""Payments, refunds and everything a provider told us, as rows."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order


class Payment(models.Model):
    """One attempt to be paid `amount` (stored units) for an order."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="payments")
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
    started_at = models.DateTimeField(null=True, blank=True)
    processing_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(_("succeeded"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name, verbose_name_plural = _("payment"), _("payments")

    def __str__(self) -> str:
        return f"{self.method} {self.order.number}"


class Refund(models.Model):
    """Money going back. `requested_at` is written before the provider is asked."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True, editable=False)
    provider_ref = models.CharField(max_length=120, null=True, blank=True, unique=True)
    requested_at = models.DateTimeField(default=timezone.now)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        verbose_name, verbose_name_plural = _("refund"), _("refunds")

    def __str__(self) -> str:
        return f"{self.amount} {self.payment}"


class ProviderEvent(models.Model):
    """A verified message from a provider, kept as it came. Its unique id makes twice once."""

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    reference = models.CharField(max_length=120, blank=True, db_index=True)
    body = models.JSONField()
    received_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name, verbose_name_plural = _("provider event"), _("provider events")
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once")
        ]
        indexes = [
            models.Index(
                fields=["received_at"], name="provider_event_open", condition=Q(handled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
