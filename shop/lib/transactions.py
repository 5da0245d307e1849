"""Short transactions that are tried again when PostgreSQL asks for it."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, OperationalError, transaction

# deadlock_detected, serialization_failure, lock_not_available
# https://www.postgresql.org/docs/current/errcodes-appendix.html
RETRIED = {"40P01", "40001", "55P03"}
Result = TypeVar("Result")


def in_transaction(work: Callable[[], Result], *, tries: int = 4) -> Result:
    """Run `work` in one transaction, the whole of it again (up to `tries`) after a deadlock.

    `work` must do nothing but database work: no mail, no network. Raises what it raises.
    """
    for left in reversed(range(tries)):
        try:
            with transaction.atomic(using=DEFAULT_DB_ALIAS):
                return work()
        except OperationalError as error:
            code = getattr(error.__cause__, "sqlstate", None)
            if code not in RETRIED or not left or transaction.get_connection().in_atomic_block:
                raise
        time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 (spreads rivals, no secret)
    raise AssertionError("unreachable")
