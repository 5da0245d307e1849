"""price_of() is arithmetic on a line of time: first examples, then what holds for any offers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.lib.money import CURRENCIES
from shop.offers.prices import OfferTerms, Price, price_of

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def hours(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def offer(start=-1, end=1, **gives) -> OfferTerms:
    return OfferTerms(hours(start), hours(end), **(gives or {"percent": 10}))


def price(*offers, ordinary=320, compare_at=None, at=NOON, currency="TWD") -> Price:
    return price_of(ordinary, compare_at, offers, at=at, currency=currency)


def test_without_an_offer_it_is_the_ordinary_price():
    assert price(compare_at=400) == Price(320, 400)


def test_an_offer_is_compared_with_the_ordinary_price():
    ten = offer()
    assert price(ten) == Price(288, 320, ten, until=hours(1), changes_at=hours(1))


def test_the_higher_compare_at_stays():
    assert price(offer(), compare_at=400).compare_at == 400


@pytest.mark.parametrize(
    ("at", "amount"), [(-1.01, 320), (-1, 288), (0.9999, 288), (1, 320), (2, 320)]
)
def test_it_begins_and_ends_at_its_moments(at, amount):
    assert price(offer(), at=hours(at)).amount == amount


def test_a_planned_one_is_when_the_price_changes():
    planned = price(offer(2, 3))
    assert (planned.amount, planned.offer, planned.until) == (320, None, None)
    assert planned.changes_at == hours(2)


@pytest.mark.parametrize(
    ("ordinary", "percent", "currency", "amount"),
    [(333, 10, "TWD", 299), (1999, 15, "USD", 1699), (1990, 15, "KWD", 1690), (2, 50, "TWD", 1)],
)
def test_percents_are_rounded_down_to_what_can_be_charged(ordinary, percent, currency, amount):
    assert price(offer(percent=percent), ordinary=ordinary, currency=currency).amount == amount


def test_where_two_meet_the_lower_price_wins():
    assert price(offer(percent=10), offer(price=250)).amount == 250


def test_what_is_not_lower_is_no_offer():
    assert price(offer(price=320), compare_at=400) == Price(320, 400)


@pytest.mark.parametrize("gives", [{"percent": 99}, {"price": 0}])
def test_nothing_is_ever_free(gives):
    assert price(offer(**gives), ordinary=50).amount == 50


def test_of_two_alike_the_one_that_lasts_is_counted_down():
    assert price(offer(end=1), offer(end=2)).until == hours(2)


def test_an_offer_that_follows_at_the_same_price_makes_no_end():
    chained = price(offer(end=1), offer(1, 2))
    assert (chained.until, chained.changes_at) == (hours(2), hours(2))


def test_a_still_lower_price_to_come_is_a_change_but_no_end():
    better = price(offer(end=3), offer(1, 2, percent=50))
    assert (better.until, better.changes_at) == (hours(3), hours(1))


terms = st.builds(
    lambda start, length, gives: offer(start, start + length, **gives),
    st.integers(-5, 5),
    st.integers(1, 6),
    st.builds(lambda n: {"percent": n}, st.integers(1, 99))
    | st.builds(lambda n: {"price": n * 10}, st.integers(0, 200)),
)
offers = st.lists(terms, max_size=5)
ordinaries = st.integers(0, 200).map(lambda n: n * 10)
currencies = st.sampled_from(["TWD", "KWD", "USD"])


@given(offers, ordinaries, st.none() | st.integers(2001, 3000), st.integers(-6, 12), currencies)
def test_any_price_is_the_least_of_what_holds(given_offers, ordinary, compare_at, at, currency):
    found = price(
        *given_offers, ordinary=ordinary, compare_at=compare_at, at=hours(at), currency=currency
    )
    running = [one.price_for(ordinary, currency) for one in given_offers if one.runs(hours(at))]
    assert found.amount == min([ordinary, *filter(None, running)])
    assert found.amount % CURRENCIES[currency].step == 0
    assert (found.offer is None) == (found.amount == ordinary)
    assert found.compare_at == (max(ordinary, compare_at or 0) if found.offer else compare_at)


@given(offers, ordinaries, st.integers(-6, 12), currencies)
def test_it_holds_until_it_changes_and_then_it_does(given_offers, ordinary, at, currency):
    def at_hour(hour: float) -> Price:
        return price(*given_offers, ordinary=ordinary, at=hours(hour), currency=currency)

    found = at_hour(at)
    change = next((h for h in range(at + 1, 20) if at_hour(h).amount != found.amount), None)
    assert found.changes_at == (None if change is None else hours(change))
    if found.offer:
        dearer = next(h for h in range(at + 1, 20) if at_hour(h).amount > found.amount)
        assert found.until == hours(dearer)


@given(offers, ordinaries, currencies)
def test_the_order_of_offers_never_matters(given_offers, ordinary, currency):
    one = price(*given_offers, ordinary=ordinary, currency=currency)
    other = price(*given_offers[::-1], ordinary=ordinary, currency=currency)
    assert (one.amount, one.until, one.changes_at) == (other.amount, other.until, other.changes_at)
