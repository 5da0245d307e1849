"""People who bought, found again by the mailbox they use, and what they consented to."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.lib.contact import email_key, phone_key


class CustomerQuerySet(models.QuerySet):
    def remember(self, *, email: str, name: str, phone: str, country: str) -> "Customer":
        """The customer with this mailbox, made or brought up to date."""
        person = {"email": email, "name": name, "phone": phone}
        customer = Customer(
            email_key=email_key(email), phone_key=phone_key(phone, country), **person
        )
        self.bulk_create(
            [customer],
            update_conflicts=True,
            unique_fields=["email_key"],
            update_fields=[*person, "phone_key"],
        )
        return customer


class Customer(models.Model):
    email = models.EmailField(_("e-mail"))
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_key = models.CharField(max_length=40, blank=True, db_index=True, editable=False)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name, verbose_name_plural = _("customer"), _("customers")

    def __str__(self) -> str:
        return str(_("(erased)")) if self.erased_at else self.name or self.email


class ConsentQuerySet(models.QuerySet):
    def withdraw(self) -> int:
        """Take these back, once; how many it was."""
        return self.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())


class Consent(models.Model):
    """One yes, with the words that were agreed to. Taking it back keeps the row."""

    class Kind(models.TextChoices):
        MARKETING = "marketing", _("news by e-mail")

    customer = models.ForeignKey(
        Customer, models.CASCADE, verbose_name=_("customer"), related_name="consents"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    wording = models.CharField(_("wording"), max_length=300)
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        verbose_name, verbose_name_plural = _("consent"), _("consents")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.given_at:%Y-%m-%d}"
