"""Does the record agree with what happened? Sends visitors through the shop and compares."""

import sys
from datetime import datetime, time, timedelta
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shop.demo.build import build_shop
from shop.demo.comparison import Comparison, recorded
from shop.demo.crowd import simulate
from shop.demo.people import refuse_orders_of_others
from shop.demo.visitors import EAGER
from shop.management.prepare import migrate
from shop.page.models import Page, Storefront


class Command(BaseCommand):
    help = "Seeded visitors through the real URLs; exits 1 if true and recorded counts differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--visitors", type=int, default=500)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--days", type=int, default=30, help="spread over so many days")

    def handle(self, *, visitors: int, seed: int, days: int, **options) -> None:
        if not (1 <= visitors <= 100_000 and 1 <= days <= 365):
            raise CommandError("Take 1 to 100,000 visitors and 1 to 365 days.")
        migrate(say=self.stdout.write)
        refuse_orders_of_others("simulate")
        if not Page.objects.published().filter(is_default=True).exists():
            build_shop(say=self.stdout.write)
        compared = compare(visitors=visitors, seed=seed, days=days, say=self.stdout.write)
        for line in compared.lines():
            self.stdout.write(line)
        if not compared.agrees:
            self.stderr.write(f"{len(compared.differing)} numbers differ.")
            sys.exit(1)
        self.stdout.write("The record agrees with what happened.")


def compare(*, visitors: int, seed: int, days: int, say) -> Comparison:
    """Simulate the `days` up to last midnight (so that all of today it plays the same)."""
    zone = timezone.get_default_timezone()
    today = timezone.localdate(timezone=zone)
    end = datetime.combine(today, time.min, zone)
    first = today - timedelta(days=days + 1)
    before, begun = recorded(first, today), perf_counter()
    truth = simulate(visitors=visitors, seed=seed, days=days, end=end, mood=EAGER, say=say)
    took = perf_counter() - begun
    say(f"{visitors} visitors in {took:.0f} s, {visitors / took:.1f} a second")
    after = recorded(first, today)
    after.subtract(before)
    return Comparison(truth.counts(currency=Storefront.current().currency), after)
