"""What commands do first."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import connections

from shop.health import pending_migrations


def migrate(*, say: Callable[[str], None]) -> None:
    """Bring every database up to date; silent where nothing is missing."""
    for alias in connections:
        if pending_migrations(alias):
            say(f"Database “{alias}”")
            call_command("migrate", database=alias, interactive=False, verbosity=0)
