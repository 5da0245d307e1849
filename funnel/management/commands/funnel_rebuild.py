"""Rebuild journeys, purchases and daily sums from the events."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from funnel import invariants, recording


class Command(BaseCommand):
    help = "Make journeys, purchases and daily sums what the events say. Safe while the shop runs."

    def handle(self, **options) -> None:
        mended = sum(
            self._mend(visitor) for visitor in invariants.wrong_visitors(progress=self._tell)
        )
        sums = sum(invariants.mend(day) for day in invariants.days())
        self.stdout.write(f"Visitors with other rows than before: {mended}; wrong sums: {sums}.")

    def _mend(self, visitor: str) -> int:
        with transaction.atomic(using=settings.FUNNEL_DATABASE):
            recording.rebuild_visitor(visitor, recording.rules())
        return 1

    def _tell(self, done: int) -> None:
        self.stderr.write(
            f"{done} visitors looked at", ending="\r" if self.stderr.isatty() else "\n"
        )
