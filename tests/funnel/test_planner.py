"""A target turned into traffic and back, with ranges."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from funnel.api import Stage, record
from funnel.reports.planner import Basket, ranges
from tests.funnel.asking import blocks
from tests.funnel.conftest import BEGIN

ADDRESS = "/admin/funnel/planner/"
STAGES = list(Stage)[:7]
QUESTION = {"from": "2026-03-02", "to": "2026-03-15", "format": "json"}


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel(BEGIN + timedelta(days=60), tick=False):
        yield


def week(begin, *, came: int, bought: int, value: int = 1000):
    for number in range(came):
        visitor, at = f"{begin:%m%d}-{number}", begin + timedelta(minutes=number)
        for place, stage in enumerate(STAGES[: 7 if number < bought else 2]):
            money = {"value": value, "currency": "TWD"} if place > 1 else {}
            record(None, stage, visitor=visitor, at=at + timedelta(seconds=place), **money)


def ask(dora, **more) -> dict:
    return dora.client.get(ADDRESS, QUESTION | more).json()


def test_two_percent_and_a_hundred_orders_need_five_thousand():
    found = ranges({"orders": Decimal(100)}, 50, 2500, None)["for_orders"]
    assert found.likely == 5000
    assert found.low < 4000 < 5000 < 6500 < found.high


def test_there_and_back_agree():
    needed = ranges({"orders": Decimal(100)}, 50, 2500, None)["for_orders"].likely
    back = ranges({"visits": Decimal(needed)}, 50, 2500, None)["orders_of_visits"]
    assert back.likely == 100
    assert back.low < 100 < back.high


def test_revenue_goes_by_the_average_order(settings):
    basket = Basket("TWD", 50, 1000.0, 100.0)
    found = ranges({"revenue": Decimal(100_000)}, 50, 2500, basket)["for_revenue"]
    assert found.likely == 5000
    assert found.low < found.likely < found.high


@pytest.mark.django_db
class TestAsked:
    def test_at_todays_rate(self, dora):
        week(BEGIN, came=100, bought=20)
        said = ask(dora, orders="100", revenue="50,000", visits="1000")
        assert (said["bought"], said["came"], said["conversion"]) == (20, 100, 20.0)
        assert said["for_orders"]["likely"] == 500
        assert said["for_revenue"]["likely"] == 250
        assert said["orders_of_visits"]["likely"] == 200
        assert said["revenue_of_visits"]["likely"] == 200_000

    def test_refunds_lower_what_an_order_brings(self, dora):
        from funnel.api import record_refund
        from funnel.models import Purchase

        week(BEGIN, came=100, bought=20)
        for purchase in Purchase.objects.all():
            record_refund(purchase.order, amount=500, currency="TWD")
        assert ask(dora)["average_order"]["mean"] == 500

    def test_a_step_as_good_as_in_its_best_week(self, dora):
        week(BEGIN, came=40, bought=30)
        week(BEGIN + timedelta(days=7), came=40, bought=10)
        best = ask(dora)["what_if"][0]
        assert (best["before"], best["after"]) == ("interest", "cart")
        assert best["best"] == [30, 40]
        assert best["orders"] == pytest.approx(80 * 0.75 - 40)
        assert best["money"] == {"TWD": 20_000}

    def test_too_few_are_no_plan(self, dora):
        week(BEGIN, came=20, bought=20)
        said = ask(dora, orders="100")
        assert said["too_few"]
        assert said["for_orders"] is None

    @pytest.mark.parametrize("typed", ["many", "-5", "0", "1e99", "NaN", "2.5"])
    def test_rubbish_is_refused_in_words(self, dora, typed):
        answer = dora.client.get(ADDRESS, QUESTION | {"orders": typed})
        assert answer.status_code == 400

    def test_an_empty_shop(self, dora):
        page = dora.client.get(ADDRESS, QUESTION | {"format": "html", "orders": "100"})
        assert page.status_code == 200
        assert ask(dora)["conversion"] is None

    def test_the_page_and_the_spreadsheet_say_the_same(self, dora):
        week(BEGIN, came=100, bought=20)
        page = dora.client.get(ADDRESS, QUESTION | {"format": "html", "orders": "100"})
        assert ">500<" in page.content.decode()
        text = dora.client.get(ADDRESS, QUESTION | {"format": "csv", "orders": "100"})
        rate, asked, *_ = blocks(text.content.decode())
        assert (rate[0]["bought"], asked[0]["likely"]) == ("20", "500")
