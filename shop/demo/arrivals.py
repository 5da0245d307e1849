"""Where simulated visitors come from, on what, and when."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone


@dataclass(frozen=True)
class Source:
    """`name` is what the funnel should call it. `tags` go into the link, and one of `either`: what
    was searched for, or which picture was seen. `keen`: how much likelier than others its visitors
    are to choose something."""

    name: str = "(direct)"
    tags: tuple[tuple[str, str], ...] = ()
    either: tuple[tuple[str, str], ...] = ()
    referrer: str = ""
    coupon: bool = False
    keen: float = 1.0

    def address(self, rng: random.Random, coupons: list[str]) -> str:
        """The link that was followed, some with a coupon in it."""
        query = list(self.tags)
        if self.either:
            query.append(rng.choice(self.either))
        if self.coupon and coupons and rng.random() < 0.5:
            query.append(("coupon", rng.choice(coupons)))
        return f"/?{urlencode(query)}" if query else "/"


SEARCHED = tuple(("utm_term", term) for term in ("drip bag coffee", "coffee gift", "濾掛咖啡"))
SEEN = tuple(("utm_content", picture) for picture in ("roaster-video", "box-photo"))


def tagged(source: str, medium: str, campaign: str = "", **more) -> Source:
    tags = {"utm_source": source, "utm_medium": medium, "utm_campaign": campaign}
    return Source(source, tuple((k, v) for k, v in tags.items() if v), **more)


MAIL = tagged("newsletter", "email", "roast-day", coupon=True, keen=1.8)
# With how many of a hundred visits.
SOURCES = {
    Source(keen=1.1): 24,
    tagged("google", "cpc", "drip-bag-coffee", either=SEARCHED, keen=1.1): 20,
    Source("google", referrer="https://www.google.com/", keen=1.2): 9,
    tagged("facebook", "paid", "monday-roast", either=SEEN, keen=0.6): 19,
    tagged("facebook", "paid", "tasting-set", either=SEEN, keen=0.7): 5,
    Source("instagram", referrer="https://l.instagram.com/", keen=0.8): 11,
    tagged("line", "message", "roast-day", coupon=True, keen=1.6): 6,
    MAIL: 6,
}

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_{0} like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.{0} Mobile/15E148 Safari/604.1"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 1{0}; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/13{0}.0.0.0 Mobile Safari/537.36"
)
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_{0} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.{0} Mobile/15E148 Safari/604.1"
)
COMPUTER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/13{0}.0.0.0 Safari/537.36"
)
AGENTS = {
    (IPHONE, "phone"): 42,
    (ANDROID, "phone"): 33,
    (COMPUTER, "computer"): 21,
    (IPAD, "tablet"): 4,
}
BOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
)
# Visits by the hour of the day: lunch and the evening.
HOURS = (4, 2, 1, 1, 1, 1, 2, 4, 6, 7, 8, 9, 12, 10, 7, 7, 7, 8, 9, 10, 13, 14, 12, 8)


def pick(rng: random.Random, weighted: dict):
    return rng.choices(list(weighted), weights=list(weighted.values()))[0]


def agent_and_device(rng: random.Random) -> tuple[str, str]:
    pattern, device = pick(rng, AGENTS)
    return pattern.format(rng.randint(0, 6)), device


def moment(rng: random.Random, *, start: datetime, days: float) -> datetime:
    """Some time in the `days` after `start`, when people are awake rather than when they sleep.

    A little more often towards the end: the shop grows.
    """
    day = timezone.localtime(start) + timedelta(days=days * rng.random() ** 0.8)
    hour = rng.choices(range(24), weights=HOURS)[0]
    at = day.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60), microsecond=0)
    latest = start + timedelta(days=days)
    return at if start <= at < latest else start + (at - start) % timedelta(days=days)
