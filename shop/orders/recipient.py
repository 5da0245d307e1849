"""Who gets an order, where it goes and what the invoice says: copies of what the buyer typed."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shop.lib.addresses import country_name, in_one_line, lines
from shop.lib.contact import shown_phone


class Recipient(models.Model):
    """An order's part that the buyer filled in at step 2, with its words for people."""

    class Invoice(models.TextChoices):
        EMAIL = "email", _("E-invoice by e-mail")
        CARRIER = "carrier", _("E-invoice into the mobile barcode")
        DONATION = "donation", _("E-invoice donated")
        COMPANY = "company", _("E-invoice to a company")

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_e164 = models.CharField(_("phone, international"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    address_hint = models.CharField(_("hint at the address"), max_length=160, blank=True)
    note = models.TextField(_("note"), blank=True)
    invoice = models.CharField(_("invoice"), max_length=20, blank=True, choices=Invoice.choices)
    company = models.CharField(_("company on the invoice"), max_length=120, blank=True)
    tax_id = models.CharField(_("company's tax number"), max_length=20, blank=True)
    carrier = models.CharField(_("mobile barcode"), max_length=20, blank=True)
    donation_code = models.CharField(_("donation code"), max_length=20, blank=True)

    class Meta:
        abstract = True

    @cached_property
    def address_lines(self) -> list[str]:
        """The address as it is written in its country, without name and country."""
        return lines(self.country, vars(self))

    @property
    def address_in_full(self) -> str:
        return in_one_line(self.country, vars(self))

    @property
    def country_name(self) -> str:
        """The country in the active language."""
        return country_name(self.country, get_language() or "en")

    @cached_property
    def shown_phone(self) -> str:
        """The phone number in the form that people in the order's country use."""
        return shown_phone(self.phone, self.country)

    @property
    def invoice_words(self) -> str:
        """How the invoice is wanted, in a line: `E-invoice to a company: Lin Design, 22099131`."""
        details = ", ".join(filter(None, self.invoice_details))
        label = self.get_invoice_display() if self.invoice else _("Invoice to")
        return f"{label}: {details}" if details else str(label) if self.invoice else ""

    @property
    def invoice_details(self) -> tuple[str, ...]:
        return (self.company, self.tax_id, self.carrier, self.donation_code)
