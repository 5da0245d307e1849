"""How long people take: exact quartiles, and columns that hold everybody once."""

import random
from datetime import timedelta
from itertools import pairwise
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.models import Journey
from funnel.reports.time_to_convert import bins
from funnel.reports.times import Spans
from funnel.reports.times_chart import drawn, ranged
from funnel.stages import FUNNEL
from tests.funnel.asking import ask, blocks, counts
from tests.funnel.conftest import tell
from tests.funnel.test_trend import PERIOD, traffic  # noqa: F401

MARCH = {"from_": "2026-03-01", "to": "2026-03-31"}
WEEK = 7 * 86_400


def see(dora, **question):
    asked = {name.rstrip("_"): value for name, value in question.items()}
    return dora.client.get("/admin/funnel/times/", asked)


def ways(dora, **question) -> dict:
    said = see(dora, format="json", **question).json()
    return {f"{way['stage']}_from_{way['since']}": way for way in said["ways"]}


def spans(*seconds: float) -> Spans:
    return Spans(sorted(round(one * 1_000_000) for one in seconds))


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=40))
def test_quartiles_are_those_of_the_textbook(seconds):
    found = spans(*seconds)
    lower, middle, upper = quantiles(seconds, n=4, method="inclusive")
    told = [found.quantile(part) for part in (0.25, 0.5, 0.75)]
    assert told == pytest.approx([lower, middle, upper])
    assert told[1] == pytest.approx(median(seconds))


def test_of_one_and_of_nobody():
    assert spans(9).quantile(0.25) == spans(9).quantile(0.75) == 9
    assert spans().quantile(0.5) is None
    assert [part.percent for part in bins(spans())] == [None] * 13


@given(st.lists(st.integers(0, WEEK * 1_000_000), max_size=60))
def test_everybody_is_in_one_column(micros):
    parts = bins(Spans(sorted(micros)))
    assert sum(part.number for part in parts) == len(micros)
    assert parts[0].low == 0
    assert parts[-1].high == WEEK
    assert all(one.high == other.low for one, other in pairwise(parts))


def test_an_edge_belongs_to_the_column_it_begins():
    parts = bins(spans(9.999999, 10, 30, WEEK))
    assert [part.number for part in parts if part.number] == [1, 1, 1, 1]
    assert parts[-1].number == 1


@pytest.mark.parametrize("minutes", [30, 90 * 24 * 60])
def test_the_columns_end_at_the_shops_window(settings, minutes):
    settings.FUNNEL_WINDOW = timedelta(minutes=minutes)
    parts = bins(spans(60 * minutes))
    assert parts[-1].high == 60 * minutes
    assert parts[-1].number == 1


def test_columns_that_nobody_is_in_are_left_away_at_the_ends():
    shown = drawn(bins(spans(40, 400)))
    assert [(part.low, part.number) for part in shown] == [
        *((10, 0), (30, 1), (60, 0), (120, 0), (300, 1), (900, 0))
    ]
    assert [part.low for part in drawn(bins(spans(1)))] == [0, 10]
    assert drawn(bins(spans())) == []


@pytest.mark.django_db
def test_each_step_and_the_whole_way(dora):
    tell("L@0 C@10 1@20 2@50 3@60 P@100")
    tell("L@0 C@30 1@60", visitor="ada")
    found = ways(dora, **MARCH)
    assert found["purchase_from_landing"]["median"] == 100
    assert found["cart_from_landing"]["journeys"] == 2
    assert [found["cart_from_landing"][name] for name in ("lower_quartile", "upper_quartile")] == [
        *(15, 25)
    ]
    assert found["checkout_order_from_previous"]["median"] == 20
    assert found["interest_from_landing"]["median"] is None  # it was only implied
    assert found["cart_from_previous"]["journeys"] == 0


@pytest.mark.django_db
def test_the_funnels_medians_are_these(dora, traffic):  # noqa: F811
    for asked in ({}, {"source": "google"}, {"visit": "new"}):
        found = ways(dora, **asked, **PERIOD)
        for row in ask(dora, times=1, **asked, **PERIOD)["stages"][1:]:
            stage = row["stage"]
            assert found[f"{stage}_from_landing"]["median"] == row["median_seconds_from_first"]
            assert found[f"{stage}_from_previous"]["median"] == row["median_seconds_from_previous"]


@pytest.mark.django_db
def test_as_many_are_told_as_came_unless_implied(dora, traffic):  # noqa: F811
    found, came = ways(dora, **PERIOD), counts(ask(dora, **PERIOD))
    for stage, number in list(zip(FUNNEL, came, strict=True))[2:]:
        assert found[f"{stage}_from_landing"]["journeys"] == number
        columns = found[f"{stage}_from_landing"]["distribution"]
        assert sum(part["journeys"] for part in columns) == number


@pytest.mark.django_db
def test_against_the_slow_way(dora, traffic):  # noqa: F811
    rows = Journey.objects.filter(day__range=list(PERIOD.values()), cart_after__gt=-1)
    taken = [after / 1_000_000 for after in rows.values_list("cart_after", flat=True)]
    random.Random(1).shuffle(taken)
    assert ways(dora, **PERIOD)["cart_from_landing"]["median"] == pytest.approx(median(taken))


@pytest.mark.django_db
def test_page_json_and_csv_agree(dora):
    for number in range(4):
        tell(f"L@0 C@{20 * (number + 1)}", visitor=f"v{number}")
    asked = {"show": "cart_from_landing", **MARCH}
    [way] = [way for key, way in ways(dora, **asked).items() if key == "cart_from_landing"]
    quartiles, columns, *_ = blocks(see(dora, format="csv", **asked).content.decode())
    [row] = [row for row in quartiles if (row["stage"], row["since"]) == ("cart", "landing")]
    names = ("lower_quartile", "median", "upper_quartile")
    assert [float(row[name]) for name in names] == [way[name] for name in names] == [35, 50, 65]
    mine = [row for row in columns if (row["stage"], row["since"]) == ("cart", "landing")]
    assert [int(row["journeys"]) for row in mine] == [
        part["journeys"] for part in way["distribution"]
    ]
    page = see(dora, **asked).content.decode()
    assert "Half of 4 took no longer than 50 s, a quarter 35 s, three quarters 1 min 5 s." in page
    assert "They are too few to tell." in page


@pytest.mark.django_db
def test_the_period_before_stands_beside_it(dora):
    tell("L@0 C@10")
    tell("L@35d C@35d+50")
    found = ways(dora, from_="2026-04-01", to="2026-05-05", compare="previous")
    assert found["cart_from_landing"]["median"] == 50
    assert found["cart_from_landing"]["median_before"] == 10
    page = see(dora, from_="2026-04-01", to="2026-05-05", compare="previous").content.decode()
    assert "before 10 s" in page


@pytest.mark.django_db
def test_an_empty_shop_has_no_times(dora):
    page = see(dora, **MARCH)
    assert page.status_code == 200
    assert "No visits in these days." in page.content.decode()
    assert all(way["median"] is None for way in ways(dora, **MARCH).values())
    assert see(dora, format="csv", **MARCH).status_code == 200


@pytest.mark.django_db
def test_nobody_who_bought_is_no_empty_shop(dora):
    tell("L@0")
    page = see(dora, **MARCH).content.decode()
    assert "Nobody came this way in these days." in page


@pytest.mark.django_db
def test_a_way_that_nobody_can_go_is_refused(dora):
    response = see(dora, format="json", show="landing_from_purchase")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["show"]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("10 s", "30 s", "10–30\ns"),
        ("15 min", "1 h", "15 min\n–1 h"),
        ("2 d", "3 d 12 h", "2 d\n–3 d 12 h"),
        ("1 分", "2 分", "1–2\n分"),
    ],
)
def test_a_column_is_named_by_its_range(low, high, words):
    assert ranged(low, high) == words
