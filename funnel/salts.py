"""The day's secret in the hashes of visitors who didn't consent.

It is made by chance, known to the database and the processes only while the day lasts, and deleted
then: with whatever key, address and copy of the tables, nobody works out an older day's hash again.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError

from . import models, statements

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """`kept`: it is committed, so that all processes have the same."""

    secret: str
    kept: bool


_known: dict[date, Known] = {}
_SECRET = "SELECT secret FROM funnel_salt WHERE day = %s"  # noqa: S105


def of(day: date) -> str:
    """The secret of a visitor's day (from four to four); made by whoever asks first.

    Costs a statement once per day and process. Raises DatabaseError only within a transaction.
    """
    known = _known.get(day)
    if known is None or not (known.kept or statements.connection().in_atomic_block):
        known = _claimed(day, known.secret if known else secrets.token_hex(32))
        _known[day] = known
        for older in [other for other in list(_known) if other < day]:  # threads add to it
            _known.pop(older, None)
    return known.secret


def _claimed(day: date, mine: str) -> Known:
    """The stored secret, or mine from now on. What a transaction stored may still be undone."""
    within = statements.connection().in_atomic_block
    try:
        return Known(_stored(day) or _store(day, mine), kept=not within)
    except DatabaseError:
        if within:
            raise
        logger.exception("the funnel could not read the day's salt")
        return Known(mine, kept=False)


def _stored(day: date) -> str:
    found = statements.select(_SECRET, [day])
    return found[0][0] if found else ""


def _store(day: date, mine: str) -> str:
    statements.insert(models.Salt, {"day": day, "secret": mine})
    delete_before(day)
    return _stored(day)


def delete_before(day: date) -> int:
    """Delete the secrets of the days that are over; how many there were."""
    return models.Salt.objects.filter(day__lt=day).delete()[0]


def forget_memory() -> None:
    """Know no more than a new process would (tests)."""
    _known.clear()
