"""First and last touch: what a journey owes its visit to."""

from datetime import timedelta

import pytest

from funnel.api import Stage, record
from funnel.models import Journey
from tests.funnel.conftest import BEGIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def comes(visit):
    """Ada lands from a source, or does something else."""

    def comes(stage="landing", source="", *, days=0.0):
        path = f"/?utm_source={source}" if source else "/"
        record(visit(path), Stage(stage), visitor="ada", at=BEGIN + timedelta(days=days))

    return comes


def touches() -> tuple[str, str]:
    journey = Journey.objects.get()
    return journey.source, journey.last_source


def test_first_and_last_source_of_one_journey(comes):
    comes(source="fb")
    comes(source="google", days=1)
    comes("cart", days=1.1)

    assert touches() == ("fb", "google")


def test_a_direct_landing_takes_no_credit(comes):
    comes(source="fb")
    comes(days=1)
    comes("cart", days=1.1)

    assert touches() == ("fb", "fb")


def test_a_source_after_the_furthest_stage_takes_no_credit(comes):
    comes(source="fb")
    comes("cart", days=1)
    comes(source="google", days=2)

    assert touches() == ("fb", "fb")


def test_a_missing_source_is_direct(comes):
    comes()

    journey = Journey.objects.get()
    assert (journey.source, journey.medium, journey.campaign) == ("(direct)", "(none)", "(none)")
