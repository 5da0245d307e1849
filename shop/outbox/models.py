"""Mails as rows: what is to be written to whom, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


def kind_label(kind: str) -> str:
    """`order_shipped` → `Order shipped`, in the active language."""
    return gettext(kind.replace("_", " ").capitalize())


def only_kept() -> bool:
    """Whether mails go to a file or the console, as in development, and reach nobody."""
    return settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "filebased.EmailBackend"))


class MessageQuerySet(models.QuerySet):
    def due(self) -> "MessageQuerySet":
        """Neither sent nor parked, its time come, and no worker's lease on it."""
        now = timezone.now()
        return self.filter(
            Q(leased_until=None) | Q(leased_until__lte=now),
            sent_at=None,
            parked_at=None,
            due_at__lte=now,
        )

    def send_again(self) -> int:
        """Let the worker try unsent mails anew, at once and with all attempts; how many it was."""
        return self.filter(sent_at=None).update(
            parked_at=None, leased_until=None, attempts=0, due_at=timezone.now(), error=""
        )


class Message(models.Model):
    """A mail by its kind and what it is about. It is written when it is sent, so that no secret
    link and no body lies here. `key` makes the same mail impossible twice."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    reference = models.CharField(_("about"), max_length=60, blank=True)
    to = models.EmailField(pgettext_lazy("mail", "to"))
    language = models.CharField(_("language"), max_length=10, default="en")
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("queued"), default=timezone.now)
    due_at = models.DateTimeField(_("next try"), default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    parked_at = models.DateTimeField(_("parked"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name, verbose_name_plural = _("mail"), _("mails")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_due",
                condition=Q(sent_at=None, parked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject or kind_label(self.kind)} → {self.to}"

    @property
    def kept(self) -> bool:
        """Whether it was "sent" to nobody, by the settings as they are now."""
        return bool(self.sent_at) and only_kept()
