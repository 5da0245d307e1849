"""Whom the shop recognises is one visitor: in any order, whatever happens on the way."""

import hashlib
import re
from datetime import timedelta
from itertools import permutations

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some

from funnel import joining
from funnel.api import DetailName, Stage, forget, forget_person, note, recognise, record
from funnel.invariants import broken
from funnel.models import DailyTotal, Detail, Event, Identity, Journey, Purchase
from tests.funnel.conftest import BEGIN, journeys, kinds, tell, visitors

pytestmark = pytest.mark.django_db

PHONE, LAPTOP, TABLET = "p" * 22, "l" * 22, "t" * 22
ADA, BEN = "ada@example.com", "ben@example.com"


def known() -> dict[str, str]:
    return dict(Identity.objects.values_list("key", "visitor"))


def owners() -> set[str]:
    return {
        *Journey.objects.values_list("visitor", flat=True),
        *Event.objects.values_list("visitor", flat=True),
        *Purchase.objects.values_list("visitor", flat=True),
    }


def test_a_purchase_on_the_laptop_belongs_to_the_landing_on_the_phone():
    tell("L@0 C@10", visitor=PHONE)
    tell("1@1h 2@1h+5 3@1h+9 P@1h+20", visitor=LAPTOP)
    assert kinds() == ["mid_entry"]

    assert joining.join(PHONE, ADA)
    assert joining.join(LAPTOP, ADA)

    assert kinds() == ["funnel"]
    assert journeys() == visitors() == [1] * 7
    assert owners() == {PHONE}
    assert broken() == []


def test_the_first_key_of_a_person_stays_and_only_a_digest_of_her_is_kept():
    joining.join(PHONE, ADA)
    joining.join(LAPTOP, ADA)

    (person, _), laptop = sorted(known().items(), reverse=True)
    assert laptop == (LAPTOP, PHONE)
    assert re.fullmatch("person:[0-9a-f]{64}", person)
    assert hashlib.sha256(ADA.encode()).hexdigest() not in person
    assert known()[person] == PHONE


def test_what_comes_later_is_filed_where_it_belongs():
    tell("L@0", visitor=PHONE)
    joining.join(PHONE, ADA)
    joining.join(LAPTOP, ADA)

    tell("C@5 1@9", visitor=LAPTOP)
    note(None, DetailName.COUPON_REFUSED, "expired", visitor=LAPTOP, at=BEGIN + timedelta(0, 7))

    assert journeys()[:4] == [1, 1, 1, 1]
    assert Detail.objects.get().journey.visitor == PHONE
    assert owners() == {PHONE}
    assert broken() == []


def test_two_weeks_of_each_become_one_persons_journeys():
    for visitor, day in ((PHONE, 0), (LAPTOP, 1), (PHONE, 10), (LAPTOP, 20)):
        tell(f"L@{day}d C@{day}d+5", visitor=visitor)
        at = BEGIN + timedelta(day, 7)
        note(None, DetailName.QUESTION, "shipping", visitor=visitor, at=at)
    joining.join(LAPTOP, ADA)
    joining.join(PHONE, ADA)

    rows = Journey.objects.order_by("ordinal").values_list("visitor", "ordinal")
    assert list(rows) == [
        (LAPTOP, 1),
        (LAPTOP, 2),
        (LAPTOP, 3),
    ]
    assert [row.times for row in Detail.objects.order_by("at")] == [2, 1, 1]
    assert visitors()[0] == 1
    assert broken() == []


def test_no_sum_keeps_what_has_vanished():
    tell("L@0 C@5", visitor=PHONE)
    tell("L@9 C@12", visitor=LAPTOP)
    joining.join(PHONE, ADA)
    joining.join(LAPTOP, ADA)

    whole = DailyTotal.objects.filter(cut="")
    assert sum(whole.values_list("journeys", flat=True)) == 1
    assert broken() == []


def test_chains_are_flat():
    joining.join(TABLET, ADA)
    joining.join(LAPTOP, ADA)
    joining.join(PHONE, BEN)

    joining.join(LAPTOP, BEN)

    assert set(known().values()) == {PHONE}
    assert {LAPTOP, TABLET} < known().keys()
    assert broken() == []


def test_joining_again_changes_nothing():
    tell("L@0", visitor=PHONE)
    joining.join(PHONE, ADA)
    joining.join(LAPTOP, ADA)
    before = known()

    assert joining.join(LAPTOP, ADA)
    assert joining.join(PHONE, ADA)

    assert known() == before


STORY = [
    lambda: tell("L@0 E@3", visitor=PHONE),
    lambda: tell("C@5 1@8", visitor=LAPTOP),
    lambda: tell("2@9 3@10 P@11", visitor=PHONE),
    lambda: tell("L@9d C@9d+4", visitor=LAPTOP),
]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_delivery_in_any_order_gives_the_same(order):
    joining.join(PHONE, ADA)
    for place in order[:2]:
        STORY[place]()
    joining.join(LAPTOP, ADA)
    for place in order[2:]:
        STORY[place]()

    assert journeys() == [2, 2, 2, 1, 1, 1, 1]
    assert kinds() == ["funnel"]
    assert broken() == []


KEYS = [letter * 22 for letter in "abcde"]
acts = some.one_of(
    some.tuples(some.sampled_from(KEYS), some.sampled_from("LECLC123P"), some.integers(0, 20)),
    some.tuples(some.sampled_from(KEYS), some.sampled_from([ADA, BEN, "cleo"])),
    some.tuples(some.sampled_from(KEYS)),
)


@how(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(acts, max_size=25))
def test_whatever_happens_all_rows_are_what_the_events_say(story):
    with transaction.atomic(using=settings.FUNNEL_DATABASE):
        for act in story:
            if len(act) == 3:
                tell(f"{act[1]}@{act[2]}d", visitor=act[0])
            elif len(act) == 2:
                joining.join(*act)
            else:
                joining.part(*act)
        wrong = broken()
        transaction.set_rollback(True, using=settings.FUNNEL_DATABASE)
    assert wrong == []


def test_killed_half_way_nothing_has_changed():
    tell("L@0 C@5", visitor=PHONE)
    tell("L@9 C@12", visitor=LAPTOP)
    joining.join(PHONE, ADA)
    before = known(), owners(), journeys()

    with pytest.raises(DatabaseError), dying_at("DELETE FROM", "funnel_journey"):
        joining.join(LAPTOP, ADA)

    assert (known(), owners(), journeys()) == before
    assert broken() == []


def dying_at(*words: str):
    """The database is gone when it comes to this statement."""

    def run(execute, sql, params, many, context):
        if all(word in sql for word in words):
            raise DatabaseError("gone")
        return execute(sql, params, many, context)

    return connections[settings.FUNNEL_DATABASE].execute_wrapper(run)


def test_a_till_is_no_person():
    for number in range(joining.MOST_KEYS + 5):
        joining.join(PHONE, f"buyer-{number}")
    assert Identity.objects.count() == joining.MOST_KEYS
    tell("L@0", visitor=LAPTOP)
    joining.join(LAPTOP, "somebody")
    assert not joining.join(LAPTOP, "buyer-1")
    assert owners() == {LAPTOP}


def test_only_who_consented_is_recognised(visit):
    with_cookie = {"cookie": f"visitor={PHONE}"}
    assert not recognise(visit(), person=ADA)
    assert not recognise(visit(**with_cookie, sec_gpc="1"), person=ADA)
    assert not recognise(visit(**with_cookie, agent="Googlebot/2.1"), person=ADA)
    assert not recognise(visit(**with_cookie), person="")
    assert not recognise(visit(**with_cookie), person=ADA, visitor=LAPTOP)
    assert known() == {}

    assert recognise(visit(**with_cookie), person=ADA)
    assert set(known().values()) == {PHONE}


def test_a_busy_database_is_never_the_shops_problem(visit):
    with dying_at("funnel_identity"):
        assert not recognise(visit(cookie=f"visitor={PHONE}"), person=ADA)


def test_who_takes_consent_back_is_nobody_we_know_from_then_on(client):
    joining.join(PHONE, ADA)
    joining.join(LAPTOP, ADA)
    client.cookies["visitor"] = LAPTOP

    client.post("/funnel/consent/", {"consent": "no"})

    assert LAPTOP not in known()
    tell("L@0", visitor=LAPTOP)
    assert owners() == {LAPTOP}


def test_so_is_the_browser_by_which_the_person_was_known_first(client):
    """Its key may be this day's hash, which the browser has without any cookie."""
    tell("L@0 C@5", visitor=PHONE)
    joining.join(PHONE, ADA)
    joining.join(LAPTOP, ADA)
    client.cookies["visitor"] = PHONE

    client.post("/funnel/consent/", {"consent": "no"})
    tell("1@9", visitor=PHONE)
    tell("1@9", visitor=LAPTOP)

    (known_as,) = set(known().values())
    assert PHONE not in {*known(), known_as}
    assert Journey.objects.get(visitor=known_as).reached == 4
    assert Journey.objects.get(visitor=PHONE).entered_by == "checkout_order"
    assert broken() == []

    assert joining.join(PHONE, ADA)  # consent, given again
    assert owners() == {known_as}
    assert broken() == []


@pytest.mark.parametrize("cut", [lambda: forget(LAPTOP), lambda: forget_person(ADA)])
def test_forgetting_cuts_all_ties_and_no_count(cut):
    tell("L@0 C@5 1@6 2@7 3@8 P@9", visitor=PHONE)
    joining.join(PHONE, ADA)
    joining.join(LAPTOP, ADA)

    def counts() -> list:
        return [journeys(), visitors(), kinds(), *DailyTotal.objects.order_by("id").values()]

    before = counts()

    cut()

    assert counts() == before
    assert known() == {}
    assert not owners() & {PHONE, LAPTOP}
    assert broken() == []


def test_a_chain_of_aliases_is_found_out():
    Identity.objects.create(key=PHONE, visitor=LAPTOP)
    Identity.objects.create(key=LAPTOP, visitor=TABLET)
    assert broken() == [f"{PHONE} was joined to a key that was joined on"]


def test_a_visit_without_consent_is_looked_up_nowhere(visit, django_assert_max_num_queries):
    record(visit(), Stage.LANDING)
    other = visit(ip="203.0.113.9")
    with django_assert_max_num_queries(
        4 + 2, connection=connections[settings.FUNNEL_DATABASE]
    ) as asked:
        record(other, Stage.LANDING)
    assert not [one for one in asked.captured_queries if "funnel_identity" in one["sql"]]
