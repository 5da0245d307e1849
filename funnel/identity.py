"""Who a visitor is: a consent cookie's key, else a hash that changes every day.

Neither address nor user agent is ever stored; without consent nothing is kept in the browser.
"""

import base64
import re
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import salts

COOKIE = "visitor"
COOKIE_DAYS = 180
# The salt turns at the quietest hour and not at midnight, when shops still sell.
SALT_TURNS_AT = timedelta(hours=4)
KEY = re.compile(r"[A-Za-z0-9_-]{22}")


def identify(request: HttpRequest) -> str:
    """Key of the visitor behind this request: the consent cookie's, else the daily hash."""
    return consented(request) or daily_hash(request, at=timezone.now())


def consented(request: HttpRequest) -> str:
    """The consent cookie's key, or "": without it, or with GPC, nobody is ever recognised."""
    cookie = "" if wants_privacy(request) else request.COOKIES.get(COOKIE, "")
    if not KEY.fullmatch(cookie) or cookie == daily_hash(request, at=timezone.now()):
        return ""  # the day's hash stands in the page's token, and is nobody's alone
    return cookie


def goes_on_as(request: HttpRequest, key: str) -> str:
    """Under which key what this browser began under `key` goes on: its present one, if that was its
    day's hash (until it consented) or its cookie's (until it sent GPC); else `key`, as of a cart
    that was opened on another day.
    """
    if key == (present := identify(request)):
        return key
    own = request.COOKIES.get(COOKIE), daily_hash(request, at=timezone.now())
    return present if key in own else key


def may_be_joined(request: HttpRequest | None, visitor: str) -> bool:
    """Whether this key may be known as another visitor's. This day's hash is not asked about, so
    that a visit without consent costs nothing more."""
    if request is None or consented(request):
        return True
    return visitor != daily_hash(request, at=timezone.now())


def wants_privacy(request: HttpRequest) -> bool:
    """Global Privacy Control stands above any consent."""
    return request.META.get("HTTP_SEC_GPC") == "1"


def daily_hash(request: HttpRequest, *, at: datetime) -> str:
    """22 characters that tell two visitors of one day apart and link no two days."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    return _digest("funnel.visitor", f"{client_ip(request)}\n{agent}", at)


def key_of_its_own(request: HttpRequest, *, at: datetime) -> str:
    """What a browser is called that says yes now: for ten seconds the same, or a second click would
    leave behind what the first took along. Whoever looks like it has to say so in the same ten.
    """
    moment = int(at.timestamp()) // 10
    return _digest("funnel.consent", f"{daily_hash(request, at=at)} {moment}", at)


def _digest(purpose: str, text: str, at: datetime) -> str:
    """By the day's secret: nobody can work it out again when the day is over."""
    secret = salts.of(day_of_hash(at))
    digest = salted_hmac(f"{purpose} {secret}", text, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def day_of_hash(at: datetime) -> date:
    """The visitors' day in the shop's time zone: from four to four."""
    return (timezone.localtime(at, timezone.get_default_timezone()) - SALT_TURNS_AT).date()


def forget_days_past() -> int:
    """Delete the secrets by which the hashes of the days before were made; how many it was."""
    return salts.delete_before(day_of_hash(timezone.now()))


def share_mark(request: HttpRequest, visitor: str = "") -> str:
    """The mark of links that this visitor shares: tells sharers apart and names none of them.

    Who asks for privacy (GPC) shares under the same mark as all others who do. The mark follows
    from the visitor's key, which nobody can work out from it.
    """
    if wants_privacy(request):
        return "friend"
    key = visitor or identify(request)
    return salted_hmac("funnel.share", key, algorithm="sha256").hexdigest()[:10]


def client_ip(request: HttpRequest) -> str:
    """The peer's address, or what the outermost of our own proxies saw (`TRUSTED_PROXIES`)."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted and hops[-trusted]:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR", "")


def sign(**content) -> str:
    """A token for the page to send back with its beacons."""
    return signing.dumps(content, salt="funnel.visit")


def unsign(token: str) -> dict | None:
    """The token's content, or None if it isn't ours or is older than the window."""
    try:
        return signing.loads(token, salt="funnel.visit", max_age=settings.FUNNEL_WINDOW)
    except signing.BadSignature:
        return None
