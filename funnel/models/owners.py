"""What the owner writes: notes on days, advertising spend, funnels of their own."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_STEPS = 12
WEEK, SHORTEST, LONGEST = 7 * 24 * 60, 30, 90 * 24 * 60  # minutes


class Annotation(models.Model):
    """What happened on a day, to be read beside the trend: "new ad started"."""

    day = models.DateField(pgettext_lazy("date", "day"), db_index=True)
    text = models.CharField(_("note"), max_length=200)

    class Meta:
        ordering = ["-day", "-id"]
        verbose_name = _("note on a day")
        verbose_name_plural = _("notes on days")

    def __str__(self) -> str:
        return f"{self.day}: {self.text}"


class Spend(models.Model):
    """What a day of a campaign cost, and how often its ad was seen and clicked.

    `cost` is in the currency's stored units. `source` and `campaign` are those of the visits that
    it brought (utm_source, utm_campaign). Imported or typed; a second import replaces the first.
    """

    day = models.DateField(pgettext_lazy("date", "day"))
    source = models.CharField(_("source"), max_length=100)
    campaign = models.CharField(_("campaign"), max_length=100, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    impressions = models.PositiveBigIntegerField(_("impressions"), default=0)
    clicks = models.PositiveBigIntegerField(_("clicks"), default=0)
    cost = models.PositiveBigIntegerField(_("cost"), default=0)

    class Meta:
        ordering = ["-day", "source", "campaign"]
        verbose_name = _("advertising spend")
        verbose_name_plural = _("advertising spend")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "source", "campaign", "currency"], name="one_spend"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.source} {self.campaign}".strip()


class CustomFunnel(models.Model):
    """Steps of any recorded events, counted by visitor as the published cases count them."""

    class Order(models.TextChoices):
        ORDERED = "ordered", _("in this order, others allowed between")
        STRICT = "strict", _("directly after one another")
        UNORDERED = "unordered", _("in any order")

    name = models.CharField(_("name"), max_length=80, unique=True)
    steps = models.JSONField(_("steps"))
    order = models.CharField(
        pgettext_lazy("of steps", "order"),
        max_length=16,
        choices=Order.choices,
        default=Order.ORDERED,
    )
    window_minutes = models.PositiveIntegerField(
        _("conversion window (minutes)"),
        default=WEEK,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
        help_text=_("from the first step to the last: 30 minutes to 90 days"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("funnel of your own")
        verbose_name_plural = _("funnels of your own")

    def __str__(self) -> str:
        return self.name
