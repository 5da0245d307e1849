"""The page of an owner's own funnel, and the form that makes one."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from funnel.api import DetailName, Part, Stage, note, record
from funnel.custom import Outcome
from funnel.histories import Definition, Step
from funnel.ledger import ledger
from funnel.models import CustomFunnel
from funnel.reports import custom_report
from tests.funnel.conftest import BEGIN, tell

pytestmark = pytest.mark.django_db
REPORT, ADD = "/admin/funnel/custom/", "/admin/funnel/customfunnel/add/"
PERIOD = {"from": "2026-03-02", "to": "2026-03-03"}
FORM = {"name": "Beans", "order": "ordered", "window": "3", "unit": "1440"}


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel(BEGIN + timedelta(days=60), tick=False):
        yield


@pytest.fixture
def funnel(db):
    steps = [{"name": "landing"}, {"name": "question", "value": "=cost()"}, {"name": "cart"}]
    return CustomFunnel.objects.create(name="=Questions", steps=steps, window_minutes=60)


@pytest.fixture
def visits(db):
    tell("L@0 C@60", visitor="ada")
    tell("L@0 C@60")
    note(None, DetailName.QUESTION, "=cost()", visitor="ben", at=BEGIN + timedelta(seconds=20))


def steps(**chosen: str) -> dict:
    """The form's selects by number: `_1="landing"`."""
    return FORM | {f"steps_{int(place[1:]) - 1}": value for place, value in chosen.items()}


def test_visitors_rates_and_times_of_each_step(dora, funnel, visits):
    said = dora.client.get(REPORT, PERIOD | {"format": "json"}).json()

    assert [row["visitors"] for row in said["steps"]] == [2, 1, 1]
    assert [row["percent_of_previous"] for row in said["steps"]] == [None, 50.0, 100.0]
    assert [row["median_seconds_from_first"] for row in said["steps"]] == [None, 20.0, 60.0]


def test_a_file_is_safe_to_open(dora, funnel, visits):
    text = dora.client.get(REPORT, PERIOD | {"format": "csv"}).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))

    assert lines[0][:3] == ["step", "label", "visitors"]
    assert lines[2][:3] == ["question: =cost()", "Question opened: =cost()", "1"]
    assert "'=Questions" in lines[6]


def test_the_page_shows_steps_in_words(dora, funnel, visits):
    page = dora.client.get(REPORT, PERIOD).content.decode()

    assert "Question opened: =cost()" in page
    assert "1\u202fh" in page or "1 h" in page


def test_filters_choose_visitors(dora, funnel, visits):
    record(None, Stage.CART, details={DetailName.PRODUCT: "beans"}, visitor="ben", at=BEGIN)
    said = dora.client.get(REPORT, PERIOD | {"product": "beans", "format": "json"}).json()

    assert [row["visitors"] for row in said["steps"]] == [1, 1, 1]


def test_an_empty_shop(dora):
    for kind in ("html", "json", "csv"):
        assert dora.client.get(REPORT, {"format": kind}).status_code == 200
    assert "no funnel of your own" in dora.client.get(REPORT).content.decode()
    text = dora.client.get(REPORT, {"format": "csv"}).content.decode("utf-8-sig")
    assert text.startswith("step,label,visitors,still_open,")
    assert text.split("\r\n")[1:] == ["", ""]


class Sorted(Outcome):
    """Knows how often the times of all visitors were sorted."""

    times = 0

    def medians(self) -> list:
        self.times += 1
        return super().medians()


def test_times_are_sorted_once_however_many_steps():
    found, names = Sorted(3), ("landing", "cart", "purchase")

    custom_report.rows(Definition(tuple(map(Step, names)), "ordered", timedelta(days=7)), found)

    assert found.times == 1


def test_a_funnel_without_visits(dora, funnel):
    assert "No visits" in dora.client.get(REPORT).content.decode()


@pytest.mark.parametrize("funnel", ["77", "x", "²", "9" * 30])
def test_another_funnel_is_refused_in_words(dora, funnel):
    answer = dora.client.get(REPORT, {"funnel": funnel})

    assert answer.status_code == 400
    assert "saved any more" in answer.content.decode()


def test_a_funnel_is_made_of_known_events_and_values(dora, visits):
    note(None, DetailName.QUESTION, "shipping", visitor="ben", at=BEGIN)
    page = dora.client.get(ADD).content.decode()
    assert 'value="question=shipping"' in page

    # A step that is left out closes up; the twelfth counts.
    chosen = steps(_1="landing", _3="question=shipping", _12="landing")
    assert dora.client.post(ADD, chosen).status_code == 302
    saved = CustomFunnel.objects.get()
    assert saved.steps == [
        {"name": "landing"},
        {"name": "question", "value": "shipping"},
        {"name": "landing"},
    ]
    assert saved.window_minutes == 3 * 1440


def test_parts_of_the_page_are_called_as_on_the_page(dora, visits, books):
    for question in ("question-2", "question-10"):
        note(None, DetailName.QUESTION, question, visitor="ben", at=BEGIN)
    for depth in ("0", "100", "25"):
        note(None, DetailName.DEPTH, depth, visitor="ben", at=BEGIN)
    gift = Part(DetailName.QUESTION, "question-10", "Can I send it as a gift?")
    books(replace(ledger(), parts=lambda slug: [gift]))

    dora.client.post(ADD, steps(_1="landing", _2="question=question-10"))

    form = dora.client.get(ADD).content.decode()
    named = [words in form for words in ("Question opened: Can I send it as a gift?", "to: 25%")]
    assert named == [True, True]
    assert form.index("question=question-10") < form.index("question=question-2")
    assert form.index("depth=25") < form.index("depth=100")
    for address, asked in ((REPORT, PERIOD), ("/admin/funnel/customfunnel/", {})):
        assert "Can I send it as a gift?" in dora.client.get(address, asked).content.decode()


def test_what_is_saved_stays_in_its_form(dora, funnel):
    page = dora.client.get(f"/admin/funnel/customfunnel/{funnel.pk}/change/").content.decode()

    assert '<option value="question==cost()" selected>' in page
    assert 'name="window" value="1"' in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"steps_0": "landing"}, "at least two steps"),
        ({"steps_0": "landing", "steps_1": "nonsense"}, "Select a valid choice"),
        ({"steps_0": "landing", "steps_1": "cart", "unit": "1"}, "between 30 minutes and 90 days"),
        (
            {"steps_0": "landing", "steps_1": "cart", "window": "91"},
            "between 30 minutes and 90 days",
        ),
        ({"steps_0": "landing", "steps_1": "cart", "name": ""}, "This field is required"),
    ],
)
def test_a_wrong_one_is_refused_in_words(dora, changed, words):
    page = dora.client.post(ADD, FORM | changed).content.decode()

    assert words in page
    assert not CustomFunnel.objects.exists()


def test_cleo_sees_and_changes_nothing(client, funnel):
    assert client.get(REPORT).status_code == 302
    assert client.post(ADD, steps(_1="landing", _2="cart")).status_code == 302
    assert CustomFunnel.objects.count() == 1
