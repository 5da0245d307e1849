"""Look whether everything that must hold holds."""

import sys

from django.core.management.base import BaseCommand

from shop.invariants import INVARIANTS, Invariant

MOST_SHOWN = 10


class Command(BaseCommand):
    help = "One line for each rule, ok or broken; exits 1 if any is broken."

    def handle(self, **options) -> None:
        broken = [self.look_at(invariant) for invariant in INVARIANTS]
        self.stdout.write(f"{broken.count(False)} hold, {broken.count(True)} broken.")
        if any(broken):
            sys.exit(1)

    def look_at(self, invariant: Invariant) -> bool:
        wrong = list(invariant.broken())
        word = self.style.ERROR("broken") if wrong else self.style.SUCCESS("ok")
        self.stdout.write(f"{word:<8} {invariant.name}")
        for line in wrong[:MOST_SHOWN]:
            self.stdout.write(f"           {line}")
        if len(wrong) > MOST_SHOWN:
            self.stdout.write(f"           and {len(wrong) - MOST_SHOWN} more")
        return bool(wrong)
