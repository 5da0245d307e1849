"""First and last touch: what a journey owes its visit to."""

import json
from datetime import timedelta

import pytest

from funnel.api import Stage, record
from funnel.journeys import MOST_TOUCHES
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


def counted() -> list:
    return json.loads(Journey.objects.get().touches or "[]")


def test_each_landing_up_to_the_furthest_stage_is_counted(comes):
    for days, source in enumerate(("fb", "google", "", "fb")):
        comes(source=source, days=days)
    comes("cart", days=3.1)
    comes(source="line", days=4)

    assert counted() == [[["google", "(none)", "(none)"], 1], [["fb", "(none)", "(none)"], 2]]
    assert touches() == ("fb", "fb")


def test_direct_landings_count_only_where_there_is_no_other(comes):
    comes()
    comes(days=1)
    comes("cart", days=1.1)
    assert counted() == []
    assert touches() == ("(direct)", "(direct)")

    comes(source="fb", days=2)
    comes("checkout_order", days=2.1)
    assert counted() == []
    assert touches() == ("(direct)", "fb")


def test_of_very_many_landings_from_elsewhere_the_latest_count(comes):
    for number in range(MOST_TOUCHES + 5):
        comes(source=f"s{number}", days=number / 10)
    comes("cart", days=6)

    sources = [source for (source, _medium, _campaign), _landings in counted()]
    assert sources == [f"s{number}" for number in range(5, MOST_TOUCHES + 5)]
    assert touches() == ("s0", sources[-1])
