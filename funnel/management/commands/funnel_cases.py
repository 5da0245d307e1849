"""Run conformance cases through the real engine: as given, and in other orders of delivery."""

import json
import random
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from funnel import cases, models, statements

EXPECTED = ("expected", "expected_late", "expected_mid_entry")


class Command(BaseCommand):
    help = "Check the funnel's counting against files of cases. Exits 1 if any count differs."

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--seed", type=int, default=1, help="of the shuffled deliveries")
        parser.add_argument("--shuffles", type=int, default=3, help="per case (default: 3)")

    def handle(self, *, files: list[Path], seed: int, shuffles: int, **options) -> None:
        self.record = self._has_tables()
        self.random, self.shuffles = random.Random(seed), shuffles  # noqa: S311
        wrong = run = 0
        for file in files:
            for case in self._read(file):
                run += 1
                wrong += not self._check(case)
        self.stdout.write(f"{run} cases, {wrong} differ (as given and shuffled, seed {seed})")
        if not self.record:
            self.stdout.write("Not migrated: counted by the engine, but not through its tables.")
        if wrong:
            raise SystemExit(1)

    def _has_tables(self) -> bool:
        tables = statements.connection().introspection.table_names()
        return models.Journey._meta.db_table in tables

    def _read(self, file: Path) -> list[cases.Case]:
        try:
            found = json.loads(file.read_text())
            for case in found:
                cases.check_form(case)
        except (OSError, ValueError, TypeError) as error:
            raise CommandError(f"{file}: {error}") from error
        return found

    def _check(self, case: cases.Case) -> bool:
        """Print the case's line; whether every delivery gave the expected counts."""
        for delivery, events in self._deliveries(case["events"]):
            found = cases.run(case, events, record=self.record)
            wanted = {name: case[name] for name in EXPECTED if name in case}
            if found != wanted:
                self.stdout.write(f"FAIL {case['id']} ({delivery}): {found}, expected {wanted}")
                return False
        self.stdout.write(f"ok   {case['id']}")
        return True

    def _deliveries(self, events: list[dict]):
        yield "as given", events
        for number in range(1, self.shuffles + 1):
            yield f"shuffle {number}", self.random.sample(events, len(events))
