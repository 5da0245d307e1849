"""Drop-off reasons: who met what, how many of them left, and beside whom they stand."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from funnel.api import DetailName, Stage, note, record
from funnel.details import REASONS
from funnel.models import Journey
from funnel.reports import counts, reasons
from funnel.reports.counts import Boundary
from funnel.reports.question import Question
from tests.funnel.asking import blocks
from tests.funnel.conftest import BEGIN, seconds, tell

pytestmark = pytest.mark.django_db(databases="__all__")
ADDRESS = "/admin/funnel/reasons/"
DAYS = {"from": BEGIN.date(), "to": BEGIN.date()}
PHONE = "delivery.phone: invalid"


def ask(dora, **more) -> dict:
    return dora.client.get(ADDRESS, {**DAYS, "format": "json", **more}).json()


def at_delivery(visitor: str, *reasons: str, bought: bool = False, begin=BEGIN) -> None:
    """Somebody with NT$400 in the cart who came to step 2."""
    tell("L@0", visitor=visitor, begin=begin)
    for second, stage in enumerate(["cart", "checkout_order", "checkout_delivery"], 1):
        at = begin + timedelta(seconds=second)
        record(None, Stage(stage), visitor=visitor, value=400, currency="TWD", at=at)
    for value in reasons:
        note(None, DetailName.FIELD_ERROR, value, visitor=visitor, at=begin + timedelta(seconds=9))
    if bought:
        tell("3@20 P@30", visitor=visitor, begin=begin)


def row(said: dict, value: str | None) -> dict:
    return next(row for row in said["reasons"] if row["value"] == value)


def test_each_reason_has_its_place_and_its_words():
    assert set(reasons.MET_AT) == set(reasons.TITLES) == set(REASONS)


def test_those_who_met_it_stand_beside_those_who_did_not(dora):
    at_delivery("ada", PHONE, bought=True)
    at_delivery("ben", PHONE, "delivery.email: required")
    at_delivery("cleo")
    at_delivery("dan", bought=True)

    said = ask(dora)

    found = row(said, PHONE)
    assert (found["met"], found["left"], found["percent_left"]) == (2, 1, 50)
    assert (found["others"], found["others_left"]) == (2, 1)
    assert found["money"] == {"TWD": 400}
    assert found["too_few"]
    assert row(said, "delivery.email: required")["others"] == 3


def test_a_journey_counts_once_in_the_sum_of_its_kind(dora):
    at_delivery("ben", PHONE, "delivery.email: required")

    assert row(ask(dora), None)["met"] == 1
    assert row(ask(dora), None)["money"] == {"TWD": 400}


def test_the_page_and_the_csv(dora, storefront):
    at_delivery("ben", PHONE)

    page = dora.client.get(ADDRESS, DAYS).content.decode()
    (line,) = blocks(dora.client.get(ADDRESS, {**DAYS, "format": "csv"}).content.decode())[0]

    assert "Phone: not accepted as written" in page
    assert "NT$400" in page
    assert line["left behind TWD"] == "400"


def test_an_empty_shop(dora, storefront):
    assert "No visits" in dora.client.get(ADDRESS).content.decode()
    assert ask(dora)["reasons"] == []


def test_the_last_thing_touched_is_told_of_who_left_something_in_the_cart(dora):
    at_delivery("ben", PHONE)
    later = BEGIN + timedelta(seconds=12)
    note(None, DetailName.FIELD_TOUCHED, "delivery.address", visitor="ben", at=later)
    at_delivery("ada", PHONE, bought=True)
    tell("L@0", visitor="cleo")
    note(None, DetailName.QUESTION, "shipping", visitor="cleo", at=later)

    assert [list(touch.values()) for touch in ask(dora)["last_touched"]] == [
        ["field_touched", "delivery.address", "Address", 1, {"TWD": 400}],
    ]


def test_who_touched_nothing_and_left_is_told_too(dora):
    at_delivery("ben")
    at_delivery("ada")
    at_delivery("cleo")
    opened = BEGIN + timedelta(seconds=12)
    for visitor in ("ada", "cleo"):
        note(None, DetailName.QUESTION, "shipping", visitor=visitor, at=opened)

    said = ask(dora)["last_touched"]
    page = dora.client.get(ADDRESS, DAYS).content.decode()

    assert [(touch["kind"], touch["left"]) for touch in said] == [("question", 2), ("", 1)]
    assert "Nothing that was told</th>" in page
    assert "in the CSV" not in page


def test_the_last_touches_are_of_all_who_left_a_cart_wherever_they_came_in(dora):
    at_delivery("ben")
    record(None, Stage.CART, visitor="mia", value=700, currency="TWD", at=BEGIN)  # a mid-entry
    tell("L@0", visitor="leo")
    note(None, DetailName.FIELD_ERROR, PHONE, visitor="leo", at=BEGIN + timedelta(seconds=2))

    left = dora.client.get("/admin/funnel/who-left/", {**DAYS, "format": "json"}).json()
    (touch,) = ask(dora)["last_touched"]

    assert (touch["left"], touch["money"]) == (left["count"], left["money"]) == (2, {"TWD": 1100})


def test_who_met_a_reason_and_is_still_open_has_not_left(dora):
    at_delivery("ben", PHONE, begin=timezone.now() - timedelta(hours=1))

    said = dora.client.get(ADDRESS).content.decode()

    assert "All who met a reason are still open" in said


def test_the_page_shows_twenty_and_says_that_there_are_more(dora):
    for number in range(22):
        at_delivery(f"visitor-{number}")
        at = BEGIN + timedelta(seconds=12)
        note(None, DetailName.QUESTION, f"question-{number}", visitor=f"visitor-{number}", at=at)

    page = dora.client.get(ADDRESS, DAYS).content.decode()

    assert len(ask(dora)["last_touched"]) == 22
    assert page.count("<small>Question opened</small>") == 20
    assert "More, in the CSV: 2" in page


def test_what_is_met_at_several_stages_has_no_others_to_stand_beside(dora):
    at_delivery("ben", PHONE)
    at_delivery("ada")
    tell("L@0 C@1", visitor="cleo")
    at = BEGIN + timedelta(seconds=2)
    note(None, DetailName.FIELD_ERROR, "cart.quantity: max_value", visitor="cleo", at=at)

    question = Question(BEGIN.date(), BEGIN.date())
    (kind,) = reasons.answer(question).kinds

    assert {row.stage for row in kind.rows} == {Stage.CART, Stage.CHECKOUT_DELIVERY}
    assert (kind.whole.met.journeys, kind.whole.others.journeys) == (2, 0)


def test_of_several_things_the_last_counts(dora):
    at_delivery("ben")
    deeds = [("shipping", 12), ("returns", 13), ("shipping", 14)]
    for value, second in deeds:
        at = BEGIN + timedelta(seconds=second)
        note(None, DetailName.QUESTION, value, visitor="ben", at=at)
    note(None, DetailName.SECTION, "faq", visitor="ben", at=BEGIN + timedelta(seconds=15))

    assert [touch["label"] for touch in ask(dora)["last_touched"]] == ["shipping"]


def test_every_cart_is_shown_a_price_of_delivery_so_that_no_sum_is_told(dora):
    at_delivery("ben")
    note(None, DetailName.DELIVERY_PRICE, "TWD 80", visitor="ben", at=BEGIN + timedelta(seconds=2))
    assert [(row["label"], row["met"]) for row in ask(dora)["reasons"]] == [("NT$80", 1)]


@pytest.mark.parametrize("seed", range(3))
def test_the_others_at_a_stage_are_those_that_one_finds_one_by_one(seed):
    """The funnel's own counts, and a look at every journey."""
    dice = Random(seed)
    for number in range(60):
        way = dice.sample(
            ["L@0", "C@9", "1@20", "2@30", "3@40", "P@50", "P@8d"], dice.randint(1, 7)
        )
        story = " ".join(sorted(way, key=lambda event: seconds(event.split("@")[1])))
        tell(story, visitor=f"v{number}", begin=BEGIN + timedelta(hours=number))
    question = Question(BEGIN.date(), BEGIN.date() + timedelta(days=3))
    boundary = Boundary(BEGIN + timedelta(days=1))
    everybody = counts.journeys(question, boundary)[""]

    found = reasons._at_stage(everybody, reasons._bought_late(question, boundary))

    for stage, group in found.items():
        there = Journey.objects.filter(reached__gte=stage.number)
        finished = there.filter(last_landing_at__lte=boundary.at)
        left = [row for row in finished if row.reached < 7 and not row.strays >> 7]
        assert (group.journeys, group.finished, group.left) == (
            there.count(),
            finished.count(),
            len(left),
        )


def test_from_too_few_nothing_is_concluded(dora):
    at_delivery("ben", PHONE)
    said = dora.client.get("/admin/funnel/reasons/", DAYS).content.decode()
    assert "Too few met a reason to tell" in said
