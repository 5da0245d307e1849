"""The simulated clock: everybody acts at their own moment, in time order, in one process."""

import heapq
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import time_machine
from django.db import connections
from django.test.utils import override_settings

from shop.page.document import forget_pages

Walk = Iterator[timedelta]
LEAST = timedelta(milliseconds=1)


@contextmanager
def stage(start: datetime) -> Iterator[Callable[[datetime], None]]:
    """Stop the clock at `start` and hand over what moves it. No mail leaves, no warnings show.

    The landing page is drawn every third (simulated) day: nobody edits it meanwhile, and on this
    clock seconds pass in no time.
    """
    quiet = logging.getLogger("django.request")
    level = quiet.level
    quiet.setLevel(logging.ERROR)  # refusals (404, 409, 422) belong to the play
    off_stage = override_settings(
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        PAGE_CACHE_SECONDS=3 * 24 * 3600,
        FUNNEL_LANDING_BY="server",  # no CDN stands between these visitors and the shop
        DEBUG=False,  # which would keep every query in memory
    )
    forget_pages()
    try:
        with off_stage, time_machine.travel(start, tick=False) as traveller:
            yield traveller.move_to
    finally:
        forget_pages()
        quiet.setLevel(level)


@contextmanager
def fast_sqlite() -> Iterator[None]:
    """A play needs no wait for the disk after each write."""
    ours = [one for one in connections.all() if one.vendor == "sqlite" and not one.in_atomic_block]
    try:
        for connection in ours:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=NORMAL")
        yield
    finally:
        for connection in ours:
            connection.close()  # opened anew with the shop's own settings


def play(
    walks: Iterable[tuple[datetime, Walk]],
    *,
    end: datetime,
    move: Callable[[datetime], None],
    passed: Callable[[datetime], None],
) -> None:
    """Let everybody act until `end`; whoever waits longer is left waiting.

    No two act at one moment: each event then has its place, and the same seed plays the same.
    """
    queue = [(at, number, walk) for number, (at, walk) in enumerate(walks)]
    heapq.heapify(queue)
    now = queue[0][0] if queue else end
    while queue:
        at, number, walk = heapq.heappop(queue)
        now = max(at, now + LEAST)
        if now > end:
            break
        move(now)
        passed(now)
        wait = next(walk, None)
        if wait is not None:
            heapq.heappush(queue, (now + max(wait, LEAST), number, walk))
    move(end)
