"""Who left: the list behind every bar."""

from datetime import timedelta

import pytest

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
        tell("L@0", visitor=f"v{number}", begin=BEGIN + timedelta(minutes=number // 2))

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
    assert "No visits yet" in dora.client.get(ADDRESS).content.decode()
    assert ask(dora)["list"] == []
