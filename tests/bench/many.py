"""Ten million events of two million journeys, in half a minute: some days' visitors, told one by
one and counted by the engine's own rebuild, then copied by the database to all other days.

A copied visitor has a name, orders and days of their own, so every row is what the recorder would
have written; only a journey's `state`, which the next event would need, is left out.
"""

import random
from datetime import datetime, timedelta

from tests.bench.report import DEVICES, PAGES, PASSING, SOURCES, STEPS, Tables, pick

TOLD_DAYS = 5
SECTIONS = ("hero", "offer", "story", "steps", "testimonials", "faq", "guarantee", "order")
QUESTIONS = ("shipping", "returns", "freshness", "grind", "gift", "subscription")
PRODUCTS = (("beans", 50), ("drip-bags", 35), ("gift-box", 15))
COUNTRIES = (("TW", 93), ("HK", 4), ("US", 3))
WORDS = (("", 70), ("coffee beans", 12), ("drip coffee", 10), ("coffee gift", 8))
ADVERTS = (("", 60), ("video-a", 20), ("video-b", 12), ("still", 8))
SITES = (("", 45), ("google.com", 30), ("facebook.com", 17), ("blog.example", 8))
TABLES = ("journey", "event", "purchase", "detail")


class Story:
    """One visitor's events, as they come."""

    def __init__(self, chance: random.Random, number: int, begin: datetime) -> None:
        self.chance, self.number, self.events = chance, number, []
        self.visitor = f"{chance.getrandbits(80):020x}"
        self.page, self.device = pick(chance, PAGES), pick(chance, DEVICES)
        self.visit(begin + timedelta(seconds=chance.random() * TOLD_DAYS * 86_400))
        if chance.random() < 0.06:
            self.visit(self.at + timedelta(seconds=chance.random() * 6 * 86_400))
        if chance.random() < 0.03:
            self.visit(self.at + timedelta(days=8 + chance.random() * 12))

    def tell(self, name: str, context: dict, value: int | None = None, currency: str = "") -> None:
        key = f"B{self.number}" if name == "purchase" else f"{self.number}-{len(self.events)}"
        self.events.append(
            {
                "key": f"{name}:{key}",
                "visitor": self.visitor,
                "name": name,
                "at": self.at,
                "received_at": self.at,
                "context": context,
                "value": value,
                "currency": currency,
            }
        )

    def visit(self, at: datetime) -> None:
        self.at = at.replace(microsecond=self.chance.randrange(1, 1_000_000))
        self.tell("landing", self.arrival())
        deep = self.chance.random() < PASSING[0]
        self.look(deep)
        if deep and self.chance.random() < 0.93:  # the rest have their script blocked
            self.tell("interest", self.where())
        if deep and self.chance.random() < PASSING[1]:
            self.buy()

    def arrival(self) -> dict:
        source, medium, campaign = pick(self.chance, SOURCES)
        said = {"source": source, "medium": medium, "campaign": campaign}
        said |= {"term": pick(self.chance, WORDS), "referrer": pick(self.chance, SITES)}
        said |= {"content": pick(self.chance, ADVERTS)}
        return self.where() | {name: text for name, text in said.items() if text and text[0] != "("}

    def where(self) -> dict:
        return {"page": self.page, "device": self.device}

    def later(self, mean: float) -> None:
        self.at += timedelta(microseconds=int(self.chance.expovariate(1 / mean) * 1_000_000) + 1)

    def look(self, deep: bool) -> None:
        """What the page tells when it is left or gone through."""
        for section in SECTIONS[: self.chance.randint(2, 7) if deep else self.chance.randint(0, 2)]:
            self.later(4)
            self.tell("section", {"value": section}, self.chance.randint(500, 20_000))
        for percent in (25, 50, 75, 100)[: self.chance.randint(1, 3) if deep else 0]:
            self.later(2)
            self.tell("depth", {"value": str(percent)})
        for name, values, share in (
            ("question", QUESTIONS, 0.25),
            ("testimonial", ("mei", "jun", "ana"), 0.15),
            ("product_seen", ("beans", "drip-bags", "gift-box"), 0.4),
        ):
            if deep and self.chance.random() < share:
                self.later(5)
                self.tell(name, {"value": self.chance.choice(values)})

    def buy(self) -> None:
        """From the cart as far as it goes, with what may stand in the way."""
        worth = self.chance.choice((320, 640, 960, 1_280))
        for step, name in enumerate(("cart", "checkout_order", "checkout_delivery")):
            self.later(STEPS[step + 1])
            told = {"product": pick(self.chance, PRODUCTS)} if name == "cart" else {}
            if name == "checkout_order" and self.chance.random() < 0.2:
                told = {"coupon": self.chance.choice(("WELCOME10", "AUTUMN"))}
            self.tell(name, self.where() | told, worth, "TWD")
            self.stumble(name)
            if self.chance.random() > PASSING[step + 2]:
                return
        self.later(STEPS[4])
        self.tell("checkout_payment", self.where(), worth, "TWD")
        if self.chance.random() < 0.05:
            self.later(9)
            self.tell("payment_declined", {"value": "card_declined"})
        if self.chance.random() < PASSING[5]:
            self.later(STEPS[5])
            country = {"country": pick(self.chance, COUNTRIES)}
            self.tell("purchase", self.where() | country, worth, "TWD")
            self.number = f"{self.number}r"  # of a second order

    def stumble(self, stage: str) -> None:
        reasons = {
            "cart": ("stock_refused", "beans", 0.02),
            "checkout_order": ("coupon_refused", "expired", 0.04),
            "checkout_delivery": ("field_error", "delivery.phone: invalid", 0.12),
        }
        if stage == "checkout_order":
            self.later(3)
            self.tell("delivery_price", {"value": "TWD 80"}, 80)
        name, value, share = reasons[stage]
        if self.chance.random() < share:
            self.later(6)
            self.tell(name, {"value": value})


def load(journeys: int, days: int) -> None:
    """Fill the empty tables; the last of the days is today."""
    from django.utils import timezone

    from funnel import invariants, statements
    from funnel.reports.question import midnight, today

    copies = -(-days // TOLD_DAYS)
    first = midnight(today() - timedelta(days=copies * TOLD_DAYS - 1))
    make_way()
    number = tell(journeys // copies, first, timezone.now(), copies)
    for table in TABLES:
        for copy in range(copies):
            statements.run(copy_sql(table, copy, number), [])
    put_back()
    for day in invariants.days():
        invariants.mend(day)


def tell(visitors: int, first: datetime, now: datetime, copies: int) -> int:
    """Write the told days into tables of their own; how many journeys these are."""
    from funnel import invariants, recording, statements

    chance, ids = random.Random(11), 0
    for table in TABLES:
        statements.run(
            f"CREATE TEMP TABLE some_{table} AS SELECT *, 0 AS fits FROM funnel_{table} LIMIT 0", []
        )
    stories = sorted(
        (Story(chance, number, first) for number in range(visitors)),
        key=lambda story: story.events[0]["at"],
    )
    with Tables() as tables:
        for story in stories:
            fits = min((now - story.at) // timedelta(days=TOLD_DAYS), copies - 1)
            if fits < 0:
                continue
            rows = invariants.rebuilt([recording.happening(event) for event in story.events])
            ids += write(tables, story, rows, ids, fits)
    return ids


def write(tables: Tables, story: Story, rows: tuple, before: int, fits: int) -> int:
    from funnel.invariants import DETAIL, PURCHASE
    from funnel.statements import ADAPTERS

    journeys, sold, told = rows

    def put(table: str, row: dict) -> None:
        row = {**row, "fits": fits}
        tables.write(f"some_{table}", tuple(row), tuple(row.values()))

    for row in journeys:
        owned = {"id": before + row["ordinal"], "visitor": story.visitor}
        put("journey", owned | row | {"state": ""})
    for event in story.events:
        put("event", event | {"context": ADAPTERS[dict](None, event["context"])})
    for order, ordinal, *rest in sold:
        row = {"order": order, "visitor": story.visitor, "journey_id": before + ordinal}
        put("purchase", row | dict(zip(PURCHASE[2:], rest, strict=True)))
    for ordinal, *rest in told:
        put("detail", {"journey_id": before + ordinal} | dict(zip(DETAIL[1:], rest, strict=True)))
    return len(journeys)


def copy_sql(table: str, copy: int, journeys: int) -> str:
    """All rows of the told days again for other days."""
    from funnel import models, statements

    sqlite = statements.connection().vendor == "sqlite"
    label, days = f"'{copy:02}'", TOLD_DAYS * copy

    def later(column: str, kind: str) -> str:
        if not sqlite:
            later = f"{column} + INTERVAL '{24 * days} hours'"
            return f"({later})::date" if kind == "DateField" else later
        return f"date(substr({column}, 1, 10), '+{days} days') || substr({column}, 11)"

    def copied(field) -> str:
        column = f'"{field.column}"'
        if field.get_internal_type() in ("DateTimeField", "DateField"):
            return later(column, field.get_internal_type())
        return {
            '"key"': f"\"key\" || '-' || {label}",
            '"order"': f"\"order\" || '-' || {label}",
            '"visitor"': f"substr(visitor, 1, 6) || {label} || substr(visitor, 7)",
            '"id"': f"id + {copy * journeys}",
            '"journey_id"': f"journey_id + {copy * journeys}",
        }.get(column, column)

    model = {"journey": models.Journey, "event": models.Event, "purchase": models.Purchase}.get(
        table, models.Detail
    )
    fields = [field for field in model._meta.fields if table == "journey" or field.name != "id"]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return (
        f"INSERT INTO funnel_{table} ({columns}) "
        f"SELECT {', '.join(map(copied, fields))} FROM some_{table} WHERE fits >= {copy}"
    )


WAY = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''"
    " AND tbl_name LIKE 'funnel_%%'",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'funnel_%%'"
    " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
}
removed: list[str] = []


def make_way() -> None:
    """Without the indexes that can be made again; nothing else uses the database."""
    from funnel import statements

    vendor = statements.connection().vendor
    for name, sql in statements.select(WAY[vendor], []):
        removed.append(sql)
        statements.run(f'DROP INDEX "{name}"', [])
    if vendor == "sqlite":
        statements.run("PRAGMA cache_size = -3000000", [])
        statements.run("PRAGMA journal_mode = OFF", [])
        statements.run("PRAGMA foreign_keys = OFF", [])
    else:
        statements.run("SET session_replication_role = replica", [])
        statements.run("SET maintenance_work_mem = '1GB'", [])
        statements.run("SET work_mem = '256MB'", [])


def put_back() -> None:
    from funnel import statements

    while removed:
        statements.run(removed.pop(), [])
    if statements.connection().vendor == "sqlite":
        statements.run("PRAGMA journal_mode = WAL", [])
    else:
        for table in TABLES:
            statements.run(
                f"SELECT setval(pg_get_serial_sequence('funnel_{table}', 'id'), MAX(id)) "
                f"FROM funnel_{table}",
                [],
            )


def verified(visitors: int = 500) -> int:
    """How many visitors were compared with a rebuild; AssertionError if one differs."""
    from funnel import invariants, models
    from funnel.recording import OF_JOURNEYS

    events = models.Event.objects.filter(visitor__gt="8", name__in=OF_JOURNEYS)
    some = list(events.order_by("visitor").values_list("visitor", flat=True).distinct()[:visitors])
    told, *stored = (
        read(some)
        for read in (
            invariants._events,
            invariants._journeys,
            invariants._purchases,
            invariants._details,
        )
    )
    for visitor in some:
        journeys, *rest = invariants.rebuilt(told[visitor])
        journeys = [row | {"state": ""} for row in journeys]
        assert [rows[visitor] for rows in stored] == [journeys, *rest], visitor
    return len(some)
