"""What a play may bring besides visitors: the funnel's database away for a moment, and an owner who
goes over to another currency."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connections

from shop.demo.clock import Walk
from shop.page.document import forget_pages
from shop.page.models import Storefront


@contextmanager
def funnel_away() -> Iterator[None]:
    """Nothing can be recorded meanwhile; of a sale the worker tells later."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO funnel_event"):
            raise DatabaseError("The funnel's database is away (simulated).")
        return execute(sql, params, many, context)

    log = logging.getLogger("funnel.api")
    log.disabled = True
    try:
        with connections[settings.FUNNEL_DATABASE].execute_wrapper(refuse):
            yield
    finally:
        log.disabled = False


def go_over_to(currency: str) -> Walk:
    """The admin forbids it once there are orders; books of two currencies must add up all the same.
    Prices keep their numbers: NT$320 becomes $3.20."""
    set_currency(currency)
    yield from ()


def set_currency(currency: str) -> None:
    Storefront.objects.filter(pk=1).update(currency=currency)
    cache.delete("storefront")
    forget_pages()
