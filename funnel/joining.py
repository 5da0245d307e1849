"""One person, several browsers: whom the shop recognises is one visitor, from the first visit on.

The first visitor key that is known of a person is the one that stays. Another is joined to it: its
events are filed there and all rows made anew, in one transaction; what comes later goes there, too
(`aliases`). Only who consented is ever recognised, and of a person only a digest is kept.
"""

import secrets

from django.db import IntegrityError
from django.utils.crypto import salted_hmac

from . import aliases, models, recording, rows, statements

# Beyond this it is no person (a till, a call centre), and nothing more is joined.
MOST_KEYS = 20


class Meanwhile(IntegrityError):
    """Somebody else joined one of these while they were waited for: it is looked at anew."""


def digest(person: str) -> str:
    """What is kept of a person: nobody can work out from it who it is."""
    return "person:" + salted_hmac("funnel.person", person, algorithm="sha256").hexdigest()


def join(visitor: str, person: str) -> bool:
    """File this visitor's events under the person's first key; whether it is the person's now.

    False where there would be too many keys or events to be one person's. Raises DatabaseError when
    the database is busy: nothing has changed then.
    """
    key = digest(person)
    if aliases.filed_under(key) == (aliases.filed_under(visitor) or visitor):
        return True  # as nearly always, and nothing is to be written
    return recording.durably(lambda: _join(visitor, key))


def _join(visitor: str, person: str) -> bool:
    mine = aliases.filed_under(visitor) or visitor
    stays = aliases.filed_under(person) or mine
    rows.lock(mine, stays)
    if (aliases.filed_under(visitor) or visitor) != mine or aliases.filed_under(stays):
        raise Meanwhile
    if not _has_room(stays, mine):
        return False
    statements.insert(models.Identity, {"key": person, "visitor": stays})
    if aliases.filed_under(person) != stays:
        raise Meanwhile
    if mine != stays:
        _file(mine, under=stays)
    return True


def _has_room(*visitors: str) -> bool:
    keys = models.Identity.objects.filter(visitor__in=visitors).count()
    return keys < MOST_KEYS and not any(map(rows.is_long, visitors))


def _file(visitor: str, *, under: str) -> None:
    """Journeys first take a place behind the others; the rebuild then makes one history of all."""
    known = rows.all_of(under), rows.all_of(visitor)
    for place, row in enumerate(known[1], start=len(known[0]) + 1):
        statements.update(models.Journey, row.id, {"visitor": under, "ordinal": place})
    for model in (models.Event, models.Purchase, models.Identity):
        model.objects.filter(visitor=visitor).update(visitor=under)
    models.Identity.objects.create(key=visitor, visitor=under)
    recording.rebuild_visitor(under, recording.rules())


def take_along(day: str, key: str) -> None:
    """What was counted under the day's hash goes on under a new key, once. Where thousands share
    the hash it is not one browser's, and stays. Raises DatabaseError: nothing has changed then."""
    recording.durably(lambda: _take_along(day, key))


def _take_along(day: str, key: str) -> None:
    rows.lock(day, key)
    if not rows.all_of(key) and not rows.is_long(day):
        _rename(day, key)


def part(visitor: str) -> None:
    """The browser takes its consent back: what it does from now on is nobody's whom we know."""
    recording.durably(lambda: _part(visitor))


def _part(visitor: str) -> None:
    """Where this is the person's first key, the person's past moves to one that no browser has:
    this one may yet stand in the browser's cart."""
    models.Identity.objects.filter(key=visitor).delete()
    if models.Identity.objects.filter(visitor=visitor).exists():
        stays = f"parted-{secrets.token_urlsafe(16)}"
        _rename(visitor, stays)
        models.Identity.objects.filter(visitor=visitor).update(visitor=stays)


def forget(visitor: str) -> None:
    """Cut the tie between a visitor and what was counted: a new key that nobody has.

    Counts and money stay as they are. All keys that were joined with this one are cut with it.
    Raises DatabaseError when the database is busy: nothing has changed then.
    """
    recording.durably(lambda: _forget(visitor))


def forget_person(person: str) -> None:
    """The same for whoever was recognised as this person."""
    if visitor := aliases.filed_under(digest(person)):
        forget(visitor)


def _forget(visitor: str) -> None:
    nobody, visitor = f"forgotten-{secrets.token_urlsafe(16)}", aliases.home_of(visitor)
    _rename(visitor, nobody)
    models.Identity.objects.filter(visitor=visitor).delete()


def _rename(visitor: str, name: str) -> None:
    rows.all_of(visitor)
    for model in (models.Journey, models.Purchase, models.Event):
        model.objects.filter(visitor=visitor).update(visitor=name)
