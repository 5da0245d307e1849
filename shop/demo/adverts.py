"""What the demo's ads cost: the platforms' exports of its month, imported as an owner would."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from funnel.api import import_spend

GOOGLE = "Day,Campaign,Currency code,Impr.,Clicks,Cost"
META = "Reporting starts,Reporting ends,Campaign name,Impressions,Link clicks,Amount spent (TWD)"


@dataclass(frozen=True)
class Ad:
    """`share`: of a hundred visits (`arrivals.SOURCES`). `click_rate`: clicks of impressions.
    `per_click`: what a click costs, in main units."""

    campaign: str
    share: int
    click_rate: float
    per_click: float


OF_GOOGLE = (Ad("drip-bag-coffee", 20, 0.041, 7.4),)
OF_META = (Ad("monday-roast", 19, 0.013, 4.6), Ad("tasting-set", 5, 0.017, 5.2))


def advertise(*, visitors: int, days: int, end: datetime, seed: int) -> None:
    """Import the spend of the `days` before `end` that brought these visitors."""
    rng = random.Random(seed)  # noqa: S311
    last = timezone.localdate(end)
    month = [last - timedelta(days=day) for day in range(days - 1, -1, -1)]
    import_spend("\n".join(google(rng, month, visitors)).encode())
    import_spend("\n".join(meta(rng, month, visitors)).encode())


def google(rng: random.Random, month: list[date], visitors: int) -> Iterator[str]:
    """With its title, its thousands and its totals."""
    yield "Campaign report"
    yield f'"{month[0]:%B %d, %Y} - {month[-1]:%B %d, %Y}"'
    yield GOOGLE
    clicks_in_all = 0
    for day, ad, shown, clicks, cost in figures(rng, month, visitors, OF_GOOGLE):
        clicks_in_all += clicks
        yield f'{day},{ad.campaign},TWD,"{shown:,}",{clicks},"{cost:,.2f}"'
    yield f"Total: Account, --,TWD, --,{clicks_in_all}, --"


def meta(rng: random.Random, month: list[date], visitors: int) -> Iterator[str]:
    yield META
    for day, ad, shown, clicks, cost in figures(rng, month, visitors, OF_META):
        yield f"{day},{day},{ad.campaign},{shown},{clicks},{round(cost)}"


def figures(
    rng: random.Random, month: list[date], visitors: int, ads: tuple[Ad, ...]
) -> Iterator[tuple[date, Ad, int, int, float]]:
    """A few clicks more than visits, since some people leave before the page is there."""
    for day in month:
        for ad in ads:
            visits = visitors * ad.share / 100 / len(month)
            clicks = round(visits * rng.uniform(0.8, 1.5))
            shown = round(visits / ad.click_rate * rng.uniform(0.9, 1.3)) + clicks
            yield day, ad, shown, clicks, clicks * ad.per_click * rng.uniform(0.9, 1.1)
