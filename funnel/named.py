"""What a browser may call by name: parts of the page, quarters of its length, fields of a form.

Anybody can send a beacon. A name that the shop doesn't have is recorded as "(other)": it tells
nothing, and by the hundred such names would take all places of the day (`caps`), so that the real
ones were lost in "(other)" instead.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.core.cache import cache

from .caps import OTHER
from .details import FIELDS, DetailName
from .ledger import ledger

KNOWN_FOR = 60  # seconds
QUARTERS = ("0", "25", "50", "75", "100")
# `order.quantity-17` is a cart's line: which one tells nothing, and every cart has others.
FIELD = re.compile(r"((?:cart|order|delivery|payment)\.([a-z_]+))(?:-[0-9]+)?")


def named(name: str, value: str, page: str) -> str:
    """The value as it is recorded of a view of this page."""
    if name == DetailName.FIELD_TOUCHED:
        field = FIELD.fullmatch(value)
        return field[1] if field and field[2] in FIELDS else OTHER
    if name == DetailName.DEPTH:
        return value if value in QUARTERS else OTHER
    parts = parts_of(page)
    return value if not parts or (name, value) in parts else OTHER


def parts_of(page: str) -> set[tuple[str, str]]:
    """Asked of the shop at most once a minute, or as seldom as it draws the page; nothing where a
    funnel stands alone."""
    kept = max(KNOWN_FOR, settings.PAGE_CACHE_SECONDS)
    return cache.get_or_set(_key(page), lambda: _parts_of(page), kept)


def forget_parts(pages: Iterable[str]) -> None:
    """After the owner changed pages: their new parts are known at once."""
    cache.delete_many([_key(page) for page in pages])


def _key(page: str) -> str:
    return f"funnel.named:{page}"


def _parts_of(page: str) -> set[tuple[str, str]]:
    return {(str(part.name), part.value) for part in ledger().parts(page)}
