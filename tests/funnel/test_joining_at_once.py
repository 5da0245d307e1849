"""Joins at the same time as each other and as what the visitors do. Runs on every database."""

import pytest

from funnel import joining, purchases
from funnel.api import Stage, record, record_refund
from funnel.invariants import broken
from funnel.models import Event, Identity, Journey, Purchase
from funnel.rows import others_write
from tests.funnel.conftest import BEGIN, journeys, visitors
from tests.funnel.test_at_once import at_once, happen

pytestmark = pytest.mark.django_db(transaction=True)

KEYS = [letter * 22 for letter in "abcdef"]


def join(visitor: str, person: str):
    return lambda: joining.join(visitor, person)


def owners() -> set[str]:
    return {
        *Journey.objects.values_list("visitor", flat=True),
        *Event.objects.values_list("visitor", flat=True),
    }


def test_all_her_browsers_at_once_are_one_visitor():
    for key in KEYS:
        happen(key, "landing", 0)()
        happen(key, "cart", 5)()

    assert all(at_once([join(key, "ada") for key in KEYS * 2]))

    assert len(owners()) == 1
    assert visitors()[:3] == [1, 1, 1]
    assert Identity.objects.count() == len(KEYS)
    assert broken() == []


def test_each_to_the_other_at_once_ends_at_one_of_them():
    one, other = KEYS[:2]
    for key in (one, other):
        happen(key, "landing", 0)()
    joining.join(one, "ada")
    joining.join(other, "ben")

    assert all(at_once([join(one, "ben"), join(other, "ada")] * 6))

    assert len(owners()) == 1
    assert set(Identity.objects.values_list("visitor", flat=True)) == owners()
    assert broken() == []


def test_what_happens_meanwhile_is_filed_where_it_belongs():
    first, *others = KEYS
    joining.join(first, "ada")
    stages = ("landing", "cart", "checkout_order", "checkout_delivery")
    acts = [happen(key, stage, n) for n, stage in enumerate(stages) for key in others]
    for number, key in enumerate(others):
        acts.insert(5 * number, join(key, "ada"))

    assert all(at_once(acts))

    assert owners() == {first}
    assert journeys()[:5] == [1, 1, 1, 1, 1]
    assert broken() == []


def test_first_events_and_joins_of_strangers_never_miss_each_other():
    acts = []
    for number in range(10):
        key = f"{number}" * 22
        acts += [
            happen(key, "landing", 0),
            join(key, f"buyer-{number % 5}"),
            happen(key, "cart", 9),
        ]

    assert all(at_once(acts))

    assert visitors()[:3] == [5, 5, 5]
    assert broken() == []


def test_forgetting_meanwhile_leaves_no_row_behind():
    for key in KEYS:
        happen(key, "landing", 0)()
    acts = [join(key, "ada") for key in KEYS]

    at_once([*acts, lambda: joining.forget_person("ada"), lambda: joining.forget(KEYS[0])])

    assert Event.objects.count() == len(KEYS)
    assert broken() == []


def test_who_is_remembered_while_other_tabs_tell_loses_nothing():
    """The day goes along once; what its tabs tell meanwhile is with it or stays, never twice."""
    day, acts = "d" * 22, []
    for number in range(6):
        happen(day, "landing", number)()
        acts += [
            lambda key=KEYS[number]: joining.take_along(day, key),
            happen(day, "cart", 10 + number),
        ]

    at_once(acts)

    assert Event.objects.count() == 12
    assert owners() <= {day, *KEYS}
    assert broken() == []


def test_money_goes_back_while_the_buyer_is_joined(monkeypatch):
    """What the refund looks up first may be another's when its turn comes."""
    phone, laptop = KEYS[:2]
    happen(phone, "landing", 0)()
    joining.join(phone, "ada")
    sale = {"key": "order-1", "value": 100, "currency": "TWD"}
    record(None, Stage.PURCHASE, visitor=laptop, at=BEGIN, **sale)
    others_look, asked = purchases.buyer_of, []

    def look(order):
        found = others_look(order)
        if not asked and others_write():
            asked.append(order)
            at_once([join(laptop, "ada")])
        return found

    monkeypatch.setattr(purchases, "buyer_of", look)
    assert record_refund("order-1", amount=100, currency="TWD")

    assert Purchase.objects.get().refunded == 100
    assert broken() == []
