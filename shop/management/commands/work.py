"""The worker: sends mails, settles payments, expires holds, tidies up."""

import logging
import random
import signal
import time
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from shop.jobs import JOBS, Job, Stop

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what is due, every WORK_EVERY_SECONDS, until SIGTERM. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do it once, for cron")

    def handle(self, *, once: bool, **options) -> None:
        if once:
            failed = [job.name for job in JOBS if not self.report(job, run(job, lambda: False))]
            raise SystemExit(1 if failed else 0)
        stopping = Stopping()
        last: dict[str, float] = {}
        while not stopping():
            for job in due(JOBS, last):
                run(job, stopping)
            # Workers that started together must not go on asking in step.
            stopping.wait(settings.WORK_EVERY.total_seconds() * random.uniform(0.9, 1.1))  # noqa: S311
        self.stdout.write("The worker has stopped.")

    def report(self, job: Job, done: int | None) -> bool:
        self.stdout.write(f"{job.name}: {'failed' if done is None else done}")
        return done is not None


def run(job: Job, stop: Stop) -> int | None:
    """One run of a job; None if it failed, which is logged and harms no other job."""
    close_dead_connections()
    try:
        return 0 if stop() else job.run(stop)
    except Exception:
        logger.exception("The job “%s” failed; it runs again.", job.name)
        return None
    finally:
        close_dead_connections()


def close_dead_connections() -> None:
    """As Django does around a request: a database that went away is asked anew."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # of whoever calls this command from Python
            connection.close_if_unusable_or_obsolete()


def due(jobs: list[Job], last: dict[str, float]):
    """Yield the jobs whose time has come, and note in `last` when each was."""
    for job in jobs:
        now = time.monotonic()
        if timedelta(seconds=now - last.get(job.name, -1e9)) >= job.every:
            last[job.name] = now
            yield job


class Stopping:
    """Set by SIGTERM and SIGINT: the item at hand is finished, then it is over.

    A plain flag, since a handler that takes a lock could wait for the very code it interrupted.
    """

    def __init__(self) -> None:
        self.told = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._tell)

    def __call__(self) -> bool:
        return self.told

    def _tell(self, number: int, frame: object) -> None:
        self.told = True

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.told and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))
