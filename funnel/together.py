"""Group commit for SQLite: what waits while another is being written goes with the next one.

A commit waits for the disk, for milliseconds; an event's own work takes a fraction of that, and
SQLite lets one writer in at a time. Writing all that waits in one transaction makes a rush of
visits durable at the price of few commits. (PostgreSQL has this of its own.)
"""

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connections, transaction

MOST = 50  # writers of one transaction


class _Job:
    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None

    def finish(self, result: Any = None, error: Exception | None = None) -> None:
        self.result, self.error, self.done = result, error, True


_waiting: list[_Job] = []
_writing = threading.Lock()


def write(work: Callable[[], Any]) -> Any:
    """Run `work` in a transaction, alone or with others'; returns and raises what it does.

    It has been committed when this returns, and may have run in another thread.
    """
    connection = connections[settings.FUNNEL_DATABASE]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return _in_transaction(work)
    job = _Job(work)
    _waiting.append(job)
    with _writing:
        while not job.done:
            jobs = _waiting[:MOST]
            del _waiting[: len(jobs)]
            _run(jobs)
    if job.error:
        raise job.error
    return job.result


def _run(jobs: list[_Job]) -> None:
    try:
        with _turn():
            results = _in_transaction(lambda: [job.work() for job in jobs])
    except Exception as error:
        # A locked or full database is all of theirs: each alone would wait for it once more.
        if len(jobs) == 1 or isinstance(error, OperationalError):
            for job in jobs:
                job.finish(error=error)
            return
        # One of them failed all; each alone fails for itself only.
        for job in jobs:
            _run([job])
        return
    except BaseException as end:
        # The process ends; those whose work was taken along would wait for it for ever.
        for job in jobs:
            job.finish(error=OperationalError(f"stopped: {end!r}"))
        raise
    for job, result in zip(jobs, results, strict=True):
        job.finish(result)


def _in_transaction(work: Callable[[], Any]) -> Any:
    with transaction.atomic(using=settings.FUNNEL_DATABASE):
        return work()


@contextmanager
def _turn() -> Iterator[None]:
    """Wait in line with the other processes.

    SQLite's own waiters sleep and look again, longer each time: under load the lock lies idle
    while all of them sleep. A file lock wakes the next one at once. (Where there can be no such
    file, SQLite's own lock still holds.)
    """
    name = Path(str(connections[settings.FUNNEL_DATABASE].settings_dict["NAME"]))
    with ExitStack() as stack:
        with suppress(OSError):
            file = stack.enter_context(name.with_suffix(".turn").open("w"))
            fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file gives the lock to the next in line
