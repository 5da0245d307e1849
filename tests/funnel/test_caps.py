"""A flood of made-up campaigns can't swell the tables."""

from datetime import timedelta

import pytest

from funnel import caps
from funnel.api import Stage, record
from funnel.models import Journey
from tests.funnel.conftest import BEGIN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_places(monkeypatch):
    monkeypatch.setattr(caps, "MOST", 3)
    caps.forget_days()
    yield
    caps.forget_days()


def campaigns(visit, *names: str, day: int = 0) -> list[str]:
    """What is kept of visits with these campaigns."""
    for name in names:
        at = BEGIN + timedelta(days=day)
        record(visit(f"/?utm_campaign={name}"), Stage.LANDING, visitor=f"{name}{day}", at=at)
    return list(Journey.objects.order_by("id").values_list("campaign", flat=True))


def test_values_after_the_last_place_are_other(visit):
    kept = campaigns(visit, "a", "b", "c", "d", "e", "a")

    assert kept == ["a", "b", "c", "(other)", "(other)"]


def test_another_process_sees_the_same_places(visit):
    campaigns(visit, "a", "b", "c")
    caps.forget_days()

    assert campaigns(visit, "d", "b")[3:] == ["(other)"]


def test_a_new_day_has_new_places(visit):
    campaigns(visit, "a", "b", "c")

    assert campaigns(visit, "d", day=1)[3:] == ["d"]


def test_a_value_too_many_costs_no_statement(visit, django_assert_num_queries):
    campaigns(visit, "a", "b", "c", "d")
    context, day = {"campaign": "e"}, BEGIN.date()

    with django_assert_num_queries(0, using=Journey.objects.db):
        assert caps.capped(context, day) == {"campaign": "(other)"}
