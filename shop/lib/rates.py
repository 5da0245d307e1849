"""How often a stranger may try: moving windows, counted in Redis where there is one."""

from functools import cache

from django.conf import settings
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter


@cache
def _limiter() -> MovingWindowRateLimiter:
    url = settings.CACHE_URL
    shared = url.startswith(("redis://", "rediss://"))
    return MovingWindowRateLimiter(storage_from_string(url if shared else "memory://"))


def allowed(rate: str, *who: str) -> bool:
    """Count one try of `who` and say whether it is within `rate` (such as `"20/minute"`)."""
    return _limiter().hit(parse(rate), *who)


def any_left(rate: str, *who: str) -> bool:
    """Whether one more try of `who` would be allowed, without counting it."""
    return _limiter().test(parse(rate), *who)


def forget_all() -> None:
    """Start counting anew (tests)."""
    _limiter().storage.reset()
