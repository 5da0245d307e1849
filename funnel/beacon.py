"""What a browser reports by itself: read strictly, because anybody can send it."""

import json
import math
import re
import time
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from . import details, identity
from .details import NAMES, DetailName, Note
from .named import named
from .stages import FROM_BROWSER, Stage

LARGEST = 8 * 1024
LATEST = timedelta(hours=24)
MOST_DETAILS = 30  # in one beacon
LONGEST_LOOK = 24 * 3600 * 1000  # milliseconds
VIEW_ID = re.compile(r"[A-Za-z0-9_-]{12,36}")


class Refused(ValueError):
    """The beacon is not taken; `status` is the answer's."""

    def __init__(self, status: int, **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def read(request: HttpRequest) -> dict:
    """The beacon's JSON object. Raises Refused: 413 too large, 400 rubbish."""
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise Refused(413)
    try:
        content = json.loads(body.decode())
        # Neither NaN nor infinity nor half a surrogate pair gets through the way back.
        json.dumps(content, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused(400) from None
    if not isinstance(content, dict):
        raise Refused(400)
    return content


def stage_of(content: dict) -> Stage:
    """Raises Refused: 400 for what is no stage, 403 for one that only the server records."""
    name = content.get("stage")
    if name not in Stage.values:
        raise Refused(400)
    if name not in FROM_BROWSER:
        raise Refused(403)
    return Stage(name)


def notes_of(content: dict, view: str, page: str) -> list[Note]:
    """What a view of the page says was looked at, keyed by the view and the batch so that a retry
    counts once. Raises Refused: 400 for what is no such list, 403 for what only the server records.
    """
    found, batch = content["details"], content.get("batch")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_DETAILS:
        raise Refused(400)
    if isinstance(batch, bool) or not isinstance(batch, int) or not 0 <= batch < 1000:
        raise Refused(400)
    since = age_of(content)
    return [_note(each, f"{view}:{batch}:{place}", page, since) for place, each in enumerate(found)]


def _note(detail: object, key: str, page: str, since: timedelta) -> Note:
    if not isinstance(detail, dict):
        raise Refused(400)
    name, value, amount = (detail.get(part) for part in ("name", "value", "amount"))
    if not isinstance(name, str) or name not in NAMES:
        raise Refused(400)
    if name not in details.FROM_BROWSER:
        raise Refused(403)
    if not isinstance(value, str) or not value.strip():
        raise Refused(400)
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= LONGEST_LOOK:
        raise Refused(400)
    age = min(since + age_of(detail), LATEST)
    return Note(DetailName(name), named(name, value.strip(), page), key, amount, age)


def visit_of(content: dict, request: HttpRequest) -> tuple[str, str, dict]:
    """Visitor, page view and the token's content. Raises Refused: 403 for a token not ours.

    A token from a page that a CDN keeps names neither: then the request tells the visitor and the
    browser the view. Else the token's visitor, or whom its browser is known as since.
    """
    token = content.get("token")
    visit = identity.unsign(token) if isinstance(token, str) else None
    if visit is None:
        raise Refused(403)
    view = visit.get("id") or content.get("view")
    if not isinstance(view, str) or not VIEW_ID.fullmatch(view):
        raise Refused(400)
    visitor = identity.goes_on_as(request, visit.get("visitor") or identity.identify(request))
    return visitor, view, visit


def age_of(told: dict) -> timedelta:
    """How long ago it happened: `age` in milliseconds, at most 24 hours. Server time rules."""
    age = told.get("age", 0)
    if isinstance(age, bool) or not isinstance(age, int | float):
        raise Refused(400)
    return min(timedelta(milliseconds=max(0, min(age, 1e9))), LATEST)


def check_rate(request: HttpRequest) -> None:
    """Raises Refused 429 above `FUNNEL_BEACONS_PER_MINUTE` from one address."""
    rate = RateLimitItemPerMinute(settings.FUNNEL_BEACONS_PER_MINUTE)
    # The counter's store never sees an address either.
    who = salted_hmac("funnel.rate", identity.client_ip(request)).hexdigest()
    if not _limiter().hit(rate, "beacon", who):
        reset = _limiter().get_window_stats(rate, "beacon", who).reset_time
        raise Refused(429, Retry_After=str(max(1, math.ceil(reset - time.time()))))


@cache
def _limiter() -> FixedWindowRateLimiter:
    url = settings.CACHE_URL
    shared = url.startswith(("redis://", "rediss://"))
    return FixedWindowRateLimiter(storage_from_string(url if shared else "memory://"))


def forget_rates() -> None:
    """Start counting anew (tests)."""
    _limiter().storage.reset()
