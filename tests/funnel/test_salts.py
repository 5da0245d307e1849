"""The day's secret: one for all processes, kept while the day lasts and not a moment longer."""

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, connections, transaction

from funnel import salts
from funnel.api import forget_days_past, visitor_of
from funnel.models import Salt
from tests.funnel.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = "2026-03-02T10:00:00+08:00"


def as_a_new_process(visit) -> str:
    salts.forget_memory()
    return visitor_of(visit())


def test_another_process_knows_the_same_visitors(visit):
    assert visitor_of(visit()) == as_a_new_process(visit)
    assert Salt.objects.count() == 1


def test_many_who_ask_first_at_once_agree(visit):
    assert len(set(at_once([lambda: as_a_new_process(visit)] * 16))) == 1


def test_a_known_secret_costs_no_statement(visit, django_assert_num_queries):
    visitor_of(visit())
    with django_assert_num_queries(0, connection=connections[settings.FUNNEL_DATABASE]):
        visitor_of(visit())


def test_when_the_day_is_over_nobody_can_work_out_its_hashes(visit):
    with time_machine.travel(MORNING, tick=False) as clock:
        before = visitor_of(visit())
        clock.shift(86_400)
        assert forget_days_past() == 1
        clock.shift(-86_400)

        assert as_a_new_process(visit) != before


def test_the_first_visitor_of_a_day_ends_the_day_before(visit):
    with time_machine.travel(MORNING, tick=False) as clock:
        visitor_of(visit())
        clock.shift(86_400)
        visitor_of(visit())

        assert [str(salt.day) for salt in Salt.objects.all()] == ["2026-03-03"]
        assert len(salts._known) == 1


@time_machine.travel(MORNING, tick=False)
def test_this_days_is_kept(visit):
    before = visitor_of(visit())
    assert forget_days_past() == 0
    assert as_a_new_process(visit) == before


def test_what_a_transaction_undid_is_stored_by_the_next_who_asks(visit):
    with transaction.atomic(using=settings.FUNNEL_DATABASE):
        before = visitor_of(visit())
        transaction.set_rollback(True, using=settings.FUNNEL_DATABASE)
    assert not Salt.objects.exists()

    assert visitor_of(visit()) == before
    assert as_a_new_process(visit) == before


def test_a_database_that_is_gone_stops_no_page(visit):
    def gone(*_):
        raise DatabaseError("gone")

    with connections[settings.FUNNEL_DATABASE].execute_wrapper(gone):
        before = visitor_of(visit())
    assert visitor_of(visit()) == before
    assert Salt.objects.count() == 1


def test_a_thread_that_turns_the_day_meanwhile_is_no_error(visit):
    """Once a day all threads tidy up at once, and none may stumble over the others."""

    class Day(date):
        def __gt__(self, other: date) -> bool:
            salts._known[date(2026, 3, 1) - timedelta(days=len(salts._known))] = salts.Known(
                "", True
            )
            return super().__gt__(other)

    salts.of(date(2026, 3, 2))
    assert salts.of(Day(2026, 3, 3))
