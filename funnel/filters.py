"""Who is left out of the count, and counted as such: bots, prefetches, staff."""

import logging
from functools import lru_cache

from crawlerdetect import CrawlerDetect
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from . import statements
from .models import Filtered

logger = logging.getLogger(__name__)
detector = CrawlerDetect()
# Of an agent's name; looking for bots costs the square of its length (8 KB: half a minute).
LONGEST_AGENT = 500
# A prefetched page may still be shown to a person; these never are one.
NOBODY = {Filtered.Reason.BOT, Filtered.Reason.STAFF}


def reason(request: HttpRequest) -> str:
    """A `Filtered.Reason`, or "" for a visitor who counts."""
    if not hasattr(request, "_funnel_filtered"):
        request._funnel_filtered = _reason(request)
    return request._funnel_filtered


def _reason(request: HttpRequest) -> str:
    if is_prefetch(request):
        return Filtered.Reason.PREFETCH
    if is_bot(agent(request)):
        return Filtered.Reason.BOT
    return Filtered.Reason.STAFF if is_staff(request) else ""


def is_prefetch(request: HttpRequest) -> bool:
    """Fetched in advance (`prefetch`, `prefetch;prerender`): nobody has seen it yet."""
    meta = request.META
    purpose = meta.get("HTTP_SEC_PURPOSE") or meta.get("HTTP_PURPOSE") or ""
    return request.method in {"GET", "HEAD"} and purpose.startswith(("prefetch", "prerender"))


def agent(request: HttpRequest) -> str:
    """The user agent's name, as much of it as is ever looked at."""
    return request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT]


@lru_cache(maxsize=4096)
def is_bot(agent: str) -> bool:
    return bool(detector.isCrawler(agent)) if agent else False


def is_staff(request: HttpRequest) -> bool:
    """Looks at the user only if a session cookie came: loading one costs a query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return bool(user and user.is_staff)


def count(reason: str) -> None:
    """One more request that was left out today. A busy database loses one, not the page."""
    day = timezone.localdate(timezone=timezone.get_default_timezone())
    try:
        statements.add(Filtered, ("day", "reason"), ("requests",), {(day, str(reason)): (1,)})
    except DatabaseError:
        logger.exception("the funnel could not count a filtered request")
