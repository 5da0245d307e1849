"""Group commit: those who wait are written together, and fail alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connections

from funnel import together
from funnel.models import Filtered

pytestmark = pytest.mark.django_db(transaction=True)


class Stopped(BaseException):
    """As when the process is told to end."""


def in_threads(works):
    """Start the works while nobody may write, then let them go; their results or errors."""

    def run(work):
        try:
            return together.write(work)
        except (ZeroDivisionError, OperationalError, Stopped) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        with together._writing:
            found = [pool.submit(run, work) for work in works]
            _until(lambda: len(together._waiting) == len(works))
        return [future.result() for future in found]


def _until(holds):
    gate = threading.Event()
    while not holds():
        gate.wait(0.005)


@pytest.fixture
def sqlite():
    if connections[settings.FUNNEL_DATABASE].vendor != "sqlite":
        pytest.skip("PostgreSQL commits in groups by itself")


def test_those_who_wait_share_one_transaction(sqlite):
    writers = []

    def work():
        writers.append(threading.get_ident())
        return len(writers)

    assert sorted(in_threads([work] * 6)) == [1, 2, 3, 4, 5, 6]
    assert len(set(writers)) == 1


def test_who_is_stopped_leaves_nobody_waiting(sqlite):
    def stop():
        raise Stopped

    found = in_threads([stop, lambda: 1, lambda: 2])
    assert sorted(type(each).__name__ for each in found) == ["OperationalError"] * 2 + ["Stopped"]
    assert together.write(lambda: 3) == 3


def test_one_that_fails_fails_alone(sqlite):
    def keep(number):
        return lambda: (
            Filtered.objects.create(day=f"2026-01-0{number}", reason="bot", requests=1).pk
        )

    results = in_threads([keep(1), lambda: 1 / 0, keep(2)])
    assert [type(result) for result in results] == [int, ZeroDivisionError, int]
    assert Filtered.objects.count() == 2


def test_what_was_written_is_committed_when_it_returns():
    together.write(lambda: Filtered.objects.create(day="2026-01-01", reason="bot", requests=1))
    assert not connections[settings.FUNNEL_DATABASE].in_atomic_block
    assert Filtered.objects.count() == 1


def test_a_locked_database_is_waited_for_once(sqlite):
    asked = []

    def work():
        asked.append(1)
        raise OperationalError("database is locked")

    assert {type(result) for result in in_threads([work] * 4)} == {OperationalError}
    assert len(asked) == 1


def test_no_place_for_the_file_that_they_line_up_at(sqlite):
    name = Path(str(connections[settings.FUNNEL_DATABASE].settings_dict["NAME"]))
    turn = name.with_suffix(".turn")
    turn.unlink(missing_ok=True)
    turn.mkdir()
    try:
        assert together.write(lambda: "written") == "written"
    finally:
        turn.rmdir()
