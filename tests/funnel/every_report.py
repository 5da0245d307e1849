"""A shop with something to say in every report, for tests that walk them all."""

from datetime import timedelta

from django.utils import timezone

from funnel.api import DetailName, Stage, note, record
from funnel.models import Annotation, CustomFunnel, Spend

STAGES = list(Stage)[:7]


def fill(rf) -> None:
    """Forty-two journeys of a fortnight, some with a coupon, refused fields and ads behind them."""
    now = timezone.now()
    for number in range(42):
        visitor, at = f"v{number}", now - timedelta(days=number % 14, hours=1)
        address = f"/?utm_source={'fb' if number % 3 else '=1%2B1'}&utm_campaign=spring"
        for place, stage in enumerate(STAGES[: 1 + number % 7]):
            record(
                rf.get(address, headers={"user-agent": "Firefox"}) if not place else None,
                stage,
                visitor=visitor,
                value=1380,
                currency="TWD",
                details={DetailName.PRODUCT: "beans", DetailName.COUPON: "=HELLO"}
                if place == 2
                else None,
                at=at + timedelta(seconds=20 * place),
            )
        for name, value in (
            (DetailName.DEPTH, "0"),
            (DetailName.DEPTH, "50"),
            (DetailName.SECTION, "faq"),
            (DetailName.FIELD_ERROR, "delivery.phone: invalid"),
        )[: 1 + number % 4]:
            note(None, name, value, visitor=visitor, at=at + timedelta(seconds=30))
    today = timezone.localdate()
    Spend.objects.create(
        day=today,
        source="fb",
        campaign="spring",
        currency="TWD",
        impressions=900,
        clicks=90,
        cost=50,
    )
    Annotation.objects.create(day=today, text="New ad started")
    steps = [{"name": "landing"}, {"name": "cart"}, {"name": "purchase"}]
    CustomFunnel.objects.create(name="Short", steps=steps)
