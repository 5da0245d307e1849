"""A section comes and goes at its minute, whether the page is kept for a moment or not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from shop.page.content import Content
from shop.page.models import Section

pytestmark = pytest.mark.django_db

START = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)  # 10:00 in Taipei
END = START + timedelta(minutes=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def winter(add_section):
    return add_section("story", heading="Winter roast", show_from=START, show_until=END)


@pytest.fixture(params=[0, 5, 3600], ids=["not kept", "kept for 5 s", "kept for an hour"])
def kept(request, settings):
    settings.PAGE_CACHE_SECONDS = request.param


def test_it_comes_and_goes_at_its_minute(winter, kept, see):
    with time_machine.travel(START - SECOND, tick=False) as clock:
        assert "Winter roast" not in see()
        for moment, shown in ((START, True), (END - SECOND, True), (END, False)):
            clock.move_to(moment)
            assert ("Winter roast" in see()) is shown


def test_a_page_is_still_kept_until_then(winter, settings, see):
    settings.PAGE_CACHE_SECONDS = 5
    with time_machine.travel(START - 60 * SECOND, tick=False) as clock:
        before = see()
        Section.objects.filter(pk=winter.pk).update(show_from=None)
        clock.shift(4)
        assert ("Winter roast" in before) is ("Winter roast" in see()) is False
        clock.shift(1)
        assert "Winter roast" in see()


def test_the_next_moment_is_the_earliest_of_all(winter, add_section, page):
    add_section("trust", show_from=START - SECOND)
    add_section("faq", visible=False, show_from=START - 2 * SECOND)
    moments = []
    for moment in (START - 10 * SECOND, START - SECOND, START, END):
        with time_machine.travel(moment, tick=False):
            moments.append(Content(page).changes_at)
    assert moments == [START - SECOND, START, END, None]


def test_the_menu_and_the_shared_picture_follow(winter, see):
    with time_machine.travel(START, tick=False) as clock:
        assert '<a href="#story">' in see()
        clock.move_to(END)
        assert '<a href="#story">' not in see()


def test_it_costs_no_query_more(winter, page, django_assert_num_queries):
    content = Content(page)
    assert content.wares == []  # which every page asks for
    with django_assert_num_queries(2):
        assert (content.parts, content.changes_at) == ([], None) or content.changes_at


# Refused


def test_a_hidden_section_stays_hidden_whatever_its_schedule(winter, see):
    Section.objects.update(visible=False)
    with time_machine.travel(START, tick=False):
        assert "Winter roast" not in see()
