"""The trend's days are the funnel's days: whatever is shown, they add up to what it says."""

import random
from datetime import date, timedelta

import pytest
import time_machine

from funnel.api import Stage, record
from funnel.models import Annotation
from funnel.reports.question import UNITS
from funnel.reports.trend import MEASURES
from funnel.stages import FUNNEL
from tests.funnel.asking import ask, blocks, counts
from tests.funnel.conftest import BEGIN, tell
from tests.funnel.test_report_sums import NOW, PERIOD, happen

pytestmark = pytest.mark.django_db
TREND = "/admin/funnel/trend/"


@pytest.fixture(params=[3, 17])
def traffic(request):
    chance = random.Random(request.param)
    with time_machine.travel(NOW, tick=False):
        for number in range(110):
            happen(chance, number)
        yield


@pytest.fixture
def trend(dora):
    def look(**question) -> dict:
        response = see(dora, format="json", **question)
        assert response.status_code == 200, response.content
        return response.json()

    return look


def see(dora, **question):
    return dora.client.get(TREND, {name.rstrip("_"): value for name, value in question.items()})


def amounts(said: dict, name: str = "value", line: int = 0) -> list:
    return [entry[name] for entry in said["series"][line]["entries"]]


@pytest.mark.parametrize("unit", UNITS)
def test_counts_sum_to_the_funnels(dora, trend, traffic, unit):
    for asked in ({}, {"source": "google"}, {"visit": "returning"}):
        whole = counts(ask(dora, unit=unit, **asked, **PERIOD))
        for every in ("day", "week", "month"):
            for stage, number in zip(FUNNEL, whole, strict=True):
                said = trend(show=stage, every=every, unit=unit, **asked, **PERIOD)
                assert sum(amounts(said)) == said["series"][0]["total"]["value"] == number


@pytest.mark.parametrize("unit", UNITS)
def test_rates_are_the_funnels_so_far(dora, trend, traffic, unit):
    rows = ask(dora, unit=unit, **PERIOD)["stages"]
    for row in rows[1:]:
        for of, name in (("previous", "previous"), ("landing", "first")):
            said = trend(show=f"{row['stage']}_of_{of}", unit=unit, **PERIOD)["series"][0]
            assert said["total"]["value"] == row[f"percent_of_{name}_so_far"]
            assert sum(entry["part"] for entry in said["entries"]) == row["count"]


def test_money_sums_to_the_funnels(dora, trend, traffic):
    for asked in ({}, {"source": "google"}):
        brought = sum(row["net"] for row in ask(dora, **asked, **PERIOD)["revenue"])
        assert sum(amounts(trend(show="net", **asked, **PERIOD))) == brought > 0


def test_every_day_is_the_funnels_of_that_day(dora, trend, traffic):
    said = trend(show="cart", compare="previous", **PERIOD)
    for entry in said["series"][0]["entries"]:
        day = {"from_": entry["from"], "to": entry["to"]}
        assert entry["value"] == counts(ask(dora, **day))[2]
        earlier = str(date.fromisoformat(entry["from"]) - timedelta(days=25))
        assert entry["before"]["value"] == counts(ask(dora, from_=earlier, to=earlier))[2]


def test_weeks_begin_on_monday_and_are_cut_at_the_periods_edge(trend):
    said = trend(every="week", from_="2026-03-05", to="2026-03-17")
    spans = list(zip(amounts(said, "from"), amounts(said, "to"), strict=True))
    assert spans == [
        ("2026-03-05", "2026-03-08"),
        ("2026-03-09", "2026-03-15"),
        ("2026-03-16", "2026-03-17"),
    ]
    months = trend(every="month", from_="2026-01-31", to="2026-03-01")
    assert amounts(months, "from") == ["2026-01-31", "2026-02-01", "2026-03-01"]


def test_a_longer_period_is_looked_at_in_longer_stretches(trend):
    days = [("2026-02-28", "day"), ("2026-04-30", "week"), ("2028-01-01", "month")]
    for last, every in days:
        assert trend(from_="2026-01-01", to=last)["every"] == every


def test_a_rate_of_nothing_is_a_gap(trend, dora):
    tell("L@0 C@9 1@20")
    said = trend(show="cart_of_landing", from_="2026-03-01", to="2026-03-03")
    assert amounts(said) == [None, 100, None]
    assert amounts(said, "whole") == [0, 1, 0]
    low = amounts(said, "low")
    assert low[0] is None
    assert low[1] == pytest.approx(20.65, abs=0.01)


@time_machine.travel("2026-03-05T12:00Z", tick=False)
def test_what_may_yet_grow_is_told_apart(trend):
    def fresh(**asked) -> list[str]:
        said = trend(from_="2026-02-20", to="2026-03-05", **asked)
        return [entry["from"] for entry in said["series"][0]["entries"] if entry["still_open"]]

    tell("L@0")
    of_a_window = [f"2026-02-{day}" for day in (26, 27, 28)] + [
        f"2026-03-0{day}" for day in range(1, 6)
    ]
    assert fresh(show="cart") == fresh(show="net") == fresh(unit="visitor") == of_a_window
    assert fresh() == ["2026-03-05"]  # of days that are over, all who began are known


def test_each_currency_has_a_line_of_its_own(dora, trend):
    for visitor, currency, value in (("ada", "EUR", 1250), ("cleo", "TWD", 300)):
        record(None, Stage.LANDING, visitor=visitor, at=BEGIN)
        at = BEGIN + timedelta(seconds=5)
        record(
            None,
            Stage.PURCHASE,
            key=visitor,
            visitor=visitor,
            value=value,
            currency=currency,
            at=at,
        )
    days = {"show": "net", "from_": "2026-03-01", "to": "2026-03-03"}
    said = trend(**days)
    assert [(line["currency"], line["total"]["value"]) for line in said["series"]] == [
        ("EUR", 1250),
        ("TWD", 300),
    ]
    page = see(dora, **days).content.decode()
    assert 'id="trend-EUR"' in page
    tables = blocks(see(dora, format="csv", **days).content.decode())
    assert [row["value"] for row in tables[0]] == ["0.00", "12.50", "0.00"]


def test_page_json_and_csv_agree(dora, trend):
    for number in range(5):
        tell("L@0 C@9" if number < 2 else "L@0", visitor=f"v{number}")
    asked = {"show": "cart_of_landing", "from_": "2026-03-01", "to": "2026-03-03"}
    said = trend(**asked, compare="previous")
    rows = blocks(see(dora, format="csv", compare="previous", **asked).content.decode())[0]
    assert [float(row["value"] or -1) for row in rows] == [-1, 40, -1]
    assert [int(row["part"]) for row in rows] == amounts(said, "part") == [0, 2, 0]
    assert [int(row["before_whole"]) for row in rows] == [0, 0, 0]
    page = see(dora, **asked).content.decode()
    assert "40.0\u202f%: 2 of 5." in page
    assert '<th scope="row">Monday, 2 March 2026</th>' in page


def test_a_note_is_shown_and_is_no_formula_nor_markup(dora, trend):
    tell("L@0")
    Annotation.objects.create(day="2026-03-02", text="=1+1 <script>")
    Annotation.objects.create(day="2026-04-02", text="another time")
    asked = {"from_": "2026-03-01", "to": "2026-03-03"}
    assert trend(**asked)["notes"] == [{"day": "2026-03-02", "text": "=1+1 <script>"}]
    page = see(dora, **asked).content.decode()
    assert "=1+1 &lt;script&gt;" in page
    assert "another time" not in page
    tables = blocks(see(dora, format="csv", **asked).content.decode())
    assert tables[1][0]["text"] == "'=1+1 <script>"


def test_a_note_can_be_written_from_the_page(dora):
    tell("L@0")
    page = see(dora, from_="2026-03-01", to="2026-03-03").content.decode()
    address = "/admin/funnel/annotation/add/?day=2026-03-03"
    assert address in page
    assert 'value="2026-03-03"' in dora.client.get(address).content.decode()


def test_an_empty_shop_has_an_empty_trend(dora, trend):
    for show in ("landing", "purchase_of_landing", "net"):
        page = see(dora, show=show, compare="previous").content.decode()
        assert "No visits in these days." in page
        [line] = trend(show=show, compare="previous")["series"]
        assert line["total"]["value"] in (0, None)
        assert len(line["entries"]) == 30
    assert see(dora, show="net", format="csv").status_code == 200


def test_visits_without_an_order_are_no_empty_shop(dora):
    tell("L@0")
    for show in ("purchase", "purchase_of_previous", "net"):
        page = see(dora, show=show, from_="2026-03-01", to="2026-03-03").content.decode()
        assert "No visits" not in page
        assert "chart-picture" in page


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"show": "everything"}, "show"),
        ({"every": "hour"}, "every"),
        ({"every": "day", "from_": "2000-01-01", "to": "2099-12-31"}, "every"),
    ],
)
def test_what_cant_be_shown_is_refused_in_words(dora, asked, wrong):
    response = see(dora, format="json", **asked)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [wrong]
    page = see(dora, **asked)
    assert page.status_code == 400
    assert page.content.decode().count("<option") > len(MEASURES)


def test_it_costs_few_statements(dora, traffic, django_assert_max_num_queries):
    asked = {"show": "purchase_of_landing", "compare": "previous", "format": "json", **PERIOD}
    see(dora, **asked)
    with django_assert_max_num_queries(12):
        see(dora, **asked)
