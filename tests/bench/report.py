"""The report over a million journeys of 90 days, beside the query that would scan the events.

    python -m tests.bench.report [--journeys 1000000] [--days 90] [--postgres URL]

Loads a scratch SQLite file, and a scratch database of the PostgreSQL server if one is given, with
the same journeys: rows as the recorder would have written them. Prints milliseconds per request
(through middleware, view and template: the best of several, their median, the share of the event
scan's time). Other work on the machine shows in the median before it does in the best. One
file, since it is a script that is run by hand.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

RUNS, WARM_UP = 15, 3
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
QUESTIONS = {
    "the report": "",
    "as JSON": "&format=json",
    "by source": "&by=source",
    "by campaign": "&by=campaign",
    "one source, by device": "&source=meta&by=device",
    "compared with before": "&compare=previous",
    "visitors": "&unit=visitor",
    "by last source": "&by=last_source",
    "with median times": "&times=1",
}
# What a shop with 11,000 visits a day sees: (source, medium, campaign) and how often.
SOURCES = [
    (("(direct)", "(none)", "(none)"), 25),
    (("google", "organic", "(none)"), 15),
    (("facebook", "social", "(none)"), 8),
    (("instagram", "social", "(none)"), 6),
    (("line", "message", "autumn"), 5),
    (("dcard", "social", "(none)"), 2),
    (("blog.example", "referral", "(none)"), 1),
    *((("newsletter", "email", f"week-{week}"), 1) for week in range(4)),
    *(
        ((name, "cpc", f"{name}-{number}"), 2 + number % 3)
        for name in ("meta", "google", "tiktok")
        for number in range(8)
    ),
]
DEVICES, PAGES = (("phone", 78), ("computer", 18), ("tablet", 4)), (("coffee", 65), ("zh", 35))
PASSING = (0.35, 0.2, 0.55, 0.75, 0.85, 0.85)  # about 2 % buy
STEPS = (40, 90, 60, 45, 60, 50)  # mean seconds from a stage to the next


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--journeys", type=int, default=1_000_000)
    options.add_argument("--days", type=int, default=90)
    options.add_argument("--postgres", default=os.environ.get("BENCH_POSTGRES", ""))
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.inside:
        measure(asked.journeys, asked.days)
        return
    size = [f"--journeys={asked.journeys}", f"--days={asked.days}"]
    with tempfile.TemporaryDirectory() as folder:
        run("SQLite", size, VAR_DIR=folder, DATABASE_URL=f"sqlite:///{folder}/shop.sqlite3")
        if asked.postgres:
            with Scratch(asked.postgres) as url:
                run("PostgreSQL", size, VAR_DIR=folder, DATABASE_URL=url)


def run(name: str, size: list[str], *, script: str = "tests.bench.report", **environment) -> None:
    """In a process of its own, because settings are read once."""
    print(f"== {name}", flush=True)
    command = [sys.executable, "-m", script, "--inside", *size]
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "shop.settings", "LOG_LEVEL": "ERROR"}
    surroundings.pop("FUNNEL_DATABASE_URL", None)
    subprocess.run(
        command, env=surroundings | {"DEBUG": "0", "SECRET_KEY": "bench"} | environment, check=True
    )


class Scratch:
    """A new database on the server at `url`, dropped in the end."""

    def __init__(self, url: str) -> None:
        self.server, self.name = url, f"bench_report_{os.getpid()}"

    def __enter__(self) -> str:
        self._run(f"CREATE DATABASE {self.name}")
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}"))

    def __exit__(self, *error: object) -> None:
        self._run(f"DROP DATABASE {self.name}")

    def _run(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql)


def measure(journeys: int, days: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    for alias in connections:
        call_command("migrate", database=alias, verbosity=0)
    begun = time.perf_counter()
    load(journeys, days)
    print(f"{journeys:,} journeys of {days} days loaded in {time.perf_counter() - begun:.0f} s")
    tidy()
    scan = event_scan(days)
    print(f"{'':24}{'best':>10}   {'median':>10}      of the scan")
    print(f"{'the event scan':24}{scan:10.1f} ms")
    client = owner()
    for name, more in QUESTIONS.items():
        took = request(client, f"/admin/funnel/report/?{period(days)}{more}")
        print(
            f"{name:24}{took[0]:10.1f} ms{took[1]:10.1f} ms   1 : {scan / took[1]:,.0f}",
            flush=True,
        )


def load(journeys: int, days: int) -> None:
    """Write journeys, events, totals, purchases and orders as the recorder would have."""
    from funnel.cuts import BOUGHT, cuts_of
    from funnel.models import COUNTS, MONEY, MONEY_KEY, TOTAL_KEY
    from funnel.purchases import money_of
    from funnel.rows import counts_of

    chance, now = random.Random(7), datetime.now(UTC)
    totals = defaultdict(lambda: [0] * len(COUNTS))
    money = defaultdict(lambda: [0] * len(MONEY))
    fine, finer = defaultdict(lambda: [0] * len(COUNTS)), defaultdict(lambda: [0] * len(MONEY))
    with Tables() as tables:
        for number in range(journeys):
            journey = a_journey(chance, now, days)
            write_journey(tables, number, journey)
            day, dimensions = journey["day"], journey["dimensions"]
            add(totals[day, dimensions], counts_of(journey["reached"], journey["explicit"]))
            if journey["reached"] == 7:
                adds = money_of(f"B{number}", 960, 0)
                add(money[day, dimensions], adds)
                bought = journey["entry"] + timedelta(microseconds=journey["later"][-1])
                add(finer[(day_of(bought), *BOUGHT, "funnel", "TWD")], adds)
        for (day, dimensions), counts in totals.items():
            for cut in cuts_of(dimensions):
                add(fine[(day, *cut, "landing", 0)], counts)
        for (day, dimensions), sums in money.items():
            for cut in cuts_of(dimensions):
                add(finer[(day, *cut, "funnel", "TWD")], sums)
        for key, counts in sorted(fine.items()):
            tables.write("funnel_dailytotal", (*TOTAL_KEY, *COUNTS), (*key, *counts))
        for key, sums in sorted(finer.items()):
            tables.write("funnel_dailymoney", (*MONEY_KEY, *MONEY), (*key, *sums))
    book_orders()


def add(sums: list[int], more) -> None:
    for place, value in enumerate(more):
        sums[place] += value


def day_of(at: datetime):
    from django.utils import timezone

    return timezone.localtime(at).date()


def a_journey(chance: random.Random, now: datetime, days: int) -> dict:
    entry = now - timedelta(seconds=chance.random() * (days - 1) * 86_400)
    reached = 1
    while reached < 7 and chance.random() < PASSING[reached - 1]:
        reached += 1
    after, later = 0, []
    for mean in STEPS[: reached - 1]:
        after += int(chance.expovariate(1 / mean) * 1_000_000)
        later.append(after)
    back = chance.random() * 6 * 86_400 if chance.random() < 0.07 else 0
    return {
        "entry": entry,
        "day": day_of(entry),
        "last_landing": min(entry + timedelta(seconds=back), now) if back else entry,
        "reached": reached,
        "explicit": reached == 2 or (reached > 2 and chance.random() < 0.9),
        "later": later,
        "dimensions": (*pick(chance, SOURCES), pick(chance, DEVICES), pick(chance, PAGES)),
    }


def pick(chance: random.Random, choices):
    values, weights = zip(*choices, strict=True)
    return chance.choices(values, weights)[0]


def write_journey(tables: "Tables", number: int, journey: dict) -> None:
    from funnel.cuts import DIMENSIONS
    from funnel.journeys import ORIGIN
    from funnel.models import CART, LATER, TOUCH
    from funnel.stages import FUNNEL

    visitor, entry = f"visitor-{number:014}", journey["entry"]
    dimensions, later = journey["dimensions"], journey["later"]
    if not journey["explicit"] and later:
        later = [None, *later[1:]]
    row = {
        "id": number + 1,
        "visitor": visitor,
        "ordinal": 1,
        "entered_by": "landing",
        "entry_at": entry,
        "day": journey["day"],
        "last_landing_at": journey["last_landing"],
        "reached": journey["reached"],
        "interest_explicit": journey["explicit"],
        "strays": 0,
        "started_at": entry,
        **dict(zip(LATER, [*later, *[None] * (6 - len(later))], strict=True)),
        **dict(zip(DIMENSIONS, dimensions, strict=True)),
        **dict(zip(TOUCH, dimensions, strict=False)),
        **dict.fromkeys(ORIGIN, ""),
        **dict(zip(CART, (0, ""), strict=True)),
        "state": "",
    }
    tables.write("funnel_journey", tuple(row), tuple(row.values()))
    times = [("landing", 0), *zip(map(str, FUNNEL[1:]), later, strict=False)]
    if journey["last_landing"] > entry:
        times.append(("landing", (journey["last_landing"] - entry) // timedelta(microseconds=1)))
    for place, (name, after) in enumerate(times):
        if after is None:
            continue
        at = entry + timedelta(microseconds=after)
        event = {
            "key": f"{name}:{number}-{place}",
            "visitor": visitor,
            "name": name,
            "at": at,
            "received_at": at,
            "context": "{}",
            "currency": "",
        }
        tables.write("funnel_event", tuple(event), tuple(event.values()))
        if name == "purchase":
            sale = {"order": f"B{number}", "visitor": visitor, "journey_id": number + 1, "at": at}
            sale |= {"kind": "funnel", "value": 960, "currency": "TWD", "refunded": 0}
            tables.write("funnel_purchase", tuple(sale), tuple(sale.values()))


class Tables:
    """Rows into tables, many at a time."""

    def __enter__(self) -> "Tables":
        from funnel.statements import connection

        self.connection, self.rows = connection(), defaultdict(list)
        if self.connection.vendor == "sqlite":
            with self.connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")  # a scratch file
        return self

    def write(self, table: str, columns: tuple[str, ...], row: tuple) -> None:
        waiting = self.rows[table, columns]
        waiting.append(row)
        if len(waiting) == 20_000 and table != "funnel_purchase":
            self._send(table, columns)

    def _send(self, table: str, columns: tuple[str, ...]) -> None:
        from django.db import transaction

        rows = self.rows.pop((table, columns))
        names = ", ".join(f'"{column}"' for column in columns)
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                holes = ", ".join(["%s"] * len(columns))
                adapted = [[self._adapted(value) for value in row] for row in rows]
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", adapted)

    def _adapted(self, value):
        if isinstance(value, datetime):
            return self.connection.ops.adapt_datetimefield_value(value)
        return value.isoformat() if hasattr(value, "isoformat") else value

    def __exit__(self, *error: object) -> None:
        # Journeys before purchases, which point at them.
        for table, columns in sorted(self.rows, key=lambda waiting: waiting[0]):
            self._send(table, columns)


def book_orders() -> None:
    """The same orders in the shop's own books."""
    from funnel.models import Purchase
    from shop.customers.models import Customer
    from shop.orders.models import Order

    ben = Customer.objects.create(email="ben@example.com", email_key="ben@example.com")
    orders = (
        Order(
            number=sale.order,
            customer=ben,
            visitor=sale.visitor,
            currency=sale.currency,
            subtotal=sale.value,
            total=sale.value,
            accepted_at=sale.at,
            recorded_at=sale.at,
        )
        for sale in Purchase.objects.iterator()
    )
    Order.objects.bulk_create(orders, batch_size=500)


def tidy() -> None:
    """What either database does by itself in time: know its tables."""
    from django.db import connections

    for database in connections.all():
        with database.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if database.vendor == "postgresql" else "ANALYZE")


def period(days: int) -> str:
    """So many days up to today, as the report is asked for them."""
    from funnel.reports.frame import up_to_today, written

    return urlencode(written(up_to_today(days)))


def event_scan(days: int) -> float:
    """Milliseconds of the usual query: each stage's first event after the one before, in order
    and within the window, per visitor."""
    from django.utils import timezone

    from funnel.reports.question import midnight, today
    from funnel.stages import FUNNEL
    from funnel.statements import connection

    database = connection()
    since = midnight(today() - timedelta(days=days - 1))
    window = "f.first + INTERVAL '7 days'"
    if database.vendor == "sqlite":
        window = "strftime('%%Y-%%m-%%d %%H:%%M:%%f', f.first, '+7 days')"
    steps = [
        "s1 AS (SELECT visitor, MIN(at) AS first, MIN(at) AS at FROM funnel_event"
        " WHERE name = 'landing' AND at >= %s AND at < %s GROUP BY visitor)"
    ]
    for number, _stage in enumerate(FUNNEL[1:], 2):
        # Interest is implied by any later stage.
        names = FUNNEL[1:] if number == 2 else [FUNNEL[number - 1]]
        listed = ", ".join(f"'{name}'" for name in names)
        steps.append(
            f"s{number} AS (SELECT f.visitor, f.first, MIN(e.at) AS at FROM s{number - 1} f"
            f" JOIN funnel_event e ON e.visitor = f.visitor AND e.at >= f.at AND e.at <= {window}"
            f" WHERE e.name IN ({listed}) GROUP BY f.visitor, f.first)"
        )
    counted = " UNION ALL ".join(f"SELECT COUNT(*) FROM s{n}" for n in range(1, 8))
    begun = time.perf_counter()
    with database.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(steps)} {counted}",
            [database.ops.adapt_datetimefield_value(at) for at in (since, timezone.now())],
        )
        found = [row[0] for row in cursor.fetchall()]
    took = (time.perf_counter() - begun) * 1000
    print("per stage, from events:", *(f"{number:,}" for number in found))
    return took


def owner():
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers=BROWSER)
    dora = User.objects.filter(username="dora").first()  # of an earlier run, where data is kept
    client.force_login(dora or User.objects.create_superuser("dora", "dora@shop.example"))
    return client


def request(client, address: str) -> tuple[float, float]:
    """Milliseconds of the best and of the median request."""
    took = []
    for _ in range(RUNS + WARM_UP):
        begun = time.perf_counter()
        response = client.get(address)
        took.append((time.perf_counter() - begun) * 1000)
        assert response.status_code == 200, response.content[:500]
        if sum(took) > 20_000:
            break
    warm = took[WARM_UP:] or took
    return min(warm), statistics.median(warm)


if __name__ == "__main__":
    main()
