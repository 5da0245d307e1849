"""Stories in the notation of the worked table: `L@0 C@10 P@7d+1`, one visitor unless said."""

from datetime import UTC, datetime, timedelta

import pytest

from funnel.api import record, set_ledger
from funnel.ledger import ledger
from funnel.models import Journey, Purchase

BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile"
BEGIN = datetime(2026, 3, 2, 4, tzinfo=UTC)
UNITS = {"d": 86_400, "h": 3_600, "s": 1}
LETTERS = {
    "L": "landing",
    "E": "interest",
    "C": "cart",
    "1": "checkout_order",
    "2": "checkout_delivery",
    "3": "checkout_payment",
    "P": "purchase",
    "S": "share",
}


def seconds(text: str) -> float:
    """`7d+1` is a week and a second."""
    parts = [
        (part[:-1], UNITS[part[-1]]) if part[-1] in UNITS else (part, 1) for part in text.split("+")
    ]
    return sum(float(number) * unit for number, unit in parts)


def read(story: str) -> list[tuple[float, str]]:
    """The story's events as (seconds, stage)."""
    pairs = [event.split("@") for event in story.split()]
    return [(seconds(time), LETTERS[letter]) for letter, time in pairs]


def tell(story: str, *, visitor: str = "ben", begin: datetime = BEGIN) -> None:
    """Record the story in the order in which it is told."""
    for time, stage in read(story):
        record(None, stage, visitor=visitor, at=begin + timedelta(seconds=time), currency="TWD")


def journeys() -> list[int]:
    """The report's column: how many journeys reached each stage."""
    reached = list(Journey.objects.counted().values_list("reached", flat=True))
    return [sum(stage <= furthest for furthest in reached) for stage in range(1, 8)]


def visitors() -> list[int]:
    """The same by visitor."""
    rows = Journey.objects.counted().order_by("reached").values_list("visitor", "reached")
    return [sum(stage <= furthest for furthest in dict(rows).values()) for stage in range(1, 8)]


def kinds() -> list[str]:
    return list(Purchase.objects.order_by("at").values_list("kind", flat=True))


@pytest.fixture
def books():
    """Puts other books in the shop's place."""
    real = ledger()
    yield set_ledger
    set_ledger(real)


@pytest.fixture
def visit(rf):
    """A browser's request for the page."""

    def request(path: str = "/", *, agent: str = BROWSER, ip: str = "203.0.113.7", **headers):
        return rf.get(path, headers={"user-agent": agent, **headers}, REMOTE_ADDR=ip)

    return request
