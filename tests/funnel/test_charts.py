"""Where numbers and words stand on the charts."""

from dataclasses import replace
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from funnel.charts import (
    Bar,
    BarChart,
    Column,
    ColumnChart,
    LineChart,
    LittleFunnel,
    Multiples,
    Note,
    Point,
    Spark,
)
from funnel.charts.places import ticks
from funnel.charts.scales import labelled, path, percent, runs, scale


def line(*values, **more) -> LineChart:
    points = [Point(f"d{n}", f"day {n}", v, str(v)) for n, v in enumerate(values)]
    return LineChart("days", "Landings", points, now="now", along="Day", **more)


@pytest.mark.parametrize(
    ("values", "whole", "ticks"),
    [
        ([0, 87], True, [0, 50, 100]),
        ([3], True, [0, 1, 2, 3]),
        ([1], True, [0, 1]),
        ([1], False, [0, 0.5, 1]),
        ([0, 0], True, [0, 1]),
        ([], True, [0, 1]),
        ([None], False, [0, 1]),
        ([400], True, [0, 100, 200, 300, 400]),
        ([0.3], False, [0, 0.1, 0.2, 0.3]),
        ([7_300_000_000], True, [0, 2e9, 4e9, 6e9, 8e9]),
        ([-30, 80], True, [-50, 0, 50, 100]),
    ],
)
def test_ticks_are_round(values, whole, ticks):
    assert scale(values, whole=whole).ticks == ticks


def test_a_rate_has_no_tick_above_all():
    assert scale([95], most=100).ticks == [0, 50, 100]
    assert scale([100.0], most=100).high == 100


@given(st.lists(st.integers(-(10**15), 10**15) | st.none(), max_size=20), st.booleans())
def test_every_value_is_on_its_scale(values, whole):
    made = scale(values, whole=whole)
    places = [made.percent(value) for value in values if value is not None]
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in places)
    assert made.low <= 0 <= made.high
    assert 2 <= len(made.ticks) <= 8
    assert all(before < after for before, after in pairwise(made.ticks))


@given(st.floats(0, 1e-3) | st.floats(0, 1e12))
def test_of_fractions_too(value):
    made = scale([value])
    assert -1e-6 <= made.percent(value) <= 100 + 1e-6


def test_a_path_has_gaps_where_nothing_is():
    assert runs([1, None, 2, 3, None]) == [[0], [2, 3]]
    assert runs([None]) == runs([]) == []
    assert path([(0, 100), (33.33333, 0)]) == "M0 100L33.333 0"


def test_the_last_place_is_labelled_and_never_too_many():
    for count in range(1, 400):
        places = labelled(count, 10)
        assert count - 1 in places
        assert len(places) <= 10
    assert labelled(0, 10) == set()


def test_labels_fit_beside_one_another_and_fewer_of_them_on_a_phone():
    for word, on_desktop, on_phone in [("2 Mar", 18, 5), ("2026年12月", 13, 4)]:
        shown = ticks([word] * 60)
        assert on_desktop - 4 <= len(shown) <= on_desktop
        assert len([tick for tick in shown if not tick.wide]) <= on_phone
    assert [tick.wide for tick in ticks(["2 Mar"] * 4)] == [False] * 4
    assert ticks([]) == []


def test_places_are_written_alike_in_every_language():
    assert [percent(0), percent(100 / 3), percent(100), percent(0.0001)] == [
        *("0%", "33.333%", "100%", "0%")
    ]


def test_a_line_leaves_its_gaps_and_dots_what_stands_alone():
    chart = line(4, None, 2, 3)
    assert len(chart.lines) == 1
    assert [dot.x for dot in chart.dots] == ["12.5%", "62.5%", "87.5%"]
    long = line(*[1] * 50, None, 2, None)
    assert len(long.dots) == 1


def test_the_open_stretch_is_apart_and_joins_the_rest():
    chart = line(4, 2, 3, 1)
    points = [replace(point, is_open=n > 1) for n, point in enumerate(chart.points)]
    chart = replace(chart, points=points)
    assert chart.lines == ["M12.5 0L37.5 50"]
    assert chart.open_lines == ["M37.5 50L62.5 25L87.5 75"]
    assert chart.open_from[:2] == ("50%", "50%")


def test_what_is_compared_is_drawn_only_if_it_is_named():
    points = [Point("1", "1", 2, before=9), Point("2", "2", 3, before=8)]
    alone = LineChart("x", "X", points, now="now")
    both = replace(alone, then="before")
    assert alone.lines_before == []
    assert alone.scale.high == 3
    assert len(both.lines_before) == 1
    assert both.scale.high >= 9
    assert both.targets[0].title.endswith("(before: –)")


def test_the_band_goes_there_and_back():
    points = [Point("1", "1", 5, low=4, high=8), Point("2", "2", 5, low=4, high=8)]
    [band] = LineChart("x", "X", points, now="now").bands
    assert band == "M25 0L75 0L75 50L25 50Z"


def test_the_highest_is_written_once():
    assert line(1, 5, 5, 2).peak[:3] == ("37.5%", "16.667%", "5")
    assert line(0, 0).peak is None
    assert line().peak is line(None).peak is None


def test_notes_of_a_day_share_a_mark_and_neighbours_dont_cover_each_other():
    notes = [Note(0, "d0", "a"), Note(1, "d1", "b"), Note(1, "d1", "c"), Note(29, "d29", "d")]
    chart = line(*range(30), notes=notes)
    assert [mark.number for mark in chart.marks] == [1, 2, 3]
    assert [len(mark.notes) for mark in chart.marks] == [1, 2, 1]
    first, second, last = (mark.y for mark in chart.marks)
    assert first == last != second
    assert chart.top > second


def test_one_point_and_none_can_be_drawn():
    one = render_to_string("funnel/charts/_line.html", {"chart": line(7)})
    assert one.count("<circle") == 1
    assert ">7</text>" in one
    none = render_to_string("funnel/charts/_line.html", {"chart": line()})
    assert "<circle" not in none
    assert "Nothing to show yet." in none


def test_the_table_says_every_point():
    html = render_to_string("funnel/charts/_line.html", {"chart": line(1, None, 3)})
    assert html.count('<th scope="row">') == 3
    assert 'role="img" aria-labelledby="days-name"' in html
    assert "style=" not in html  # the page's policy lets no inline style through


def test_words_from_outside_are_no_markup():
    chart = line(1, 2, notes=[Note(0, "<b>", "<script>")])
    assert "<script>" not in render_to_string("funnel/charts/_line.html", {"chart": chart})


def test_columns_stand_on_the_ground_with_the_open_part_on_top():
    columns = [Column("a", "A", 8, "8", still_open=2), Column("b", "B", 0, "0")]
    chart = ColumnChart("c", "C", columns, "what", "how many", still_open="open")
    first, second = chart.drawn
    assert (first["top"], first["bottom"]) == ("0%", "25%")
    assert (first["open_height"], first["height"]) == ("25%", "75%")
    assert second["height"] == "0%"
    assert (
        render_to_string("funnel/charts/_columns.html", {"chart": chart}).count("column-open") == 2
    )


def test_words_in_two_lines_make_the_chart_higher_and_no_wider():
    one, two = (
        ColumnChart("t", "T", [Column(label, "t", 1, "1")], "time", "how many")
        for label in ("15 min", "15 min\n–1 h")
    )
    assert two.height > one.height
    assert two.ticks_at == one.ticks_at
    assert ticks(["15 min\n–1 h"] * 7) == [
        tick._replace(text="15 min\n–1 h") for tick in ticks(["15 min"] * 7)
    ]
    html = render_to_string("funnel/charts/_columns.html", {"chart": two})
    assert html.count("<tspan") == 2


def test_bars_share_one_way_and_show_how_sure_they_are():
    bars = [Bar("a", 10, "10", low=5, high=20), Bar("b", 5, "5", still_open=1), Bar("c", None, "–")]
    chart = BarChart("b", "B", bars, "what", "how many")
    first, second, none = chart.drawn
    assert (first["finished"], first["low"], first["high"]) == ("50%", "25%", "100%")
    assert (second["finished"], second["open"]) == ("20%", "5%")
    assert none["finished"] == "0%"
    assert BarChart("b", "B", [Bar("a", 0, "0")], "", "").drawn[0]["finished"] == "0%"
    html = render_to_string("funnel/charts/_bars.html", {"chart": chart})
    assert html.count('class="whisker-halo"') == 1
    assert html.count('scope="row"') == 3


def test_little_funnels_are_as_wide_as_their_first_step():
    steps = [Bar("Landing", 40, "40"), Bar("Purchase", 10, "10")]
    empty = LittleFunnel("nothing", [Bar("Landing", 0, "0"), Bar("Purchase", 0, "0")])
    chart = Multiples("m", "M", [LittleFunnel("phone", steps), empty, LittleFunnel("x", [])])
    assert [row["finished"] for row in chart.funnels[0].drawn] == ["100%", "25%"]
    assert [row["finished"] for row in chart.funnels[1].drawn] == ["0%", "0%"]
    html = render_to_string("funnel/charts/_multiples.html", {"chart": chart})
    assert html.count("<table") == 3


def test_a_spark_says_itself_in_words():
    spark = Spark("4 yesterday", [1, None, 2, 4])
    html = render_to_string("funnel/charts/_spark.html", {"chart": spark})
    assert 'aria-label="4 yesterday"' in html
    assert spark.last[:2] == ("87.5%", "0%")
    assert Spark("nothing", []).last is None
    assert Spark("zeros", [0, 0]).lines == ["M25 100L75 100"]
