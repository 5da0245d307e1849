"""What visitors looked at, and how those who saw each part went on."""

from datetime import timedelta

import pytest
import time_machine

from funnel.api import DetailName, Stage, note, record
from funnel.reports import page_report, question
from tests.funnel.asking import blocks
from tests.funnel.conftest import BEGIN

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/funnel/page/"
STAGES = list(Stage)[:7]
QUESTION = {"from": "2026-03-02", "to": "2026-03-15", "format": "json"}


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel(BEGIN + timedelta(days=60), tick=False):
        yield


def visits(name: str, *, number: int, bought: int, saw: tuple[tuple, ...], heard: bool = True):
    for place in range(number):
        visitor, at = f"{name}-{place}", BEGIN + timedelta(minutes=place)
        for step, stage in enumerate(STAGES[: 7 if place < bought else 1]):
            record(None, stage, visitor=visitor, at=at + timedelta(seconds=step))
        for detail in ((DetailName.DEPTH, "0"), *saw) if heard else ():
            note(None, *detail, visitor=visitor, at=at + timedelta(seconds=30))


def ask(dora, **more) -> dict:
    return dora.client.get(ADDRESS, QUESTION | more).json()


FAQ = (DetailName.SECTION, "faq")


def test_those_who_saw_a_part_beside_those_who_did_not(dora):
    visits("reader", number=40, bought=20, saw=(FAQ,))
    visits("bouncer", number=40, bought=2, saw=())
    (part,) = ask(dora)["parts"]
    assert (part["value"], part["share"]) == ("faq", 50.0)
    assert (part["seen"]["purchase"], part["unseen"]["purchase"]) == (20, 2)
    assert part["differs"]


def test_of_whom_nothing_was_heard_counts_on_neither_side(dora):
    visits("reader", number=40, bought=20, saw=(FAQ,))
    visits("blocked", number=40, bought=2, saw=(), heard=False)
    said = ask(dora)
    assert (said["journeys"], said["heard"]["journeys"]) == (80, 40)
    assert said["parts"][0]["unseen"]["journeys"] == 0


@pytest.mark.parametrize("format", ["html", "json", "csv"])
def test_parts_without_the_pages_top_break_nothing(dora, format):
    """As a made-up beacon tells them."""
    visits("reader", number=30, bought=10, saw=())
    visits("forger", number=25, bought=0, saw=(), heard=False)
    for place in range(25):
        at = BEGIN + timedelta(minutes=place, seconds=30)
        note(None, *FAQ, visitor=f"forger-{place}", at=at)

    assert dora.client.get(ADDRESS, QUESTION | {"format": format}).status_code == 200
    (part,) = ask(dora)["parts"]
    assert (part["unseen"]["journeys"], part["unseen"]["purchase"]) == (5, 5)


def test_how_far_down(dora):
    quarter, half = (DetailName.DEPTH, "25"), (DetailName.DEPTH, "50")
    visits("all", number=30, bought=0, saw=(quarter, half))
    visits("few", number=10, bought=0, saw=(quarter,))
    assert [depth["journeys"] for depth in ask(dora)["depth"]] == [40, 30, 0, 0]
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"}).content.decode()
    assert "30 stop between 50\u202f% and 75\u202f% of the page, more than anywhere else" in page


def test_where_most_stop_is_not_the_foot_of_the_page_that_few_come_to(dora):
    quarters = [(DetailName.DEPTH, str(depth)) for depth in (25, 50, 75)]
    visits("few", number=10, bought=0, saw=tuple(quarters))
    visits("many", number=30, bought=0, saw=tuple(quarters[:1]))
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"}).content.decode()
    assert "30 stop between 25\u202f% and 50\u202f% of the page" in page


def test_all_who_came_to_the_end(dora):
    ends = tuple((DetailName.DEPTH, str(depth)) for depth in (25, 50, 75, 100))
    visits("reader", number=30, bought=0, saw=ends)
    page = dora.client.get(ADDRESS, QUESTION | {"format": "html"}).content.decode()
    assert "All 30 journeys whose browser told what it saw came to the end" in page


def test_few_are_no_difference(dora):
    visits("reader", number=5, bought=5, saw=(FAQ,))
    visits("bouncer", number=5, bought=0, saw=())
    assert not ask(dora)["parts"][0]["differs"]


def test_seen_twice_is_one_journey(dora):
    visits("reader", number=1, bought=0, saw=(FAQ, FAQ))
    assert ask(dora)["parts"][0]["seen"]["journeys"] == 1


def test_of_very_many_every_so_many_th_is_looked_at(dora):
    visits("reader", number=40, bought=20, saw=(FAQ,))
    asked = question.read({"from": "2026-03-02", "to": "2026-03-15"})
    found = page_report.answer(asked, {}, enough=10)
    assert (found.journeys, found.one_in, found.heard.journeys) == (40, 4, 10)
    whole = page_report.answer(asked, {"all": "1"}, enough=10)
    assert (whole.journeys, whole.one_in, whole.heard.journeys) == (40, 1, 40)


def test_all_is_asked_for_by_one(dora):
    assert dora.client.get(ADDRESS, QUESTION | {"all": "yes"}).status_code == 400


def test_a_part_has_the_owners_words(dora, page):
    faq = page.questions.create(question="How fresh is it?", answer="Very.")
    visits("reader", number=1, bought=0, saw=((DetailName.QUESTION, f"question-{faq.id}"),))
    assert ask(dora)["parts"][0]["label"] == "How fresh is it?"


def test_the_filters_hold(dora):
    visits("reader", number=3, bought=1, saw=(FAQ,))
    assert ask(dora, source="nowhere")["parts"] == []
    assert ask(dora, source="(direct)")["parts"][0]["seen"]["journeys"] == 3


def test_the_spreadsheet(dora):
    visits("reader", number=3, bought=1, saw=((DetailName.SECTION, "=1+1"),))
    text = dora.client.get(ADDRESS, QUESTION | {"format": "csv"}).content.decode()
    *_, parts = blocks(text)
    assert (parts[0]["part"], parts[0]["seen_journeys"]) == ("'=1+1", "3")


def test_an_empty_shop(dora):
    assert dora.client.get(ADDRESS, QUESTION | {"format": "html"}).status_code == 200
    assert ask(dora)["parts"] == []
