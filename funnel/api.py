"""The funnel's whole face. The shop calls these and nothing else."""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from . import filters, identity, intake, joining, purchases, sources
from .consent import remember
from .details import DetailName, Note
from .identity import client_ip, forget_days_past, goes_on_as, share_mark
from .intake import Outcome
from .joining import forget, forget_person
from .ledger import CouponUse, Known, Ledger, LedgerOrder, Part, Sums, set_ledger
from .marks import fingerprint, mark
from .named import forget_parts
from .notebook import annotate, save_funnel
from .purchases import buyer_of, recorded_purchases, refunds_told
from .reports.summary import summary
from .same_origin import from_our_pages
from .spend.importing import import_spend
from .stages import FUNNEL, Stage

__all__ = [
    "FUNNEL",
    "CouponUse",
    "DetailName",
    "Known",
    "Ledger",
    "LedgerOrder",
    "Note",
    "Part",
    "Stage",
    "Sums",
    "annotate",
    "buyer_of",
    "client_ip",
    "fingerprint",
    "forget",
    "forget_days_past",
    "forget_parts",
    "forget_person",
    "from_our_pages",
    "goes_on_as",
    "import_spend",
    "mark",
    "note",
    "note_all",
    "recognise",
    "record",
    "record_refund",
    "recorded_purchases",
    "refunds_told",
    "remember",
    "save_funnel",
    "set_ledger",
    "share_mark",
    "summary",
    "visit_token",
    "visitor_of",
]

logger = logging.getLogger(__name__)


def visitor_of(request: HttpRequest) -> str:
    """Key of this request's visitor, to keep with a cart and give back to `record`.

    "" for bots and staff, so that what they begin isn't counted later either.
    """
    return "" if filters.reason(request) in filters.NOBODY else identity.identify(request)


def record(
    request: HttpRequest | None,
    stage: Stage,
    *,
    key: str | None = None,
    visitor: str | None = None,
    page: str = "",
    value: int | None = None,
    currency: str = "",
    details: Mapping[DetailName, str] | None = None,
    at: datetime | None = None,
    notes: Iterable[Note] = (),
) -> bool:
    """Durably store that a visitor was at `stage`; True if stored. `notes` go with it, in one
    transaction.

    `value` is in the currency's stored units: of a purchase what was ordered, of a stage before
    it what lies in the cart. `details`, from the cart on: the product put in, the coupon, the
    order's country (ValueError before it: filters by these read only journeys that came so far).
    `key` makes it count once (a purchase's is its order number). Without a request (webhook,
    worker) `visitor` is needed; "" is nobody's (`visitor_of`).
    False: filtered (bot, prefetch, staff: counted), stored before, nobody's, left to the beacon,
    or the funnel's database was busy: logged and never raised, because an order must not fail
    with its recorder.
    """
    if stage == Stage.LANDING and settings.FUNNEL_LANDING_BY == "beacon":
        return False
    told = {str(name): sources.clean(text) for name, text in (details or {}).items() if text}
    if told and stage in (Stage.LANDING, Stage.INTEREST):
        raise ValueError(f"{stage} tells no details; the cart does, and what comes after it.")

    def take(visitor: str) -> Outcome:
        context = intake.describe(request, stage, page) | told
        money = {"value": value, "currency": currency}
        return intake.take(
            request, stage, visitor=visitor, key=key, context=context, at=at, notes=notes, **money
        )

    return _stored(request, stage, visitor, take)


def note(
    request: HttpRequest | None,
    name: DetailName,
    value: str,
    *,
    visitor: str | None = None,
    key: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Durably store a detail of the visitor's journey, such as why they may leave; True if stored.

    `value` says which: a field and the kind of its error, a product, a code of the bank's. Never
    what somebody typed. The rest as in `record`, but that a note is no request of its own: what is
    filtered of it is counted with the stage of its request.
    """
    return note_all(request, [Note(name, value, key)], visitor=visitor, at=at)


def note_all(
    request: HttpRequest | None,
    notes: Iterable[Note],
    *,
    visitor: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Several notes of one request in one transaction; True if the first was stored."""
    if not (notes := list(notes)) or (request and filters.reason(request)):
        return False

    def take(visitor: str) -> Outcome:
        return intake.take_notes(request, notes, visitor=visitor, at=at)

    return _stored(request, notes[0].name, visitor, take)


def _stored(
    request: HttpRequest | None, name: str, visitor: str | None, take: Callable[[str], Outcome]
) -> bool:
    """Whether `take` stored it for this visitor. It never raises for a busy database."""
    if not visitor and (request is None or (visitor == "" and not filters.reason(request))):
        return False
    try:
        visitor = visitor or identity.identify(request)
        if request:
            request._funnel_visitor = visitor
        outcome = take(visitor)
        if outcome is Outcome.FILTERED:
            filters.count(filters.reason(request))
    except DatabaseError:
        logger.exception("the funnel could not record %s", name)
        return False
    return outcome is Outcome.STORED


def record_refund(
    order_number: str, *, amount: int, currency: str, key: str = "", at: datetime | None = None
) -> bool:
    """Move an order's money back (stored units), never its count; once per `key`. By itself the
    key is how many times it moved before, so that two who tell the same at once tell it once.

    Also for an accepted order that is cancelled unpaid. Never raises, like `record`.
    """
    try:
        key = key or f"after {refunds_told(order_number)}"
        outcome = intake.take(
            None,
            purchases.REFUND,
            visitor=purchases.history_of_order(order_number),
            key=f"{order_number}:{key}",
            context={},
            value=amount,
            currency=currency,
            at=at,
        )
    except DatabaseError:
        logger.exception("the funnel could not record a refund of %s", order_number)
        return False
    return outcome is Outcome.STORED


def recognise(request: HttpRequest, *, person: str, visitor: str | None = None) -> bool:
    """This request's visitor is somebody the shop knows (an e-mail, a customer's number); True if
    all that the person did in other browsers is counted as one visitor's now.

    Only for who consented (the visitor cookie, no GPC; with `visitor`, only if it is that one),
    and only a digest is kept. Never raises, like `record`.
    """
    try:
        key = identity.consented(request)
        if not (key and person) or visitor not in (None, key) or filters.reason(request):
            return False
        return joining.join(key, person)
    except DatabaseError:
        logger.exception("the funnel could not join a visitor")
        return False


def visit_token(request: HttpRequest, page: str, recorded: bool) -> str:
    """Signed name of this page view, for the beacon; goes into the page's uncached part.

    It names the visitor whom this request's `record` named (a cart's may be older than a day).
    Where a CDN keeps the page (`FUNNEL_LANDING_BY=beacon`) many visitors share one token: it names
    the page only.
    """
    if settings.FUNNEL_LANDING_BY == "beacon":
        return identity.sign(page=page)
    return identity.sign(
        page=page,
        visitor=getattr(request, "_funnel_visitor", None) or identity.identify(request),
        id=secrets.token_urlsafe(12),
        recorded=recorded,
    )
