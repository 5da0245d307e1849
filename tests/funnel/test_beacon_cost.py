"""What a stranger can make us do: never go through a history again for each thing said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel import intake, invariants, recording
from funnel.details import DetailName, Note
from funnel.models import Detail, Journey

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def rebuilt(monkeypatch):
    """Whose rows were made anew, each time."""
    found, real = [], recording.rebuild_visitor

    def rebuild(visitor, steps):
        found.append(visitor)
        real(visitor, steps)

    monkeypatch.setattr(recording, "rebuild_visitor", rebuild)
    return found


def look(at, batch: int) -> None:
    notes = [Note(DetailName.SECTION, f"part-{n}", f"v:{batch}:{n}", 10) for n in range(30)]
    intake.take_notes(None, notes, visitor="mallory", at=at)


def stage(name: str, at) -> None:
    intake.take(None, name, visitor="mallory", context={}, at=at)


def test_thirty_late_details_make_the_rows_anew_once(rebuilt):
    now = timezone.now()
    stage("landing", now)
    look(now - timedelta(hours=20), 0)
    look(now, 1)
    assert len(rebuilt) == 2  # of the second batch none is later than the landing
    look(now + timedelta(seconds=1), 2)
    assert len(rebuilt) == 2
    assert Detail.objects.count() == 30
    assert invariants.broken() == []


def test_without_a_landing_they_wait_and_so_does_any_interest(rebuilt):
    now = timezone.now() - timedelta(minutes=1)
    look(now, 0)
    assert len(rebuilt) == 1
    for second in range(1, 5):
        look(now + timedelta(seconds=second), second)
        stage("interest", now + timedelta(seconds=second))
    assert len(rebuilt) == 1
    assert set(Detail.objects.values_list("times", flat=True)) == {5}
    assert invariants.broken() == []

    stage("landing", now + timedelta(seconds=2))
    assert Journey.objects.counted().get().interest_explicit
    assert set(Detail.objects.values_list("times", flat=True)) == {3}
    assert invariants.broken() == []
