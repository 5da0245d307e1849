"""Reads files as the page does, without it; and visitors who come from somewhere."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from funnel.api import Stage, record
from funnel.spend.form import first_values
from funnel.spend.lines import Reading, Rule, read_lines
from funnel.spend.table import read
from tests.funnel.conftest import BEGIN

ADDRESS = "/admin/funnel/spend/import/"
WAY = ("cart", "checkout_order", "checkout_delivery", "checkout_payment")


@pytest.fixture(autouse=True)
def _december():
    """The files' days are past."""
    with time_machine.travel("2026-12-15T04:00:00Z"):
        yield


def understood(text: str | bytes, **said) -> Reading:
    """What a file says as it stands; `said` is what the owner adds."""
    table = read(text.encode() if isinstance(text, str) else text)
    first = first_values(table)
    places = {
        name.removeprefix("column_"): int(place)
        for name, place in first.items()
        if name.startswith("column_") and place
    }
    told = {"source": first["source"], "currency": first["currency"]} | said
    return read_lines(table, Rule(places, **told))


def figures(text: str | bytes, **said) -> list[tuple]:
    """(day, source, campaign, currency, impressions, clicks, cost) as they are understood."""
    reading = understood(text, **said)
    assert reading.errors == []
    return [
        (f"{key[0]:%m-%d}", *key[1:], sums.impressions, sums.clicks, sums.cost)
        for key, sums in reading.spend.items()
    ]


def errors(text: str | bytes, **said) -> list[tuple[int, str]]:
    return understood(text, **said).errors


def upload(client, text: str | bytes):
    """The look at a file."""
    content = text.encode() if isinstance(text, str) else text
    return client.post(ADDRESS, {"file": SimpleUploadedFile("spend.csv", content)})


def fields(answer) -> dict:
    """What the page's form would send."""
    rule = answer.context["rule"]
    values = {field.html_name: field.value() or "" for field in rule}
    return values | {name: answer.context[name] for name in ("packed", "seen")}


def bring_in(client, text: str | bytes, **changed):
    """Look at it and import it."""
    return client.post(ADDRESS, fields(upload(client, text)) | changed | {"import": "1"})


@pytest.fixture
def goes(visit):
    """`goes("ada", "google", "cart", "fb:tea", "purchase:900")`: an hour between; "-" is direct."""

    def goes(visitor: str, *steps: str, campaign="", begin=BEGIN, currency="TWD"):
        for hour, step in enumerate(steps):
            at = begin + timedelta(hours=hour)
            name, _, value = step.partition(":")
            told = {"visitor": visitor, "at": at}
            if name in {str(stage) for stage in Stage}:
                key = f"{visitor}-{hour}" if name == "purchase" else None
                money = {"value": int(value), "currency": currency} if value else {}
                record(visit(), Stage(name), key=key, **told, **money)
            else:
                source = "" if name == "-" else name
                tags = f"/?utm_source={source}&utm_campaign={value or campaign}"
                record(visit(tags), Stage.LANDING, **told)

    return goes
