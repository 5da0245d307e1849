"""Visitors who may buy: the whole seeded walk, from the landing to the order page.

They leave at any stage and come back days later, click twice, type rubbish first, keep two tabs
open and use the Back button.
"""

import html
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

from django.utils import timezone

from shop.demo.arrivals import MAIL, SOURCES, Source, pick
from shop.demo.browser import Form, Page
from shop.demo.clock import Walk
from shop.demo.people import invent
from shop.demo.reading import CHOOSES, READS
from shop.demo.trouble import funnel_away
from shop.demo.visitors import Visitor
from shop.lib.money import format_money

STEPS = {
    "/checkout/order/": "checkout_order",
    "/checkout/delivery/": "checkout_delivery",
    "/checkout/payment/": "checkout_payment",
}
NUMBER = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{8}\b")
TOTAL = re.compile(r'class="sums__total".*?<dd>(.*?)</dd>', re.DOTALL)
# What people get wrong in step 2 at first, with how many of a hundred slips.
SLIPS = {
    (("phone", "12"), ("email", "")): 12,
    (("phone", "091234567"),): 30,
    (("phone", ""),): 14,
    (("email", "me(at)shoppers.example"),): 16,
    (("address", ""),): 12,
    (("postal_code", "999"),): 10,
    (("name", ""),): 6,
}
# Which field people who leave step 2 were at, with how many of a hundred.
TOUCHED = {"phone": 34, "email": 22, "address": 18, "postal_code": 12, "name": 10, "company": 4}
# Days until they come back: some within the funnel's window, some beyond it.
AWAY = (0.2, 1, 1, 2, 3, 5, 8, 11)


class Shopper(Visitor):
    def __init__(self, *args, elsewhere: "Shopper | None" = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = invent(self.rng, unique=self.browser.address)
        self.wish: tuple[Form, str, str] | None = None  # a form of the page, variant, quantity
        self.put_off = False  # by a coupon that was refused
        self.elsewhere = elsewhere  # the same person's other device

    def walk(self) -> Walk:
        """What this person does, here and on another device."""
        yield from self.visits()
        if self.elsewhere:
            self.elsewhere.person = self.person
            yield timedelta(days=self.rng.choice(AWAY[:4]))
            yield from self.elsewhere.visits()
            yield from self.visit_again()

    def visits(self) -> Walk:
        """A first visit and perhaps some more, days later: the more likely of who left a cart or
        wants to be remembered."""
        bought = yield from self.visit(self.source)
        for _ in range(3):
            likely = 3 if self.cart or self.remembered else 1
            if not self.chance(self.mood.again * likely / (3 if bought else 1)):
                return
            yield timedelta(days=self.rng.choice(AWAY)) + self.pause(0, 9000)
            bought = yield from self.visit_again()

    def visit(self, source: Source) -> Iterator[timedelta]:
        """From the landing as far as it goes; True if something was bought."""
        mood = self.mood
        landed = yield from self.land(source)
        if not landed:
            return False
        if not self.chance(mood.look):
            yield from self.glance()
            return False
        yield from self.look()
        if self.chance(0.5 if self.cart else mood.choose * source.keen):
            yield from self.choose()
        self.put_away(CHOOSES if self.cart else READS)
        bought = bool(self.cart) and (yield from self.check_out())
        yield from self.send_unsent()
        return bought

    def visit_again(self) -> Iterator[timedelta]:
        """Straight to the checkout by a bookmark, or by the front door: by themselves, as before,
        or because another ad reminded them, or a mail of the cart that they left."""
        if self.cart and self.chance(0.3):
            return (yield from self.check_out())
        reminder = MAIL if self.cart else pick(self.rng, SOURCES)
        return (yield from self.visit(self.rng.choice((Source(), self.source, reminder))))

    def choose(self) -> Walk:
        """Put something into the cart: perhaps twice by a double click, or from a second tab."""
        yield self.pause(5, 90)
        if self.chance(0.05):
            yield timedelta(hours=self.rng.uniform(7, 12))  # the tab stays open overnight
        if self.chance(0.05):
            self.add(quantity=self.rng.choice(("0", "-1", "1.5", "1e3")))
        self.add()
        if self.wish and self.chance(0.06):
            self.press_add()
        if self.chance(0.05):
            yield self.pause(2, 30)
            self.open_landing("/", Source())
            self.add()
        if self.cart and self.chance(0.12):
            yield self.pause(3, 30)
            self.try_coupon(self.browser.page)

    def add(self, *, quantity: str = "") -> None:
        """Wish for something that the open page offers, and put it in."""
        forms = [form for form in self.shop.forms("/cart/lines/") if form.choices.get("variant")]
        if forms:
            form = self.rng.choice(forms)
            chosen = form.fields.get("variant")
            others = form.choices["variant"]
            variant = chosen if chosen and self.chance(0.5) else self.rng.choice(others)
            self.wish = form, variant, quantity or self.rng.choice(("1", "1", "1", "2", "3"))
            self.press_add()

    def press_add(self) -> None:
        form, variant, quantity = self.wish
        if self.browser.submit(form, variant=variant, quantity=quantity).status == 200:
            self.cart = self.cart or self.key
            self.note("cart")

    def try_coupon(self, page: Page) -> None:
        """Wrong first, sometimes; then right, in whatever spelling."""
        for form in page.forms("/cart/coupon/")[:1]:
            if "code" not in form.fields or not self.town.coupons:
                return
            code = self.rng.choice(self.town.coupons)
            if self.chance(0.4):
                wrong = self.browser.submit(form, code=code[:-1] + "0X")
                if wrong.status == 422 and self.gives_up():
                    self.put_off = True
                    return
            self.browser.submit(form, code=f" {code.lower()} ")

    def check_out(self) -> Iterator[timedelta]:
        """The three steps, left at any of them; True if something was bought."""
        mood = self.mood
        yield self.pause(4, 60)
        if not self.cart or self.put_off or not self.chance(mood.checkout):
            return False
        if self.chance(0.04):
            self.open_step("/checkout/payment/")
        page = self.open_step("/checkout/order/")
        yield self.pause(5, 60)
        if not self.chance(mood.deliver) or not self.pass_order(page):
            return False
        yield self.pause(20, 150)
        if not self.chance(mood.pay):
            self.touch(pick(self.rng, TOUCHED))
            return False
        if not self.pass_delivery(self.browser.page):
            return False
        if self.chance(0.08):
            yield self.pause(3, 30)
            self.open_step("/checkout/delivery/")
            self.pass_delivery(self.browser.page)
        yield self.pause(8, 90)
        return self.chance(mood.buy) and self.place(self.browser.page)

    def note_step(self, page: Page) -> None:
        """A checkout step counts when it is opened, not when it is posted."""
        if page.opened and page.status == 200 and page.path in STEPS and self.cart:
            self.note(STEPS[page.path])

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
            page = self.send(page, **{**typed, **dict(pick(self.rng, SLIPS))})
            if page.status == 422 and self.gives_up():
                self.touch(pick(self.rng, TOUCHED))
                return False
        if page.path == "/checkout/delivery/":  # a slip that nobody minds led on
            if self.browser.scripts and self.chance(0.3):
                self.send(page, **typed, check="email")
            page = self.send(page, **typed)
        return page.path == "/checkout/payment/"

    def touch(self, field: str) -> None:
        """Put the page away: its script says which field of step 2 was touched last."""
        token = self.browser.page.token or self.shop.token
        if self.browser.page.path != "/checkout/delivery/" or not token:
            return
        if self.tells:
            touched = {"name": "field_touched", "value": f"delivery.{field}", "amount": 0}
            batch, view = self.rng.randrange(1000), f"{self.rng.getrandbits(96):024x}"
            said = {"token": token, "view": view, "details": [touched], "batch": batch}
            self.browser.beacon(said)

    def gives_up(self) -> bool:
        """Whether what was refused is the last straw; the sure ones go on."""
        return self.chance(1.8 * (1 - self.mood.pay))

    def be_recognised(self) -> None:
        """By the address, in a browser that may be remembered."""
        if self.remembered and not self.filtered:
            self.town.truth.recognise(self.remembered, self.person.email)

    def place(self, page: Page) -> bool:
        """Post step 3, perhaps twice; what changed meanwhile is agreed to once."""
        if page.path != "/checkout/payment/":
            return False
        method = "bank_transfer" if self.chance(self.mood.transfer) else "cash_on_delivery"
        with self.perhaps_untold():
            placed = self.send(page, payment_method=method)
        if placed.status in (409, 422):
            placed = self.send(placed, payment_method=method)
        if not placed.path.startswith("/orders/"):
            return False
        self.note_order(placed)
        self.be_recognised()
        if self.chance(0.15):
            self.note_order(self.send(page, payment_method=method))
        self.cart = ""
        if self.chance(0.3):
            self.note_order(self.browser.get("/checkout/payment/"))  # the Back button
        return True

    def perhaps_untold(self) -> AbstractContextManager:
        if not self.mood.away or not self.chance(self.mood.away):
            return nullcontext()
        self.untold = True
        return funnel_away()

    def note_order(self, page: Page) -> None:
        """What the order page says: a number and a sum."""
        number = NUMBER.search(page.text[page.text.index("<title>") :])[0]
        shown = html.unescape(TOTAL.search(page.text)[1]).strip()
        total = int("".join(filter(str.isdigit, shown)))
        currency = next(c for c in self.town.currencies if format_money(total, c) == shown)
        who = "" if self.filtered else self.cart
        self.town.truth.note_order(number, who, timezone.now(), total, currency)
