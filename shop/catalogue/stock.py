"""Stock moves by guarded updates only, and each move leaves a `StockMovement`."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from shop.catalogue.models import StockMovement, Variant


class OutOfStock(Exception):
    """`variant_id` has fewer left than were asked for."""

    def __init__(self, variant_id: int) -> None:
        super().__init__(variant_id)
        self.variant_id = variant_id


def take(quantities: Mapping[int, int], *, reference: str) -> None:
    """Take `{variant id: how many}` for an order, all or (by rolling back) none.

    Call inside a transaction. Rows are claimed in ascending id order, so that two orders never
    wait for each other. Raises OutOfStock, upon which the caller must roll back.
    """
    for variant_id, quantity in sorted(quantities.items()):
        guarded = Variant.objects.filter(id=variant_id, stock__gte=quantity)
        if not guarded.update(stock=F("stock") - quantity):
            raise OutOfStock(variant_id)
    _write_down(quantities, -1, StockMovement.Reason.ORDER, reference)


def give_back(quantities: Mapping[int, int], *, reference: str) -> None:
    """Give `{variant id: how many}` back. The caller must have claimed the giving back."""
    for variant_id, quantity in sorted(quantities.items()):
        Variant.objects.filter(id=variant_id).update(stock=F("stock") + quantity)
    _write_down(quantities, 1, StockMovement.Reason.RETURN, reference)


def adjust(variant: Variant, delta: int, *, by: str, note: str = "") -> None:
    """Change a variant's stock by `delta` on the owner's word. Raises OutOfStock below 0."""
    with transaction.atomic():
        guarded = Variant.objects.filter(id=variant.id, stock__gte=-delta)
        if not guarded.update(stock=F("stock") + delta):
            raise OutOfStock(variant.id)
        StockMovement.objects.create(
            variant=variant, delta=delta, reason=StockMovement.Reason.EDIT, reference=note, by=by
        )
    variant.refresh_from_db(fields=["stock"])


def _write_down(quantities: Mapping[int, int], sign: int, reason: str, reference: str) -> None:
    StockMovement.objects.bulk_create(
        StockMovement(
            variant_id=variant_id, delta=sign * quantity, reason=reason, reference=reference
        )
        for variant_id, quantity in sorted(quantities.items())
    )
