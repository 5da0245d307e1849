"""The buyer's word on being remembered, and the cookie that keeps it."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import identity, joining

logger = logging.getLogger(__name__)


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Keep a key that is this browser's alone in a first-party cookie, unless it sends GPC.

    What was counted of it today goes on under that key. The day's hash is nobody's alone, so it is
    never what a cookie holds: who has the same address and browser stays without a name.
    """
    if identity.wants_privacy(request):
        response.delete_cookie(identity.COOKIE, samesite="Lax")
        return
    now, known = timezone.now(), identity.consented(request)
    key = known or identity.key_of_its_own(request, at=now)
    response.set_cookie(
        identity.COOKIE,
        key,
        max_age=identity.COOKIE_DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if not known:
        _take_along(identity.daily_hash(request, at=now), key)


def _take_along(day: str, key: str) -> None:
    """A busy database leaves with the day's hash what was counted under it."""
    try:
        joining.take_along(day, key)
    except DatabaseError:
        logger.exception("the funnel could not take a visitor's day along")


def forget_browser(request: HttpRequest, response: HttpResponse) -> None:
    """The cookie goes in any case; a busy database only keeps its key's tie to a person."""
    response.delete_cookie(identity.COOKIE, samesite="Lax")
    try:
        if key := identity.consented(request):
            joining.part(key)
    except DatabaseError:
        logger.exception("the funnel could not part a visitor")
