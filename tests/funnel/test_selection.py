"""What the daily sums say, the journeys say too; and what only journeys know can be asked for."""

from collections import Counter, defaultdict
from datetime import timedelta
from random import Random

import pytest

from funnel.api import DetailName, Stage, record
from funnel.models import Journey, Purchase
from funnel.reports import counts, money, selection
from funnel.reports.counts import Boundary, Counts
from funnel.reports.question import Question
from tests.funnel.asking import ask
from tests.funnel.asking import counts as counted
from tests.funnel.conftest import BEGIN

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = BEGIN.date()
STAGES = list(Stage)[:7]
WAYS = ["", "source", "campaign", "page", "last_source", "day"]


@pytest.fixture
def crowd(rf):
    """Forty visitors, at random but always the same, over two weeks."""
    dice = Random(5)
    for number in range(40):
        visitor, moment = f"visitor-{number}", dice.uniform(0, 10 * 86_400)
        for _ in range(dice.randint(1, 9)):
            stage = dice.choice([Stage.LANDING, *STAGES])
            product = dice.choice(["beans", "cups"])
            address = f"/?utm_source={dice.choice(['fb', 'ads'])}&utm_term={dice.choice('ab')}"
            request = rf.get(address, headers={"user-agent": "Firefox"})
            record(
                request if stage == Stage.LANDING else None,
                stage,
                visitor=visitor,
                page=dice.choice(["", "zh"]),
                value=100 * number,
                currency="TWD",
                details={DetailName.PRODUCT: product} if stage not in STAGES[:2] else None,
                at=BEGIN + timedelta(seconds=moment),
            )
            moment += dice.choice([0, 30, 4 * 86_400])


def value_of(journey: Journey, by: str):
    return getattr(journey, by) if by else ""


def recounted(question: Question, boundary: Boundary) -> dict[str, Counts]:
    """Each journey by itself, without values that come to nothing."""
    found = defaultdict(Counts)
    for journey in selection.journeys(question):
        found[value_of(journey, question.by)].add_journeys(
            1,
            journey.reached,
            journey.interest_explicit,
            journey.strays,
            journey.last_landing_at > boundary.at,
            journey.entered_by,
        )
    return without_nothing(found)


def without_nothing(found: dict) -> dict:
    return {value: numbers for value, numbers in found.items() if numbers != type(numbers)()}


# What the daily sums know, and what they don't.
FILTERS = [{"device": "computer"}, {"term": "a"}, {"product": "beans", "source": "fb"}]


@pytest.mark.parametrize("by", WAYS)
def test_sums_and_statements_count_what_each_journey_says(crowd, by):
    for filters in FILTERS:
        question = Question(DAY, DAY + timedelta(days=6), by=by, filters=filters)
        for days_ago in (0, 5, 9):
            boundary = Boundary(BEGIN + timedelta(days=days_ago))
            truth = recounted(question, boundary)
            assert without_nothing(counts.journeys(question, boundary)) == truth
            assert truth


@pytest.mark.parametrize("by", WAYS)
def test_money_is_what_each_order_says(crowd, by):
    for filters in ({}, *FILTERS):
        question = Question(DAY, DAY + timedelta(days=13), by=by, filters=filters)
        truth = Counter()
        sold = Purchase.objects.filter(journey__in=selection.journeys(question))
        for sale in sold.select_related("journey"):
            key = value_of(sale.journey, by), sale.kind, sale.currency
            truth[key] += sale.value
        rows = money.revenue(question)
        assert {(row.value, row.kind, row.currency): row.sums.gross for row in rows} == truth
        assert rows


def test_every_breakdown_sums_to_the_total(crowd, dora):
    days = {"from_": DAY, "to": DAY + timedelta(days=13)}
    for unit in ("journey", "visitor"):
        whole = counted(ask(dora, unit=unit, **days))
        for by in ("source", "term", "content", "referrer", "visit"):
            parts = ask(dora, by=by, unit=unit, **days)["breakdown"]
            columns = [list(part["counts"].values()) for part in parts]
            assert [sum(column) for column in zip(*columns, strict=True)] == whole


@pytest.mark.parametrize("unit", ["journey", "visitor"])
@pytest.mark.parametrize(
    ("name", "values"),
    [("term", ["a", "b", "(none)"]), ("visit", ["new", "returning"]), ("source", ["fb", "ads"])],
)
def test_parts_that_exclude_each_other_make_the_whole(crowd, dora, unit, name, values):
    days = {"from_": DAY, "to": DAY + timedelta(days=13), "unit": unit}
    parts = [counted(ask(dora, **{name: value}, **days)) for value in values]
    landed = [part[0] for part in parts]
    assert sum(landed) == counted(ask(dora, **days))[0]
    assert min(landed) > 0 or name == "term"


def test_a_product_in_the_cart_is_asked_for(dora, rf):
    for visitor, product in (("ada", "beans"), ("ben", "cups")):
        record(None, Stage.LANDING, visitor=visitor, at=BEGIN)
        at = BEGIN + timedelta(seconds=9)
        record(None, Stage.CART, visitor=visitor, details={DetailName.PRODUCT: product}, at=at)
    record(None, Stage.LANDING, visitor="cleo", at=BEGIN)
    days = {"from_": DAY, "to": DAY}
    assert counted(ask(dora, product="beans", **days))[:3] == [1, 1, 1]
    assert counted(ask(dora, product="(none)", **days))[:3] == [1, 0, 0]
    assert counted(ask(dora, product="beans", source="(direct)", **days))[:3] == [1, 1, 1]
