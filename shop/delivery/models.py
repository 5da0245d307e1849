"""Ways of delivery, what they cost and where they go."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Each page with a cart asks for them, and the ORM takes longer to build this than to run it.
OFFERED = "SELECT * FROM delivery_deliverymethod WHERE active ORDER BY position, id"


class DeliveryMethodQuerySet(models.QuerySet):
    def offered(self) -> list["DeliveryMethod"]:
        """Methods for sale, in the owner's order."""
        return list(self.raw(OFFERED))

    def reach(self, country: str) -> bool:
        """Whether something goes there. A shop without any methods charges nothing for delivery."""
        methods = self.offered()
        return not methods or any(method.goes_to(country) for method in methods)


class DeliveryMethod(models.Model):
    """`price` and `free_from` are in stored units of the shop's currency."""

    name = models.CharField(_("name"), max_length=80)
    promise = models.CharField(
        _("promise"), max_length=160, blank=True, help_text=_("Such as “Arrives in two days”.")
    )
    price = models.PositiveBigIntegerField(_("price"))
    free_from = models.PositiveBigIntegerField(_("free from"), null=True, blank=True)
    countries = models.CharField(
        _("countries"), max_length=200, blank=True, help_text=_("ISO codes: TW JP. Empty: all.")
    )
    pickup = models.BooleanField(
        _("collected in person"),
        default=False,
        help_text=_("No address is asked for. Marked as shipped, it is ready to be collected."),
    )
    address_hint = models.CharField(
        _("hint at the address"),
        max_length=160,
        blank=True,
        help_text=_("Such as “Name of the branch and its store number”."),
    )
    active = models.BooleanField(_("offered"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = DeliveryMethodQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name, verbose_name_plural = _("delivery method"), _("delivery methods")

    def __str__(self) -> str:
        return self.name

    def goes_to(self, country: str) -> bool:
        return not self.countries or country in self.countries.split()
