"""Days are the shop's, windows are elapsed seconds."""

from datetime import UTC, date, datetime, timedelta

import pytest

from funnel.models import Journey
from tests.funnel.conftest import journeys, tell

pytestmark = pytest.mark.django_db
STEPS = "L@0 C@60 1@120 2@180 3@240"


def test_a_journey_belongs_to_the_day_of_its_entry(settings):
    settings.TIME_ZONE = "Asia/Taipei"

    tell(f"{STEPS} P@1200", begin=datetime(2026, 1, 31, 15, 50, tzinfo=UTC))

    journey = Journey.objects.get()
    assert (journey.day, journey.reached) == (date(2026, 1, 31), 7)


@pytest.mark.parametrize(("window", "bought"), [(3600, 1), (3599, 0)])
def test_the_hour_that_comes_twice_is_an_hour(settings, window, bought):
    """New York, 1 November 2026: landing at 1:30 EDT, purchase at 1:30 EST."""
    settings.TIME_ZONE = "America/New_York"
    settings.FUNNEL_WINDOW = timedelta(seconds=window)

    tell(f"{STEPS} P@3600", begin=datetime(2026, 11, 1, 5, 30, tzinfo=UTC))

    assert journeys()[-1] == bought
    assert Journey.objects.get().day == date(2026, 11, 1)
