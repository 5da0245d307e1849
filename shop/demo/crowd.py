"""Who comes to the shop in a simulation: visitors, some bots, now and then staff, and the owner."""

import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from shop.demo import arrivals
from shop.demo.arrivals import Source
from shop.demo.clock import Walk, fast_sqlite, play, stage
from shop.demo.owner import Owner, send_mails, tell_what_was_not_told
from shop.demo.shoppers import Shopper
from shop.demo.staff import staff_member
from shop.demo.trouble import go_over_to, set_currency
from shop.demo.truth import Truth
from shop.demo.visitors import SURE, Mood, Town, Visitor
from shop.offers.models import Coupon
from shop.page.models import Storefront

Say = Callable[[str], None]
Walks = Iterator[tuple[datetime, Walk]]
# Their addresses, away from the others'.
ELSEWHERE_FROM, STAFF_FROM = 0x80000, 0xF0000


def simulate(
    *,
    visitors: int,
    seed: int,
    days: int,
    end: datetime,
    mood: Mood,
    say: Say,
    lately: int = 0,
    after: datetime | None = None,
    then_in: str = "",
) -> Truth:
    """Send `visitors` through the shop in the `days` up to `end`; what they truly did.

    The same seed in the same shop plays the same. `lately`: so many more, who buy in the last hours
    by bank transfer. `after`: those before it have been here already. `then_in`: the currency that
    the shop goes over to half way.
    """
    start, home = end - timedelta(days=days), Storefront.current().currency
    currencies = tuple(filter(None, (home, then_in)))
    town = Town(Truth(), new_run(), mood, open_codes(), currencies, seed)
    walks = [*crowd(town, visitors, seed, start, days)]
    walks += late_buyers(town, lately, visitors, seed, end)
    walks = [walk for walk in walks if not after or walk[0] > after]
    with fast_sqlite(), staff_member() as member, stage(start) as move:
        walks += staff_visits(town, member, visitors, seed, start, days)
        owner = Owner(town.truth, luck(seed, "owner"), returns=mood.returns)
        walks.append((ten_o_clock(start), owner.days()))
        if then_in:
            walks.append((start + timedelta(days=days) / 2, go_over_to(then_in)))
        try:
            play(walks, end=end, move=move, passed=Progress(start, days, say))
        finally:
            if then_in:
                set_currency(home)
        move(end + timedelta(minutes=1))
        tell_what_was_not_told()
        owner.write_down_money_back()
        send_mails()
    return town.truth


def new_run() -> str:
    """Two groups of the addresses 2001:db8::/32, which are nobody's (RFC 3849)."""
    return f"{secrets.randbits(16):x}:{secrets.randbits(16):x}"


def open_codes() -> list[str]:
    return list(Coupon.objects.filter(active=True).order_by("code").values_list("code", flat=True))


def crowd(town: Town, visitors: int, seed: int, start: datetime, days: int) -> Walks:
    """Each visitor's luck is its own, so that one more changes nothing for the others."""
    for number in range(visitors):
        rng = luck(seed, number)
        at = arrivals.moment(rng, start=start, days=days)
        if rng.random() < 0.06:
            yield at, bot(town, rng, number)
        else:
            source = arrivals.pick(rng, arrivals.SOURCES)
            traits = two_devices(town, seed, number)
            yield at, somebody(town, rng, number, source=source, **traits).walk()


def luck(seed: int, number: int | str) -> random.Random:
    return random.Random(f"{seed} {number}")  # noqa: S311 (a play)


def somebody(town: Town, rng: random.Random, number: int, **traits) -> Shopper:
    """A person with a phone, most likely."""
    agent, device = arrivals.agent_and_device(rng)
    return Shopper(town, rng, number=number, agent=agent, device=device, **traits)


def two_devices(town: Town, seed: int, number: int) -> dict:
    """Some have another one, are remembered on both, and give the same address there."""
    rng = luck(seed, f"elsewhere {number}")
    if rng.random() >= town.mood.elsewhere:
        return {}
    mood = replace(SURE, remember=0.8, buy=0.6, again=0.3, transfer=0.5, away=town.mood.away)
    source = arrivals.pick(rng, arrivals.SOURCES)
    other = somebody(town, rng, ELSEWHERE_FROM + number, source=source, mood=mood)
    return {"mood": mood, "elsewhere": other}


def late_buyers(town: Town, buyers: int, first: int, seed: int, end: datetime) -> Walks:
    """Their transfers are on the way, so the owner has something to wait for."""
    for number in range(first, first + buyers):
        rng = luck(seed, number)
        buyer = somebody(town, rng, number, source=arrivals.pick(rng, arrivals.SOURCES), mood=SURE)
        yield end - timedelta(hours=rng.uniform(1, 15)), buyer.walk()


def bot(town: Town, rng: random.Random, number: int) -> Walk:
    """Reads the page a few times and pokes at a step; nothing of it is a visit."""
    visitor = Visitor(
        town,
        rng,
        number=number,
        source=Source(),
        agent=rng.choice(arrivals.BOTS),
        device="computer",
        filtered="bot",
    )
    for _ in range(rng.randint(1, 3)):
        visitor.open_landing("/", Source())
        yield visitor.pause(1, 600)
    visitor.browser.get("/checkout/order/")


def staff_visits(
    town: Town, member: User, visitors: int, seed: int, start: datetime, days: int
) -> Walks:
    """The shop's own people look at the page, too: filtered, and what they buy is unattributed."""
    for number in range(max(1, visitors // 60)):
        rng = luck(seed, f"staff {number}")
        at = arrivals.moment(rng, start=start, days=days)
        visitor = somebody(town, rng, STAFF_FROM + number, source=Source(), filtered="staff")
        yield at, signed_in(visitor, member)


def signed_in(visitor: Shopper, member: User) -> Walk:
    visitor.browser.client.force_login(member)
    yield from visitor.visit(Source())
    visitor.browser.client.logout()


def ten_o_clock(start: datetime) -> datetime:
    """The first ten in the morning, in the shop's time zone."""
    ten = timezone.localtime(start).replace(hour=10, minute=0, second=0, microsecond=0)
    return ten if ten > start else ten + timedelta(days=1)


class Progress:
    """Says each fifth of the way."""

    def __init__(self, start: datetime, days: int, say: Say) -> None:
        self.start, self.days, self.say = start, days, say
        self.said = 0

    def __call__(self, now: datetime) -> None:
        fifth = int(5 * (now - self.start) / timedelta(days=self.days))
        if fifth > self.said:
            self.said = fifth
            self.say(f"{now:%d %B}: {20 * fifth} %")
