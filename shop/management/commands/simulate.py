"""Does the record agree with what happened? Sends visitors through the shop and compares."""

import sys
from datetime import date, datetime, time, timedelta
from time import perf_counter

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shop.demo.build import build_shop
from shop.demo.comparison import Comparison, recorded
from shop.demo.crowd import simulate
from shop.demo.people import refuse_orders_of_others
from shop.demo.visitors import EAGER
from shop.lib.money import CURRENCIES
from shop.management.prepare import migrate
from shop.page.models import Page, Storefront


class Command(BaseCommand):
    help = "Seeded visitors through the real URLs; exits 1 if true and recorded counts differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--visitors", type=int, default=500)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--days", type=int, default=30, help="spread over so many days")
        parser.add_argument(
            "--around",
            type=date.fromisoformat,
            help="the middle day (YYYY-MM-DD), such as one on which the clock is changed; "
            "default: the days up to last midnight",
        )
        parser.add_argument(
            "--then-in", default="", help="a currency that the shop goes over to half way"
        )

    def handle(self, *, visitors: int, seed: int, days: int, then_in: str, **options) -> None:
        if not (1 <= visitors <= 100_000 and 1 <= days <= 365):
            raise CommandError("Take 1 to 100,000 visitors and 1 to 365 days.")
        if then_in and then_in not in CURRENCIES:
            raise CommandError(f"Take one of these currencies: {', '.join(sorted(CURRENCIES))}.")
        last = last_day(days, options["around"])
        migrate(say=self.stdout.write)
        refuse_orders_of_others("simulate")
        if not Page.objects.published().filter(is_default=True).exists():
            build_shop(say=self.stdout.write)
        compared = compare(
            visitors=visitors, seed=seed, days=days, last=last, then_in=then_in, say=self.say
        )
        self.show(compared)
        call_command("check_invariants", stdout=self.stdout)

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def show(self, compared: Comparison) -> None:
        """The table; exits 1 if the two columns differ anywhere."""
        for line in compared.lines():
            self.stdout.write(line)
        if not compared.agrees:
            self.stderr.write(f"{len(compared.differing)} numbers differ.")
            sys.exit(1)
        self.stdout.write("The record agrees with what happened.")


def last_day(days: int, around: date | None) -> date:
    """The day with whose midnight it ends: today's, so that all of today it plays the same."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    if around is None:
        return today
    last = around + timedelta(days=days - days // 2)
    if last > today:
        raise CommandError(f"It would end on {last}, which is still to come.")
    return last


def compare(*, visitors: int, seed: int, days: int, last: date, then_in: str, say) -> Comparison:
    """Simulate the `days` up to the midnight with which `last` begins."""
    end = datetime.combine(last, time.min, timezone.get_default_timezone())
    first = last - timedelta(days=days + 1)
    odd = days_around_changes(first, last)
    before, begun = recorded(first, last, days=odd), perf_counter()
    truth = simulate(
        visitors=visitors, seed=seed, days=days, end=end, mood=EAGER, say=say, then_in=then_in
    )
    took = perf_counter() - begun
    say(f"{visitors} visitors in {took:.0f} s, {visitors / took:.1f} a second")
    say(f"{len(truth.joined)} other browsers of people who were recognised")
    after = recorded(first, last, days=odd)
    after.subtract(before)
    home = Storefront.current().currency
    return Comparison(truth.counts(home, *filter(None, [then_in]), days=odd), after)


def days_around_changes(first: date, last: date) -> list[date]:
    """The days on which the clock is changed, each with its neighbours."""
    zone = timezone.get_default_timezone()
    found = set()
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        ends = (datetime.combine(day + timedelta(days=n), time.min, zone) for n in (0, 1))
        if len({moment.utcoffset() for moment in ends}) > 1:
            found |= {day + timedelta(days=n) for n in (-1, 0, 1)}
    return sorted(found)
