"""Who left without buying: one definition, for the reasons and for the list of them.

A journey has left once it is no longer open (its last landing is older than the window) and no
purchase belongs to it. How far it was counts what extended no chain as well: whoever stood at the
till without a landing stood there.
"""

from django.db.models import Q

from ..stages import FUNNEL, Stage
from .counts import Boundary

BOUGHT = Stage.PURCHASE.number


def finished(boundary: Boundary, prefix: str = "") -> Q:
    return Q(**{f"{prefix}last_landing_at__lte": boundary.at})


def left(boundary: Boundary, prefix: str = "") -> Q:
    """No purchase is theirs, in the funnel or late: it has the highest bit of all strays."""
    bought_nothing = {f"{prefix}reached__lt": BOUGHT, f"{prefix}strays__lt": 1 << BOUGHT}
    return finished(boundary, prefix) & Q(**bought_nothing)


def with_a_cart() -> Q:
    """At the cart or anywhere beyond, by a chain or without."""
    cart = Stage.CART.number
    return Q(reached__gte=cart) | Q(strays__gte=1 << cart)


def left_at(stage: Stage, boundary: Boundary) -> Q:
    """What the funnel says was dropped after `stage`: no further by their chain, orders that came
    late among them."""
    return finished(boundary) & Q(reached=stage.number)


def left_at_open(stage: Stage, boundary: Boundary) -> Q:
    """The same with open entry: nowhere further, however they came there."""
    at = stage.number
    there = Q(reached=at) | Q(strays__gte=1 << at)
    return finished(boundary) & Q(reached__lte=at, strays__lt=1 << (at + 1)) & there


def furthest(reached: int, strays: int) -> int:
    """The number of the furthest stage that a journey was at, by a chain or without; 0 for none."""
    return max(reached, strays.bit_length() - 1)


def stage_of(reached: int, strays: int) -> Stage | None:
    at = furthest(reached, strays)
    return FUNNEL[at - 1] if at > 0 else None
