"""Sources and campaigns: three views that each add up, next to what was spent."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine

from funnel.models import Spend
from tests.admin.conftest import staff
from tests.funnel.conftest import BEGIN
from tests.funnel.spend.conftest import WAY, bring_in

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/funnel/sources/"
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


def ask(dora, **asked) -> dict:
    return dora.client.get(ADDRESS, {**MARCH, "format": "json", **asked}).json()


def row(said: dict, value: str) -> dict:
    return next(row for row in said["rows"] if row["value"] == value)


def test_the_worked_example_is_exact(dora, storefront, goes):
    """10,000 impressions, 2,000 clicks, 50 bought: 20 % and 2.5 %."""
    told = {"impressions": 10_000, "clicks": 2_000, "cost": 16_000}
    Spend.objects.create(day="2026-03-02", source="google", currency="TWD", **told)
    for number in range(50):
        goes(f"v{number}", "google", *WAY, "purchase:800")

    found = row(ask(dora, by="source"), "google")

    assert found["click_rate_percent"] == 20.0
    assert found["touches"]["last"]["orders_percent_of_clicks"] == 2.5
    (spent,) = found["spend"]
    assert (spent["cost_per_click"], spent["cost_per_order"]["last"]) == (8, 320)
    assert spent["return"]["last"] == 2.5
    page = dora.client.get(ADDRESS, MARCH).text
    assert "20.0\u202f%" in page
    assert "2.5\u202f%" in page


def test_filters_that_ads_know_nothing_of_leave_out_the_cost(dora, storefront, goes):
    Spend.objects.create(day="2026-03-02", source="fb", currency="TWD", impressions=10, cost=5)
    goes("ada", "fb")
    said = ask(dora, device="phone")
    assert (said["spend_is_known"], said["total"]["spend"]) == (False, [])
    assert said["total"]["touches"]["first"]["journeys"] == 1
    assert "can’t be said" in dora.client.get(ADDRESS, {**MARCH, "device": "phone"}).text


def test_what_it_cost_stands_by_what_it_brought(dora, storefront, goes):
    Spend.objects.create(
        day="2026-03-02",
        source="google",
        campaign="tea",
        currency="TWD",
        impressions=1000,
        clicks=40,
        cost=400,
    )
    goes("ada", "google:tea", *WAY, "purchase:900")
    goes("ben", "google:tea")

    found = row(ask(dora), "tea")

    assert found["click_rate_percent"] == 4.0
    last = found["touches"]["last"]
    assert (last["journeys"], last["bought"], last["conversion_percent"]) == (2, 1, 50.0)
    assert last["orders_percent_of_clicks"] == 2.5
    (spent,) = found["spend"]
    assert spent["cost_per_click"] == 10
    assert spent["cost_per_order"]["last"] == 400
    assert spent["return"]["last"] == 2.25


def test_spend_without_visits_and_visits_without_spend(dora, storefront, goes):
    Spend.objects.create(
        day="2026-03-05", source="bing", campaign="idle", currency="TWD", impressions=9, cost=30
    )
    goes("ada", "google:tea", *WAY, "purchase:900")

    said = ask(dora)

    assert {row["value"] for row in said["rows"]} == {"idle", "tea"}
    assert row(said, "idle")["touches"]["last"]["orders"] == 0
    assert row(said, "idle")["spend"][0]["cost_per_order"]["last"] is None
    assert row(said, "tea")["impressions"] is None
    page = dora.client.get(ADDRESS, MARCH).text
    assert "idle" in page
    assert "NaN" not in page


def test_currencies_stay_apart(dora, storefront, goes):
    for currency, cost in (("USD", 1250), ("TWD", 100)):
        Spend.objects.create(
            day="2026-03-02", source="fb", currency=currency, clicks=10, cost=cost, impressions=10
        )
    goes("ada", "fb", *WAY, "purchase:900")

    (twd, usd) = row(ask(dora, by="source"), "fb")["spend"]

    assert (twd["currency"], twd["return"]["last"]) == ("TWD", 9)
    assert (usd["currency"], usd["return"]["last"], usd["cost_per_click"]) == ("USD", 0, 125)


def test_spend_of_no_campaign_stands_with_visits_of_none(dora, storefront, goes):
    Spend.objects.create(day="2026-03-02", source="fb", currency="TWD", impressions=10, cost=5)
    goes("ada", "fb")
    assert row(ask(dora), "(none)")["spend"][0]["cost"] == 5
    assert ask(dora, campaign="(none)")["total"]["spend"][0]["cost"] == 5


def test_csv_has_numbers_and_no_formula(dora, storefront, goes):
    bring_in(
        dora.client,
        "day,source,campaign,impressions,clicks,cost,currency\n"
        "2026-03-02,fb,=1+1,1000,50,12.50,USD\n",
    )
    goes("ada", "fb:@SUM(A1)", *WAY, "purchase:900")
    text = dora.client.get(ADDRESS, {**MARCH, "format": "csv"}).content.decode("utf-8-sig")
    rows = {line["campaign"]: line for line in csv.DictReader(io.StringIO(text.strip()))}

    assert {"'=1+1", "'@SUM(A1)", ""} == rows.keys()
    assert float(rows["'=1+1"]["cost USD"]) == 12.5
    assert float(rows["'=1+1"]["cost_per_click USD"]) == 0.25
    assert float(rows["'=1+1"]["click_rate_percent"]) == 5.0
    assert float(rows["'@SUM(A1)"]["linear net TWD"]) == 900
    assert float(rows[""]["last orders"]) == 1
    assert rows[""]["kind"] == "all"


def test_an_empty_shop(dora, storefront):
    assert dora.client.get(ADDRESS).status_code == 200
    said = ask(dora)
    assert said["rows"] == []
    assert said["total"]["click_rate_percent"] is None
    assert dora.client.get(ADDRESS, {"format": "csv"}).status_code == 200


@pytest.mark.parametrize("asked", [{"by": "device"}, {"touch": "middle"}])
def test_what_it_cannot_be_asked(dora, storefront, asked):
    assert dora.client.get(ADDRESS, asked).status_code == 400


def test_who_asks_for_visitors_is_told_that_journeys_are_counted(dora, storefront, goes):
    goes("ada", "fb")
    page = dora.client.get(ADDRESS, {**MARCH, "unit": "visitor"}).text
    assert "Journeys are counted here, not visitors" in page


def test_strangers_are_refused(client, storefront):
    assert client.get(ADDRESS).status_code == 302


def test_what_no_ad_brought_makes_no_ad_look_better(dora, storefront, goes):
    goes("ada", "fb", *WAY, "purchase:1000")
    goes("ben", "google", *WAY, "purchase:3000")
    Spend.objects.create(
        day=BEGIN.date(), source="fb", currency="TWD", impressions=100, clicks=10, cost=500
    )
    said = ask(dora, by="source")
    alone, whole = row(said, "fb"), said["total"]
    assert whole["spend"] == alone["spend"]
    rates = [part["touches"]["last"]["orders_percent_of_clicks"] for part in (alone, whole)]
    assert rates == [10.0, 10.0]
    assert whole["touches"]["last"]["orders"] == 2


def test_conversion_is_the_funnels(dora, storefront, goes):
    """Forty journeys that are over, of which ten bought; ten more that are open, with one order."""
    bought = (*WAY, "purchase:9")
    for number in range(40):
        goes(f"v{number}", "fb", *(bought if number < 10 else ()))
    for number in range(10):
        later = BEGIN + timedelta(days=12)
        goes(f"w{number}", "fb", *(bought if number < 1 else ()), begin=later)
    with time_machine.travel(BEGIN + timedelta(days=14), tick=False):
        said = ask(dora, by="source")
        funnel = dora.client.get("/admin/funnel/report/", {**MARCH, "format": "json"}).json()
        page = dora.client.get(ADDRESS, MARCH).text
    assert said["rates_are_final"]
    for touch in row(said, "fb")["touches"].values():
        assert (touch["journeys"], touch["bought"]) == (50, 11)
        assert (touch["finished"], touch["finished_bought"]) == (40, 10)
        assert touch["conversion_percent"] == 25.0
    assert funnel["stages"][-1]["percent_of_first"] == 25.0
    assert "of those that are over" in page


def test_too_few_that_are_over_leave_conversion_so_far(dora, storefront, goes):
    goes("ada", "fb", *WAY, "purchase:900")
    goes("ben", "fb")
    with time_machine.travel(BEGIN + timedelta(hours=2), tick=False):
        said = ask(dora, by="source")
        page = dora.client.get(ADDRESS, MARCH).text
    assert not said["rates_are_final"]
    assert row(said, "fb")["touches"]["last"]["conversion_percent"] == 50.0
    assert "Conversion so far" in page


def test_costs_of_all_are_the_same_in_every_form(dora, storefront, goes):
    """Held against the orders of what was advertised, not against all orders."""
    Spend.objects.create(day="2026-03-02", source="fb", currency="TWD", clicks=10, cost=300)
    goes("ada", "fb", *WAY, "purchase:900")
    goes("ben", "google", *WAY, "purchase:900")
    text = dora.client.get(ADDRESS, {**MARCH, "by": "source", "format": "csv"}).content
    (*_, whole) = csv.DictReader(io.StringIO(text.decode("utf-8-sig").strip()))
    (spent,) = ask(dora, by="source")["total"]["spend"]
    assert float(whole["last cost_per_order TWD"]) == spent["cost_per_order"]["last"] == 300


def test_links_to_the_spend_are_for_who_may_follow_them(dora, goes):
    goes("ada", "fb")
    links = ['href="/admin/funnel/spend/"', 'href="/admin/funnel/spend/import/"']

    def shown(reader) -> list[bool]:
        page = reader.client.get(ADDRESS, MARCH).text
        return [link in page for link in links]

    assert shown(dora) == [True, True]
    assert shown(staff("Kim", "view_dailytotal")) == [False, False]
    assert shown(staff("Lou", "view_dailytotal", "view_spend")) == [True, False]
