"""What a browser can unpack."""

import re
from functools import lru_cache

from django.http import HttpRequest


def takes(request: HttpRequest, encoding: str) -> bool:
    """Whether `encoding` (gzip, br) may be sent to it: named, and not by q=0 (RFC 9110)."""
    return bool(_pattern(encoding).search(request.headers.get("Accept-Encoding", "")))


@lru_cache
def _pattern(encoding: str) -> re.Pattern:
    return re.compile(rf"\b{encoding}\b(?!\s*;\s*q=0(\.0*)?\b)")
