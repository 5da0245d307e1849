"""Which limited offers a variant is in: the one statement that cart, page and lists share."""

from datetime import UTC, datetime

from django.db import connection
from modeltranslation.utils import get_language

from shop.lib.languages import in_sql
from shop.offers.prices import OfferTerms

# The join that finds the limited offers of a row named `variant`: those of itself or its product
# that run or are planned. Its parameter is `moment(at)`; what runs then is found out in Python.
OFFERS = """
    offers_limitedoffer AS offer ON offer.active AND offer.ends_at > %s AND (
        offer.id IN (
            SELECT limitedoffer_id FROM offers_limitedoffer_variants WHERE variant_id = variant.id
        ) OR offer.id IN (
            SELECT limitedoffer_id FROM offers_limitedoffer_products
            WHERE product_id = variant.product_id
        )
    )
"""


def offer_columns(language: str) -> tuple[str, ...]:
    """The columns of an OfferTerms, its label in `language`."""
    return (
        *("offer.starts_at", "offer.ends_at", "offer.percent", "offer.price"),
        in_sql("offer.label", language),
    )


def moment(at: datetime) -> object:
    """A time as a parameter of plain SQL."""
    return connection.ops.adapt_datetimefield_value(at)


def terms(columns: tuple) -> OfferTerms | None:
    """What a row's `offer_columns` say; None where no offer was joined."""
    starts_at, ends_at, *rest = columns
    return OfferTerms(_aware(starts_at), _aware(ends_at), *rest) if ends_at else None


def _aware(at: datetime) -> datetime:
    """SQLite stores UTC and doesn't say so."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def offers_by_variant(at: datetime) -> dict[int, list[OfferTerms]]:
    """`{variant id: its offers}` that run at `at` or later. One query."""
    columns = ", ".join(offer_columns(get_language()))
    asked = f"SELECT variant.id, {columns} FROM catalogue_variant AS variant JOIN {OFFERS}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked, [moment(at)])
        found: dict[int, list[OfferTerms]] = {}
        for variant_id, *columns in cursor.fetchall():
            found.setdefault(variant_id, []).append(terms(columns))
    return found
