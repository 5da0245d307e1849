"""Who left: the list behind every bar."""

import re
from datetime import timedelta
from html import unescape
from itertools import pairwise
from random import Random

import pytest
from django.utils import timezone

from funnel.api import Stage, record
from funnel.reports import counts
from funnel.reports.counts import Boundary
from funnel.reports.question import Question
from tests.funnel.asking import blocks
from tests.funnel.conftest import BEGIN, tell
from tests.funnel.test_reasons import DAYS, PHONE, at_delivery

pytestmark = pytest.mark.django_db(databases="__all__")
ADDRESS = "/admin/funnel/who-left/"


def ask(dora, **more) -> dict:
    return dora.client.get(ADDRESS, {**DAYS, "format": "json", **more}).json()


def test_the_newest_first_with_what_they_met(dora):
    at_delivery("ben", PHONE)
    at_delivery("ada", bought=True)
    tell("L@0 C@5", visitor="cleo", begin=BEGIN + timedelta(hours=1))

    said = ask(dora)

    assert said["count"] == 2
    assert [row["stage"] for row in said["list"]] == ["cart", "checkout_delivery"]
    assert said["list"][1]["reasons"] == [{"reason": "field_error", "value": PHONE, "times": 1}]
    assert ask(dora, reason="field_error", value=PHONE)["count"] == 1


def test_a_page_holds_fifty_and_the_next_goes_on(dora):
    for number in range(60):
        tell("L@0 C@5", visitor=f"v{number}", begin=BEGIN + timedelta(minutes=number // 2))

    first = ask(dora)
    second = ask(dora, after=first["next"])

    seen = [row["journey"] for row in first["list"] + second["list"]]
    assert len(first["list"]) == 50
    assert len(set(seen)) == len(seen) == first["count"] == 60
    assert second["next"] is None


def test_the_page_and_the_csv(dora, storefront):
    at_delivery("ben", PHONE)

    page = dora.client.get(ADDRESS, DAYS).content.decode()
    table = blocks(dora.client.get(ADDRESS, {**DAYS, "format": "csv"}).content.decode())[0]

    assert "Phone: not accepted as written" in page
    assert table[0]["cart_value"] == "400"


def test_an_empty_shop(dora, storefront):
    assert "No visits" in dora.client.get(ADDRESS).content.decode()
    assert ask(dora)["list"] == []


STAGES = ["landing", "interest", "cart", "checkout_order", "checkout_delivery", "checkout_payment"]


@pytest.mark.parametrize("seed", range(6))
def test_each_list_is_as_long_as_its_bar_lost(dora, seed):
    """The engine's drop after each stage, and the list behind it, over random histories."""
    dice = Random(seed)
    for number in range(25):
        way = [
            "L@0",
            *(f"{letter}@{dice.randint(1, 999)}" for letter in dice.choices("EC123P", k=6)),
        ]
        begin = BEGIN + timedelta(days=dice.choice([0, 0, 1, 9]))
        tell(" ".join(way[: dice.randint(1, 7)]), visitor=f"v{number}", begin=begin)
        if dice.random() < 0.3:
            tell(f"{dice.choice('LC1P')}@{dice.randint(1, 12)}d", visitor=f"v{number}", begin=begin)
    question = Question(BEGIN.date(), BEGIN.date() + timedelta(days=9))
    found = counts.journeys(question, Boundary.now())[""]
    final = [a - b for a, b in zip(found.reached, found.still_open, strict=True)]

    days = {"to": question.last}
    lists = [ask(dora, stage=stage, **days) for stage in STAGES]

    assert [said["count"] for said in lists] == [a - b for a, b in pairwise(final)]
    assert [len(said["list"]) for said in lists] == [said["count"] for said in lists]
    assert sum(said["count"] for said in lists) > 0


@pytest.mark.parametrize("entry", ["closed", "open"])
def test_open_entry_finds_who_came_in_the_middle(dora, entry):
    tell("C@0 1@5", visitor="ben")
    tell("L@0 C@5", visitor="ada")
    found = {stage: ask(dora, stage=stage, entry=entry)["count"] for stage in STAGES[2:4]}
    assert found == {"cart": 1, "checkout_order": 1 if entry == "open" else 0}


def test_who_bought_late_is_in_the_bar_and_not_among_those_without_an_order(dora):
    tell("L@0 C@5 P@8d", visitor="ben")
    assert ask(dora)["count"] == 0
    assert [row["ordered_late"] for row in ask(dora, stage="cart")["list"]] == [True]


def test_unasked_it_lists_whoever_had_a_cart(dora):
    """By a chain or without; who only looked is listed where that is asked for."""
    tell("L@0 E@9", visitor="ada")
    tell("L@0 C@5", visitor="ben")
    tell("1@5", visitor="cleo")
    found = ask(dora)
    assert [row["stage"] for row in found["list"]] == ["checkout_order", "cart"]
    assert found["count"] == 2
    assert ask(dora, stage="interest")["count"] == 1


def test_still_open_ones_have_not_left(dora):
    now = timezone.now()
    tell("L@0 C@5", visitor="ben", begin=now - timedelta(hours=1))
    assert ask(dora, **{"from": now.date(), "to": now.date()})["count"] == 0


@pytest.mark.parametrize(
    "asked",
    [{"stage": "purchase"}, {"reason": "x"}, {"after": "x"}, {"after": "1"}, {"journey": "-1"}],
)
def test_what_makes_no_sense_is_refused(dora, asked):
    answer = dora.client.get(ADDRESS, {**DAYS, "format": "json", **asked})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(asked)


def test_a_journey_is_told_in_order(dora):
    at_delivery("ben", PHONE)
    journey = ask(dora)["list"][0]["journey"]
    told = ask(dora, journey=journey)["timeline"]
    assert [event["name"] for event in told] == [
        *("landing", "cart", "checkout_order", "checkout_delivery", "field_error")
    ]
    fragment = dora.client.get(
        ADDRESS, {**DAYS, "journey": journey}, headers={"hx-request": "true"}
    ).content.decode()
    assert "Phone: not accepted as written" in fragment
    assert "<html" not in fragment


def test_a_formula_of_a_visitors_is_no_formula(dora, visit):
    record(visit("/?utm_source=%3D1%2B1"), Stage.LANDING, visitor="ben", at=BEGIN)
    asked = {**DAYS, "stage": "landing", "format": "csv"}
    table = blocks(dora.client.get(ADDRESS, asked).content.decode())[0]
    assert table[0]["source"] == "'=1+1"


def test_each_bars_loss_leads_to_as_many(dora):
    """The address stands on the funnel's page, and the list behind it is as long."""
    for number, story in enumerate(["L@0", "L@0", "L@0 E@5", "L@0 C@9", "L@0 C@9 1@12"]):
        tell(story, visitor=f"v{number}")
    page = dora.client.get("/admin/funnel/report/", DAYS).content.decode()
    links = re.findall(r'<a href="(/admin/funnel/who-left/[^"]+)">(\d+)</a>', page)
    assert [int(number) for _url, number in links] == [2, 1, 1, 1]
    for url, number in links:
        said = dora.client.get(unescape(url) + "&format=json").json()
        assert said["count"] == int(number)


@pytest.mark.parametrize(
    "more",
    [
        {"after": f"{'9' * 18}-1"},
        {"after": "1-"},
        {"journey": "9" * 30},
        {"reason": "coupon_refused", "value": "\0"},
    ],
)
@pytest.mark.parametrize("form", ["html", "json", "csv"])
def test_rubbish_is_refused(dora, form, more):
    assert dora.client.get(ADDRESS, {**DAYS, "format": form, **more}).status_code == 400


def test_how_it_is_counted_is_asked_only_where_it_matters(dora):
    address = "/admin/funnel/who-left/"
    assert 'name="entry"' not in dora.client.get(address).content.decode()
    assert 'name="entry"' in dora.client.get(address, {"stage": "cart"}).content.decode()
