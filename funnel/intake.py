"""From a request to an event: filter, identify, describe, store."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from . import caps, filters, identity, recording, sources
from .details import Note
from .journeys import NONE
from .stages import Stage


class Outcome(Enum):
    STORED = "stored"
    KNOWN = "known"
    FILTERED = "filtered"


def take(
    request: HttpRequest | None,
    name: str,
    *,
    visitor: str,
    key: str | None = None,
    context: dict[str, str],
    value: int | None = None,
    currency: str = "",
    at: datetime | None = None,
    notes: Iterable[Note] = (),
) -> Outcome:
    """Store the event, and its `notes` with it, unless its request is filtered. Raises
    DatabaseError: nothing stored.

    Without `at` it happens when its turn to be written comes, so that a visitor's events stand in
    the order in which they were stored.
    """
    if _is_filtered(request):
        return Outcome.FILTERED
    money = {"value": value, "currency": currency}
    event = event_of(name, visitor=visitor, key=key, context=context, at=at, **money)
    return _store(request, visitor, [event, *(detail_of(n, visitor=visitor, at=at) for n in notes)])


def take_notes(
    request: HttpRequest | None,
    notes: Iterable[Note],
    *,
    visitor: str,
    at: datetime | None = None,
) -> Outcome:
    """The same for details alone."""
    if _is_filtered(request):
        return Outcome.FILTERED
    return _store(request, visitor, [detail_of(note, visitor=visitor, at=at) for note in notes])


def _is_filtered(request: HttpRequest | None) -> bool:
    """Asked before a value takes one of the day's places: bots have none to take."""
    return bool(request and filters.reason(request))


def _store(request: HttpRequest | None, visitor: str, events: list[dict]) -> Outcome:
    """In one transaction; whether the first of them was stored."""
    joined = identity.may_be_joined(request, visitor)
    stored = recording.store_all(events, joined=joined)
    return Outcome.STORED if stored[:1] == [True] else Outcome.KNOWN


def event_of(
    name: str,
    *,
    visitor: str,
    key: str | None = None,
    context: dict[str, str],
    value: int | None = None,
    currency: str = "",
    at: datetime | None = None,
) -> dict:
    """`Event`'s columns, its dimensions cut to the day's known values."""
    now = timezone.now()
    day = timezone.localdate(at or now, timezone.get_default_timezone())
    return {
        "key": f"{name}:{key or secrets.token_urlsafe(16)}",
        "visitor": visitor,
        "name": str(name),
        "at": at,
        "received_at": now,
        "context": caps.capped(context, day),
        "value": value,
        "currency": currency,
    }


def detail_of(note: Note, *, visitor: str, at: datetime | None = None) -> dict:
    """The same of a detail. Its value is cleaned, and capped under its name as any dimension's."""
    day = timezone.localdate(at or timezone.now(), timezone.get_default_timezone())
    name = str(note.name)
    known = caps.capped({name: sources.clean(note.value) or NONE}, day)
    context = {"value": known[name]}
    at = at and at - note.age
    return event_of(name, visitor=visitor, key=note.key, context=context, value=note.amount, at=at)


def describe(request: HttpRequest | None, stage: str, page: str) -> dict[str, str]:
    """What is worth knowing of a request; of a landing also where it came from."""
    found = {"page": sources.clean(page)}
    if request:
        found["device"] = sources.device(filters.agent(request))
    if request and stage == Stage.LANDING:
        found |= sources.arrival(request.GET, request.META.get("HTTP_REFERER", ""), hosts(request))
    return {name: value for name, value in found.items() if value}


def describe_address(request: HttpRequest, page: str, *, url: str, referrer: str) -> dict[str, str]:
    """The same for a landing that a browser reports by itself, with its address and referrer."""
    query = QueryDict(_query(url))
    found = sources.arrival(query, referrer, hosts(request))
    return describe(request, Stage.INTEREST, page) | found


def _query(url: str) -> str:
    try:
        return urlsplit(url).query
    except ValueError:
        return ""


def hosts(request: HttpRequest) -> set[str]:
    """Our own names: a referrer among them is no source."""
    asked = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0].lower()
    return {asked, urlsplit(settings.SITE_URL).hostname or ""}
