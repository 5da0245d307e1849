"""The simulated visitors: who they are to the funnel, how they arrive and look around.

Whatever takes time is a generator: it acts at the present moment of the simulated clock and yields
how long it waits before it acts again. Each visitor tells `truth` what it did, by the documented
rules of who counts as whom, whatever the site answered to its beacons.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.test.client import ClientHandler
from django.utils import timezone

from shop.demo.arrivals import Source
from shop.demo.browser import Browser, Page
from shop.demo.clock import Walk
from shop.demo.reading import GLANCES, READS, Reader, looked_at
from shop.demo.truth import Truth, day_of_hash

LONGEST_DELAY = timedelta(hours=24)  # older words of a browser count as of a day ago
MOST_DETAILS = 30  # that a script tells at once


@dataclass(frozen=True)
class Mood:
    """How likely a visitor goes on after each stage, and comes back after leaving. `transfer`: pays
    by bank transfer rather than cash on delivery. `remember`: answers the question about the
    cookie. What only `simulate` asks for: another device (`elsewhere`), a browser that reports
    hours later (`delayed`), a funnel that is away when the order is placed (`away`), money given
    back after delivery (`returns`)."""

    look: float = 0.58
    choose: float = 0.2
    checkout: float = 0.66
    deliver: float = 0.82
    pay: float = 0.84
    buy: float = 0.86
    again: float = 0.16
    transfer: float = 0.6
    remember: float = 0.4
    elsewhere: float = 0.0
    delayed: float = 0.0
    away: float = 0.0
    returns: float = 0.008


SURE = Mood(look=1, choose=1, checkout=1, deliver=1, pay=1, buy=1, again=0, transfer=1)
EAGER = Mood(
    look=0.72,
    choose=0.42,
    checkout=0.72,
    again=0.35,
    elsewhere=0.08,
    delayed=0.06,
    away=0.06,
    returns=0.08,
)


@dataclass
class Town:
    """What all people of a simulation share. `run` tells its people from those of other runs;
    `currencies` are those that prices may be shown in."""

    truth: Truth
    run: str
    mood: Mood
    coupons: list[str]
    currencies: tuple[str, ...]
    seed: int
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=True))


class Visitor:
    """One person with one browser. `filtered`: "", or why the funnel leaves this one out."""

    def __init__(
        self,
        town: Town,
        rng: random.Random,
        *,
        number: int,
        source: Source,
        agent: str,
        device: str,
        filtered: str = "",
        mood: Mood | None = None,
    ) -> None:
        self.mood = mood or town.mood
        self.town, self.rng, self.name = town, rng, str(number)
        self.source, self.device, self.filtered = source, device, filtered
        self.private = rng.random() < 0.1
        self.sends_beacons = rng.random() < 0.93
        self.browser = Browser(
            town.handler,
            address=f"2001:db8:{town.run}::{number >> 16:x}:{number & 0xFFFF:x}",
            agent=agent,
            scripts=rng.random() < 0.88,
            **({"sec-gpc": "1"} if self.private else {}),
        )
        self.remembered, self.times_remembered = "", 0  # the key in the consent cookie
        self.cart = ""  # the key that the open cart keeps, while there is one
        self.shop: Page | None = None  # the landing page that is open in a tab
        self.shop_key, self.shop_since = "", timezone.now()
        # What is looked at is luck of its own, so that it changes nothing of what is done.
        self.eyes = random.Random(f"{town.seed} eyes {number}")  # noqa: S311 (a play)
        self.untold = False  # an order of theirs waits for the funnel
        self.unsent: tuple[Page, str, datetime] | None = None  # a page's word, and since when

    @property
    def key(self) -> str:
        """The visitor key by the rules: the consent cookie's, else this day's hash."""
        return self.remembered or self.day_key

    @property
    def day_key(self) -> str:
        return f"{self.name} {day_of_hash(timezone.now())}"

    def note(self, stage: str, key: str = "", *, at: datetime | None = None, source: str = ""):
        """Tell the truth about a stage that this visitor has just been at."""
        if self.filtered:
            self.town.truth.filtered[self.filtered] += 1
        else:
            who = key or self.cart or self.key
            moment = at or timezone.now()
            self.town.truth.note(who, stage, moment, source=source, device=self.device)

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds

    def pause(self, least: float, most: float) -> timedelta:
        return timedelta(seconds=round(self.rng.uniform(least, most), 3))

    def land(self, source: Source) -> Iterator[timedelta]:
        """Open the landing page; False if it was only loaded ahead and never looked at."""
        address = source.address(self.rng, self.town.coupons)
        if not self.filtered and self.chance(0.08):
            if self.browser.scripts and self.chance(0.6):
                return (yield from self.be_prerendered(address, source))
            self.load_ahead(address, source, purpose="prefetch")
            yield self.pause(0.2, 5)
        self.open_landing(address, source)
        if self.chance(0.06):
            yield self.pause(3, 40)
            self.open_landing(address, source)
        if self.chance(self.mood.remember):
            yield self.pause(3, 40)
            self.consent("yes" if self.untold or self.chance(0.8) else "no")
        return True

    def open_landing(self, address: str, source: Source) -> None:
        page = self.browser.get(address, referrer=source.referrer)
        if page.status == 200:
            self.note("landing", source=source.name)
            self.keep_open(page)

    def keep_open(self, page: Page) -> None:
        """The page stays in its tab; its beacons carry the key of the moment it was opened."""
        self.shop, self.shop_key = page, self.cart or self.key
        self.shop_since = timezone.now()

    def load_ahead(self, address: str, source: Source, *, purpose: str) -> Page:
        """What browsers do with links that are likely to be followed: nobody sees it yet."""
        self.town.truth.filtered["prefetch"] += 1
        return self.browser.get(address, referrer=source.referrer, **{"sec-purpose": purpose})

    def be_prerendered(self, address: str, source: Source) -> Iterator[timedelta]:
        """Loaded ahead of time: a visit only once it is looked at, and its script says so."""
        self.keep_open(self.load_ahead(address, source, purpose="prefetch;prerender"))
        yield self.pause(0.2, 30)
        if not self.sends_beacons:
            return True  # looked at, and nobody told the funnel
        if self.chance(0.3):
            return False
        self.shop_since = timezone.now()
        self.beacon("landing", url=address, referrer=source.referrer)
        self.note("landing", self.goes_on_as(self.shop_key), source=source.name)
        return True

    def consent(self, answer: str) -> None:
        """Press the button that remembers (or forgets) this device, if it is there."""
        for form in self.shop.forms("/funnel/consent/"):
            if ("consent", answer) in form.buttons:
                page = self.browser.submit(form, button=("consent", answer))
                if not self.private:
                    self.be_remembered() if answer == "yes" else self.be_forgotten()
                if page.opened and page.path == "/":
                    self.note("landing", source=Source().name)
                    self.keep_open(page)

    def be_remembered(self) -> None:
        """Under a key of this browser's alone: what it did today goes on as that key's."""
        if self.remembered:
            return
        self.times_remembered += 1
        self.remembered = f"{self.name} remembered {self.times_remembered}"
        self.town.truth.remember(self.day_key, self.remembered)
        self.cart = self.goes_on_as(self.cart)

    def goes_on_as(self, key: str) -> str:
        """Whom the shop takes this visitor for who was `key` before."""
        return self.key if key == self.day_key else key

    def be_forgotten(self) -> None:
        self.town.truth.part(self.remembered)
        self.remembered = ""

    def beacon(self, stage: str, *, page: Page | None = None, **more) -> None:
        view = f"{self.rng.getrandbits(96):024x}"
        token = (page or self.shop).token
        self.browser.beacon({"token": token, "view": view, "stage": stage, **more})

    @property
    def tells(self) -> bool:
        """Whether the page's script runs, and its words get through."""
        return self.browser.scripts and self.sends_beacons

    def look(self) -> Walk:
        """Read for a while. A browser whose script runs says so, sometimes late."""
        yield self.pause(15, 120)
        if not self.tells:
            return
        if self.mood.delayed and self.chance(self.mood.delayed):
            self.unsent = self.shop, self.shop_key, timezone.now()
            return
        age = self.rng.choice((0, 0, 0, 0, 1500, 12000))
        self.beacon("interest", age=age)
        self.note_interest(
            self.goes_on_as(self.shop_key), timezone.now() - timedelta(milliseconds=age)
        )

    def send_unsent(self) -> Walk:
        """Back on the net after hours: what lay in the browser is sent, with its age."""
        if not self.unsent:
            return
        yield timedelta(hours=self.rng.uniform(0.1, 30))
        page, key, since = self.unsent
        age = (timezone.now() - since) / timedelta(milliseconds=1)
        self.beacon("interest", page=page, age=age)
        self.tell_looks(page, READS, age=age)
        self.note_interest(self.goes_on_as(key), max(since, timezone.now() - LONGEST_DELAY))
        self.unsent = None

    def glance(self) -> Walk:
        """Leave as soon as one came."""
        yield timedelta(seconds=self.eyes.uniform(2, 14))
        self.put_away(GLANCES)

    def put_away(self, reader: Reader) -> None:
        """The page goes out of sight, and its script tells what was seen of it."""
        if self.tells and not self.unsent:
            self.tell_looks(self.shop, reader)

    def tell_looks(self, page: Page, reader: Reader, *, age: float = 0) -> None:
        """One after another, from when the page was opened to `age` milliseconds ago."""
        seen = looked_at(page.text, reader, self.eyes)
        looked = (timezone.now() - self.shop_since) / timedelta(milliseconds=1) - age
        for place, look in enumerate(seen, 1):
            look["age"] = round(max(0, looked) * (1 - place / (len(seen) + 1)))
        said = {"token": page.token, "view": f"{self.eyes.getrandbits(96):024x}", "age": age}
        for batch, first in enumerate(range(0, len(seen), MOST_DETAILS)):
            details = seen[first : first + MOST_DETAILS]
            self.browser.beacon({**said, "details": details, "batch": batch})

    def note_interest(self, key: str, at: datetime) -> None:
        if not self.filtered:
            self.note("interest", key, at=at)
