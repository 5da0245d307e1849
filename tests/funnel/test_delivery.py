"""Random histories through the recorder: as they happened, in any order and twice, and made anew.

All three give the same rows, to the last column. What the histories hold: stages and details of
people with several browsers, in two currencies, orders and what was given back of them, times that
coincide and that lie on the window's edge.
"""

import json
import random
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from io import StringIO
from itertools import cycle
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from funnel import joining, recording, statements
from funnel.journeys import MOST_TOUCHES
from funnel.models import COUNTS, MONEY, DailyMoney, DailyTotal, Detail, Journey, Purchase
from funnel.purchases import history_of_order
from funnel.stages import FUNNEL
from tests.funnel.conftest import BEGIN

pytestmark = pytest.mark.django_db
# People who share the daily sums are told together: so many of them, so many times.
CROWDS, PEOPLE = 40, 10
HOURS = (0, 1, 2, 12, 24, 100, 144, 145, 146, 167, 168, 168, 169, 170, 171, 192, 336, 337)
AFTER = (0, 0, 0, 1, 1_000_000, 59_000_000)  # microseconds
ANY = (*map(str, FUNNEL), "landing", "landing", "cart", "purchase", "purchase", "share")
DETAILS = ("question", "section", "depth", "coupon_refused", "product")
MONEYS = (("TWD", 320), ("TWD", 640), ("USD", 12), ("", None))
SOLD = ("TWD", "TWD", "USD")
ARRIVALS = (
    {},
    {"source": "fb", "medium": "cpc", "campaign": "spring", "content": "video"},
    {"source": "google", "term": "tea", "page": "coffee", "device": "phone"},
    {"referrer": "blog.example", "page": "coffee", "device": "desktop"},
)
TOLD = ({}, {"product": "beans"}, {"product": "tea", "coupon": "SPRING"}, {"country": "TW"})
# Not compared: the rows' own numbers, which say in what order they came to be. A journey is known
# by its visitor and place instead.
OWN = {"id", "journey"}
MIGRATION = import_module("funnel.migrations.0009_touches")
OWNER = ("journey__visitor", "journey__ordinal")


def histories(chance: random.Random) -> tuple[list[dict], list[Callable]]:
    """What happened to a crowd, oldest first, and who turned out to be whom, in this order."""
    events, known = [], []
    for person in range(PEOPLE):
        browsers = [f"{person}-{number}" for number in range(chance.choice((1, 1, 2, 3)))]
        names = some_names(chance, chance.randint(2, 14))
        times = some_times(chance, len(names))
        for number, (at, name) in enumerate(zip(times, names, strict=True)):
            tell = partial(event, name, number=f"{person}-{number}", at=at)
            events += happened(chance, name, partial(tell, visitor=chance.choice(browsers)))
        if len(browsers) > 1:
            somebody = [chance.choice(["ada", f"person {person}"]) for _ in browsers]
            known += map(partial, [joining.join] * len(browsers), browsers, somebody)
    return sorted(events, key=lambda event: event["at"]), known


def some_times(chance: random.Random, number: int) -> list[datetime]:
    hours, after = chance.choices(HOURS, k=number), chance.choices(AFTER, k=number)
    return sorted(
        BEGIN + timedelta(hours=h, microseconds=us) for h, us in zip(hours, after, strict=True)
    )


def some_names(chance: random.Random, number: int) -> list[str]:
    """Of who goes from stage to stage and lands again, of who does anything, of who only looks."""
    line = cycle(map(str, FUNNEL[2:]))  # interest is implied
    name = chance.choice(
        [
            lambda: "landing" if chance.random() < 0.4 else next(line),
            lambda: "landing" if chance.random() < 0.2 else next(line),
            lambda: chance.choice(ANY),
            lambda: "interest",
        ]
    )
    share = chance.choice((0.1, 0.5))
    return [chance.choice(DETAILS) if chance.random() < share else name() for _ in range(number)]


def happened(chance: random.Random, name: str, tell: Callable[..., dict]) -> list[dict]:
    """A detail, a stage, or an order with what was given back of it, perhaps in another money."""
    if name in DETAILS:
        value = {"value": chance.choice(("faq", "hero"))}
        return [tell(context=value, value=chance.choice((None, 0, 1_500)))]
    if name in ("landing", "interest"):
        return [tell(context=chance.choice(ARRIVALS))]
    currency, value = chance.choice(MONEYS)
    told = tell(context=chance.choice(TOLD), value=value, currency=currency)
    if name != "purchase":
        return [told]
    order = told | {"value": 320, "currency": chance.choice(SOLD)}
    return [
        order,
        *(given_back(chance, order, part) for part in range(chance.choice((0, 0, 1, 2)))),
    ]


def given_back(chance: random.Random, order: dict, part: int) -> dict:
    number = order["key"].removeprefix("purchase:")
    return event(
        "refund",
        number=f"{number}:{part}",
        visitor=history_of_order(number),
        at=order["at"] + timedelta(hours=chance.randint(-1, 200)),
        value=chance.choice((20, 100, -20)),
        currency=chance.choice(SOLD),
    )


def event(name: str, *, number: str, context=(), value=None, currency="", **rest) -> dict:
    told = {"name": name, "key": f"{name}:{number}", "value": value, "currency": currency}
    return told | {"context": dict(context), "received_at": rest["at"], **rest}


def deliver(chance: random.Random, events: list[dict], known: list[Callable]) -> None:
    """These, one by one or a few in one request; who is whom turns out at any time in between."""
    moments = sorted(chance.randint(0, len(events)) for _ in known)
    known, place = list(zip(moments, known, strict=True)), 0
    while place < len(events) or known:
        while known and known[0][0] <= place:
            known.pop(0)[1]()
        some = events[place : place + chance.choice((1, 1, 2, 4))]
        if len(some) == 1:
            recording.store(some[0], joined=True)
        else:
            recording.store_all(some, joined=True)
        place += len(some)


def in_any_order(chance: random.Random, events: list[dict]) -> list[dict]:
    """Some of them wait for long, some for a while, and some are told again."""
    told = [*events, *chance.sample(events, len(events) // 5)]
    hours = chance.choice((1, 24, 1_000))
    wait = {id(one): timedelta(hours=chance.uniform(0, hours)) for one in told}
    return sorted(told, key=lambda one: one["at"] + wait[id(one)])


def rows() -> dict[str, list]:
    """All that is stored, by table."""
    sums = {
        # A sum from which all has moved elsewhere stays as a row of zeros, which nobody reads.
        model.__name__: [row for row in whole(model) if any(row[name] for name in numbers)]
        for model, numbers in ((DailyTotal, COUNTS), (DailyMoney, MONEY))
    }
    return sums | {
        "Journey": whole(Journey),
        "Detail": whole(Detail, *OWNER),
        "Purchase": whole(Purchase, *OWNER),
    }


def whole(model: type, *more: str) -> list[dict]:
    columns = [column.name for column in model._meta.concrete_fields if column.name not in OWN]
    return list(model.objects.order_by(*more, *columns).values(*more, *columns))


@contextmanager
def forgotten():
    with transaction.atomic(using=settings.FUNNEL_DATABASE):
        yield
        transaction.set_rollback(True, using=settings.FUNNEL_DATABASE)


def rebuild() -> None:
    call_command("funnel_rebuild", stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("seed", range(CROWDS))
def test_any_delivery_and_a_rebuild_give_the_same_rows(seed):
    chance = random.Random(seed)
    events, known = histories(chance)
    with forgotten():
        deliver(chance, events, known)
        as_it_happened = rows()
    with forgotten():
        deliver(chance, in_any_order(chance, events), known)
        in_disorder = rows()
        for model in (Detail, Purchase, Journey, DailyTotal, DailyMoney):
            model.objects.all().delete()
        rebuild()
        made_anew = rows()

    assert in_disorder == as_it_happened
    assert made_anew == as_it_happened


@pytest.mark.parametrize("seed", range(16))
def test_touches_of_rows_from_before_them(seed):
    """As the recorder would have counted them, had it done so then."""
    chance = random.Random(seed)
    deliver(chance, *histories(chance))
    assert_noted_as_recorded()


def test_touches_of_a_row_from_before_them_with_very_many():
    """One that fell out and comes back begins anew."""
    sources = [*range(MOST_TOUCHES + 2), 0, MOST_TOUCHES + 9, 0, 1]
    for number, source in enumerate(sources):
        at = BEGIN + timedelta(minutes=number)
        context = {"source": f"s{source}"}
        recording.store(event("landing", number=f"{number}", visitor="ada", at=at, context=context))
    assert_noted_as_recorded()


def assert_noted_as_recorded() -> None:
    now = whole(Journey)
    for row in Journey.objects.all():
        if row.state:
            at, touches, chains = json.loads(row.state)
            row.state = json.dumps([at, touches[-1][0], chains])
        row.touches = ""
        row.save()
    assert whole(Journey) != now

    MIGRATION.note_touches(apps, SimpleNamespace(connection=statements.connection()))

    assert whole(Journey) == now


def test_rows_without_a_state_are_made_anew():
    """As they are after the way back: every visitor's next event begins with a rebuild."""
    chance = random.Random(3)
    events, known = histories(chance)
    half = len(events) // 2
    deliver(chance, events[:half], known)
    MIGRATION.forget_state(apps, SimpleNamespace(connection=statements.connection()))
    deliver(chance, events[half:], [])
    now = without_state()
    rebuild()
    assert without_state() == now


def without_state() -> list[dict]:
    return [row | {"state": ""} for row in whole(Journey)]
