"""The simulated visitors: seeded random walks through the shop's real addresses.

A walk is a generator: it acts at the present moment of the simulated clock and yields how long it
waits before it acts again. Each visitor tells `truth` what it did, by the documented rules of who
counts as whom, whatever the site answered to its beacons.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.test.client import ClientHandler
from django.utils import timezone

from shop.demo.arrivals import Source
from shop.demo.browser import Browser, Form, Page
from shop.demo.people import invent
from shop.demo.truth import Truth, day_of_hash

STEPS = {
    "/checkout/order/": "checkout_order",
    "/checkout/delivery/": "checkout_delivery",
    "/checkout/payment/": "checkout_payment",
}
NUMBER = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{8}\b")
TOTAL = re.compile(r'class="sums__total".*?<dd>(.*?)</dd>', re.DOTALL)

Walk = Iterator[timedelta]


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@dataclass(frozen=True)
class Mood:
    """How likely a visitor goes on after each stage, and comes back after leaving. `transfer`: pays
    by bank transfer rather than cash on delivery."""

    look: float = 0.58
    choose: float = 0.2
    checkout: float = 0.66
    deliver: float = 0.82
    pay: float = 0.84
    buy: float = 0.86
    again: float = 0.16
    transfer: float = 0.6


SURE = Mood(look=1, choose=1, checkout=1, deliver=1, pay=1, buy=1, again=0, transfer=1)
EAGER = Mood(look=0.72, choose=0.42, checkout=0.72, again=0.35)


@dataclass
class Town:
    """What all people of a simulation share. `run` tells its people from those of other runs."""

    truth: Truth
    run: str
    mood: Mood
    coupons: list[str]
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
        self.person = invent(rng, unique=f"{town.run.replace(':', '')}{number:x}")
        self.remembered = ""  # the key in the consent cookie
        self.cart = ""  # the key that the open cart keeps
        self.shop: Page | None = None  # the landing page that is open in a tab
        self.shop_key = ""

    # Who this is to the funnel

    @property
    def key(self) -> str:
        """The visitor key by the rules: the consent cookie's, else this day's hash."""
        return self.remembered or f"{self.name} {day_of_hash(timezone.now())}"

    def note(self, stage: str, key: str = "", *, at: datetime | None = None, source: str = ""):
        """Tell the truth about a stage that this visitor has just been at."""
        if self.filtered:
            self.town.truth.filtered[self.filtered] += 1
        else:
            who = key or self.cart or self.key
            moment = at or timezone.now()
            self.town.truth.note(who, stage, moment, source=source, device=self.device)

    def note_step(self, page: Page) -> None:
        """A checkout step counts when it is opened, not when it is posted."""
        if page.opened and page.status == 200 and page.path in STEPS and self.has_cart:
            self.note(STEPS[page.path])

    @property
    def has_cart(self) -> bool:
        return bool(self.cart)

    # What this visitor does

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds

    def pause(self, least: float, most: float) -> timedelta:
        return seconds(round(self.rng.uniform(least, most), 3))

    def walk(self) -> Walk:
        """A first visit and perhaps some more, days later."""
        bought = yield from self.visit(self.source)
        for _ in range(3):
            if not self.chance(self.mood.again / (3 if bought else 1)):
                return
            yield timedelta(days=self.rng.choice((0.2, 1, 1, 2, 3, 5, 8, 11))) + self.pause(0, 9e3)
            bought = yield from self.visit_again()

    def visit(self, source: Source) -> Iterator[timedelta]:
        """From the landing as far as it goes; True if something was bought."""
        mood = self.mood
        landed = yield from self.land(source)
        if not landed or not self.chance(mood.look):
            return False
        yield from self.look()
        if not self.chance(0.5 if self.has_cart else mood.choose * source.keen):
            return self.has_cart and (yield from self.check_out())
        yield from self.choose()
        return self.has_cart and (yield from self.check_out())

    def visit_again(self) -> Iterator[timedelta]:
        """Straight to the checkout by a bookmark, or by the front door."""
        if self.has_cart and self.chance(0.4):
            return (yield from self.check_out())
        return (yield from self.visit(self.source if self.chance(0.3) else Source()))

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
        if self.chance(0.06):
            yield self.pause(3, 40)
            self.consent("yes" if self.chance(0.8) else "no")
        return True

    def open_landing(self, address: str, source: Source) -> None:
        page = self.browser.get(address, referrer=source.referrer)
        if page.status == 200:
            self.note("landing", source=source.name)
            self.keep_open(page)

    def keep_open(self, page: Page) -> None:
        """The page stays in its tab; its beacons carry the key of the moment it was opened."""
        self.shop, self.shop_key = page, self.cart or self.key

    def load_ahead(self, address: str, source: Source, *, purpose: str) -> Page:
        """What browsers do with links that are likely to be followed: nobody sees it yet."""
        self.town.truth.filtered["prefetch"] += 1
        return self.browser.get(address, referrer=source.referrer, **{"sec-purpose": purpose})

    def be_prerendered(self, address: str, source: Source) -> Iterator[timedelta]:
        """Loaded ahead of time: a visit only once it is looked at, and its script says so."""
        self.keep_open(self.load_ahead(address, source, purpose="prefetch;prerender"))
        if not self.sends_beacons or self.chance(0.3):
            return False
        yield self.pause(0.2, 30)
        self.beacon("landing", url=address, referrer=source.referrer)
        self.note("landing", self.shop_key, source=source.name)
        return True

    def consent(self, answer: str) -> None:
        """Press the button that remembers (or forgets) this device, if it is there."""
        for form in self.shop.forms("/funnel/consent/"):
            if ("consent", answer) in form.buttons:
                remembered = self.key if answer == "yes" and not self.private else ""
                page = self.browser.submit(form, button=("consent", answer))
                self.remembered = remembered
                if page.opened and page.path == "/":
                    self.note("landing", source=Source().name)
                    self.keep_open(page)

    def beacon(self, stage: str, **more) -> None:
        view = f"{self.rng.getrandbits(96):024x}"
        self.browser.beacon({"token": self.shop.token, "view": view, "stage": stage, **more})

    def look(self) -> Walk:
        """Read for a while. A browser whose script runs says so, sometimes some seconds late."""
        yield self.pause(15, 120)
        if not self.browser.scripts or not self.sends_beacons:
            return
        age = self.rng.choice((0, 0, 0, 0, 1500, 12000))
        self.beacon("interest", age=age)
        if not self.filtered:
            at = timezone.now() - timedelta(milliseconds=age)
            self.note("interest", self.shop_key, at=at)

    def choose(self) -> Walk:
        """Put something into the cart: perhaps twice by a double click, or from a second tab."""
        yield self.pause(5, 90)
        if self.chance(0.05):
            yield timedelta(hours=self.rng.uniform(7, 12))  # the tab stays open overnight
        if self.chance(0.05):
            self.add(quantity=self.rng.choice(("0", "", "-1", "1.5")))
        self.add()
        if self.chance(0.06):
            self.add(again=True)
        if self.chance(0.05):
            yield self.pause(2, 30)
            self.open_landing("/", Source())
            self.add()
        if self.has_cart and self.chance(0.12):
            yield self.pause(3, 30)
            self.try_coupon(self.browser.page)

    def add(self, *, quantity: str = "", again: bool = False) -> None:
        forms = [form for form in self.shop.forms("/cart/lines/") if form.choices.get("variant")]
        if not forms:
            return
        if not again:
            self.form = self.rng.choice(forms)
            others = self.form.choices["variant"]
            chosen = self.form.fields.get("variant")
            self.variant = chosen if chosen and self.chance(0.5) else self.rng.choice(others)
            self.quantity = quantity or self.rng.choice(("1", "1", "1", "2", "3"))
        page = self.browser.submit(self.form, variant=self.variant, quantity=self.quantity)
        if page.status == 200:
            self.cart = self.cart or self.key
            self.note("cart")

    def try_coupon(self, page: Page) -> None:
        """Wrong first, sometimes; then right, in whatever spelling."""
        for form in page.forms("/cart/coupon/")[:1]:
            if "code" not in form.fields or not self.town.coupons:
                return
            code = self.rng.choice(self.town.coupons)
            if self.chance(0.4):
                self.browser.submit(form, code=code[:-1] + "0X")
            self.browser.submit(form, code=f" {code.lower()} ")

    def check_out(self) -> Iterator[timedelta]:
        """The three steps, left at any of them; True if something was bought."""
        mood = self.mood
        yield self.pause(4, 60)
        if not self.has_cart or not self.chance(mood.checkout):
            return False
        if self.chance(0.04):
            self.open_step("/checkout/payment/")
        page = self.open_step("/checkout/order/")
        yield self.pause(5, 60)
        if not self.chance(mood.deliver) or not self.pass_order(page):
            return False
        yield self.pause(20, 150)
        if not self.chance(mood.pay) or not self.pass_delivery(self.browser.page):
            return False
        if self.chance(0.08):
            yield self.pause(3, 30)
            self.open_step("/checkout/delivery/")
            self.pass_delivery(self.browser.page)
        yield self.pause(8, 90)
        return self.chance(mood.buy) and self.place(self.browser.page)

    def open_step(self, address: str) -> Page:
        """By htmx from a page of ours, or as a page of its own."""
        use_htmx = self.browser.page and self.chance(0.7)
        page = self.browser.swap(address) if use_htmx else self.browser.get(address)
        self.note_step(page)
        return page

    def send(self, page: Page, **typed: str) -> Page:
        """Post the step that is open, as it stands but for what is typed."""
        forms = page.forms(page.path) or [Form(page.path)]
        arrived = self.browser.submit(forms[0], **typed)
        self.note_step(arrived)
        return arrived

    def pass_order(self, page: Page) -> bool:
        if page.path != "/checkout/order/" or not page.forms(page.path):
            return False
        methods = page.forms(page.path)[0].choices.get("delivery_method", [])
        typed = {"delivery_method": self.rng.choice(methods)} if methods else {}
        if self.town.coupons and self.chance(0.12):
            page = self.send(page, stay="1", coupon=self.rng.choice(self.town.coupons))
            if page.path != "/checkout/order/":
                return False
        return self.send(page, **typed).path == "/checkout/delivery/"

    def pass_delivery(self, page: Page) -> bool:
        if page.path != "/checkout/delivery/":
            return False
        typed = self.person.contact
        if self.chance(0.2):
            wrong = {"email": typed["email"].replace("@", " at "), "phone": "12"}
            page = self.send(page, **{**typed, **wrong})
        if self.browser.scripts and self.chance(0.3):
            self.send(page, **typed, check="email")
        return self.send(page, **typed).path == "/checkout/payment/"

    def place(self, page: Page) -> bool:
        """Post step 3, perhaps twice; what changed meanwhile is agreed to once."""
        if page.path != "/checkout/payment/":
            return False
        method = "bank_transfer" if self.chance(self.mood.transfer) else "cash_on_delivery"
        placed = self.send(page, payment_method=method)
        if placed.status in (409, 422):
            placed = self.send(placed, payment_method=method)
        if not placed.path.startswith("/orders/"):
            return False
        self.note_order(placed)
        if self.chance(0.15):
            self.note_order(self.send(page, payment_method=method))
        self.cart = ""
        if self.chance(0.3):
            self.note_order(self.browser.get("/checkout/payment/"))  # the Back button
        return True

    def note_order(self, page: Page) -> None:
        """What the order page says: a number and a sum."""
        number = NUMBER.search(page.text[page.text.index("<title>") :])[0]
        total = int("".join(filter(str.isdigit, TOTAL.search(page.text)[1])))
        who = "" if self.filtered else self.cart
        self.town.truth.note_order(number, who, timezone.now(), total)
