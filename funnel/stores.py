"""Where the funnel's tables live: a database of their own, or the shop's."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections


class FunnelRouter:
    """Send the funnel's tables to `FUNNEL_DATABASE` and everything else to `default`."""

    def db_for_read(self, model, **hints) -> str:
        return self._home(model._meta.app_label)

    db_for_write = db_for_read

    def allow_relation(self, first, second, **hints) -> bool:
        return (first._meta.app_label == "funnel") == (second._meta.app_label == "funnel")

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool:
        return db == self._home(app_label)

    def _home(self, app_label: str) -> str:
        return settings.FUNNEL_DATABASE if app_label == "funnel" else "default"


@contextmanager
def turn() -> Iterator[None]:
    """Wait in line to write to a SQLite file.

    SQLite's own waiters sleep and look again, longer each time: under load the lock lies idle
    while all of them sleep. A file lock wakes the next one at once.
    """
    connection = connections[settings.FUNNEL_DATABASE]
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or "memory" in name:
        yield
        return
    with Path(name).with_suffix(".turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file gives the lock to the next in line
