"""Details hang on the journey that they happened in, whatever order they are delivered in."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.conf import settings
from django.db import transaction

from funnel import invariants
from funnel.api import DetailName, Stage, note, record
from funnel.models import Detail, Journey
from tests.funnel.conftest import BEGIN, journeys

pytestmark = pytest.mark.django_db(databases="__all__")


def at(seconds: float) -> dict:
    return {"visitor": "ben", "at": BEGIN + timedelta(seconds=seconds)}


def known() -> list[tuple]:
    rows = Detail.objects.order_by("journey__ordinal", "name", "value")
    return list(rows.values_list("journey__ordinal", "name", "value", "times"))


def test_a_detail_counts_its_times():
    record(None, Stage.LANDING, **at(0))
    note(None, DetailName.COUPON_REFUSED, "expired", **at(5))
    note(None, DetailName.COUPON_REFUSED, "expired", **at(9))
    assert known() == [(1, "coupon_refused", "expired", 2)]
    assert Detail.objects.get().at == BEGIN + timedelta(seconds=9)


def test_a_stage_tells_the_product_and_what_the_cart_is_worth():
    record(None, Stage.LANDING, **at(0))
    product = {DetailName.PRODUCT: "beans"}
    record(None, Stage.CART, value=500, currency="TWD", details=product, **at(5))
    record(None, Stage.CHECKOUT_ORDER, value=900, currency="TWD", **at(9))
    journey = Journey.objects.get()
    assert (journey.cart_value, journey.cart_currency) == (900, "TWD")
    assert known() == [(1, "product", "beans", 1)]


def test_a_detail_without_a_landing_waits_for_it():
    note(None, DetailName.QUESTION, "shipping", **at(5))
    assert journeys() == [0] * 7
    record(None, Stage.LANDING, **at(0))
    assert journeys() == [1, *[0] * 6]
    assert known() == [(1, "question", "shipping", 1)]


def test_a_detail_before_every_landing_belongs_to_none():
    note(None, DetailName.QUESTION, "shipping", **at(0))
    record(None, Stage.LANDING, **at(5))
    assert known() == []


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_delivery_in_any_order_gives_the_same(order):
    week = 8 * 86_400
    story = [
        lambda: record(None, Stage.LANDING, **at(0)),
        lambda: note(None, DetailName.FIELD_ERROR, "phone: invalid", **at(5)),
        lambda: record(None, Stage.LANDING, **at(week)),
        lambda: note(None, DetailName.FIELD_ERROR, "phone: invalid", **at(week + 5)),
    ]
    for place in order:
        story[place]()
    assert known() == [
        (1, "field_error", "phone: invalid", 1),
        (2, "field_error", "phone: invalid", 1),
    ]
    assert invariants.broken() == []


def test_a_wrong_detail_is_found_out():
    record(None, Stage.LANDING, **at(0))
    note(None, DetailName.QUESTION, "shipping", **at(5))
    with transaction.atomic(settings.FUNNEL_DATABASE):
        Detail.objects.update(times=7)
    assert len(invariants.broken()) == 1
