"""The front page's few lines."""

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.api import summary
from tests.funnel.conftest import tell

pytestmark = pytest.mark.django_db


def test_today_and_the_week():
    now = timezone.now()
    tell("L@0", begin=now, visitor="ada")
    tell("L@0 C@1 1@2 2@3 3@4 P@5", begin=now - timedelta(days=2), visitor="ben")

    week = summary(timezone.localdate() - timedelta(days=6), timezone.localdate())

    assert (week.journeys, week.purchases, week.conversion) == (2, 1, 50)
    assert [row.today for row in week.stages] == [1, 0, 0, 0, 0, 0, 0]
    assert week.sentence.startswith("Too few to tell")


def test_what_is_still_open_is_held_up_and_not_lost():
    now = timezone.now()
    for number in range(40):
        story = "L@0 C@1" if number < 10 else "L@0"
        tell(story, begin=now - timedelta(days=1), visitor=f"v{number}")

    week = summary(timezone.localdate() - timedelta(days=6), timezone.localdate())

    assert week.sentence.startswith(
        "So far most are held up between Landing and Interest: 30 of 40"
    )


def test_nothing_yet():
    today = timezone.localdate()

    assert summary(today, today).conversion is None


def test_the_front_page_shows_it(dora, storefront):
    page = dora.client.get("/admin/").content.decode()

    assert "No visits" in page
    assert 'href="/admin/funnel/report/"' in page
