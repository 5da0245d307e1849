"""The funnel's whole face. The shop calls these and nothing else."""

import logging
import secrets
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from . import identity
from .identity import remember
from .models import Event
from .stages import FUNNEL, Stage

__all__ = ["FUNNEL", "Stage", "record", "record_refund", "remember", "visit_token", "visitor_of"]

logger = logging.getLogger(__name__)


def visitor_of(request: HttpRequest) -> str:
    """Key of this request's visitor; keep it with a cart and give it back to `record`."""
    return identity.identify(request)


def record(
    request: HttpRequest | None,
    stage: Stage,
    *,
    key: str | None = None,
    visitor: str | None = None,
    page: str = "",
    value: int | None = None,
    currency: str = "",
    at: datetime | None = None,
) -> bool:
    """Durably store that a visitor was at `stage`; True if stored.

    `value` is in the currency's stored units. `key` makes it count once (a purchase's is its order
    number). False: filtered (bot, prefetch, staff), stored before, or the funnel's database was
    busy, which is logged and never raised, because an order must not fail with its recorder.
    """
    now = timezone.now()
    try:
        with transaction.atomic(using=settings.FUNNEL_DATABASE):
            _, created = Event.objects.get_or_create(
                key=f"{stage}:{key or secrets.token_urlsafe(16)}",
                defaults={
                    "visitor": visitor or visitor_of(request),
                    "name": stage,
                    "at": at or now,
                    "received_at": now,
                    "value": value,
                    "currency": currency,
                },
            )
    except DatabaseError:
        logger.exception("the funnel could not record %s", stage)
        return False
    return created


def record_refund(
    order: str, *, key: str, amount: int, currency: str, at: datetime | None = None
) -> bool:
    """Move an order's money back (stored units), never its count; once per `key`."""
    return record(
        None,
        "refund",
        key=f"{order}:{key}",
        visitor=f"order:{order}",
        value=amount,
        currency=currency,
        at=at,
    )


def visit_token(request: HttpRequest, page: str, recorded: bool) -> str:
    """Signed name of this page view, for the beacon; goes into the page's uncached part."""
    return identity.sign(
        visitor=visitor_of(request), page=page, id=secrets.token_urlsafe(12), recorded=recorded
    )
