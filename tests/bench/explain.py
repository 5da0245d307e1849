"""All reports over 10 million events of 2 million journeys, beside a scan of the events.

    python -m tests.bench.explain [--journeys 2000000] [--days 90] [--postgres URL] [--keep DIR]

On SQLite, and on the PostgreSQL server if one is given. With `--keep` the data stays for the next
run (the folder for SQLite, the database `bench_explain` on the server). The naive query scans the
events in the same database; `chdb` and `duckdb` (pip install -e '.[bench]') do on a copy of them.
Prints milliseconds: best and median of several, and the ratio to the naive scan in the same run.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.bench import many, report

FILTERS = {
    "term": "coffee beans",
    "content": "video-a",
    "referrer": "google.com",
    "visit": "returning",
    "coupon": "AUTUMN",
    "product": "beans",
    "country": "TW",
    "source": "meta",
    "source=google&medium": "cpc",
    "source=meta&device": "phone",
    "device=phone&page": "coffee",
    "product=beans&source": "meta",
}
EVERYWHERE = {
    "one source": "&source=meta",
    "one search term": "&term=coffee+beans",
    "one product": "&product=beans",
    "who came before": "&visit=returning",
    "every phone": "&device=phone",
}
STEPS = ("landing", "interest", "cart", "checkout_order")
WEEK = 7 * 86_400
LONG = 20  # seconds, after which nothing is measured again


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--journeys", type=int, default=2_000_000)
    options.add_argument("--days", type=int, default=90)
    options.add_argument("--postgres", default=os.environ.get("BENCH_POSTGRES", ""))
    options.add_argument("--keep", default="")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.inside:
        measure(asked.journeys, asked.days)
        return
    size = [f"--journeys={asked.journeys}", f"--days={asked.days}"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or scratch
        Path(folder).mkdir(parents=True, exist_ok=True)
        inside = {"script": "tests.bench.explain", "VAR_DIR": folder}
        report.run("SQLite", size, **inside, DATABASE_URL=f"sqlite:///{folder}/shop.sqlite3")
        if asked.postgres and asked.keep:
            report.run("PostgreSQL", size, **inside, DATABASE_URL=kept(asked.postgres))
        elif asked.postgres:
            with report.Scratch(asked.postgres) as url:
                report.run("PostgreSQL", size, **inside, DATABASE_URL=url)


def kept(server: str) -> str:
    """The address of a database that stays, made if it isn't there."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        known = "SELECT 1 FROM pg_database WHERE datname = 'bench_explain'"
        if not connection.execute(known).fetchone():
            connection.execute("CREATE DATABASE bench_explain")
    return urlunsplit(urlsplit(server)._replace(path="/bench_explain"))


def measure(journeys: int, days: int) -> None:
    import django

    django.setup()
    prepare(journeys, days)
    scan = report.event_scan(days) / 1000
    print(f"{'':34}{'best':>10}{'median':>13}   of the scan")
    line("the naive scan of events", [scan], scan)
    beside(days, scan)
    answers(days, scan)
    requests(days, scan)
    stage_cost()


def prepare(journeys: int, days: int) -> None:
    from django.core.management import call_command
    from django.db import connections

    from funnel.models import Journey

    for alias in connections:
        call_command("migrate", database=alias, verbosity=0)
    if not Journey.objects.exists():
        begun = time.perf_counter()
        many.load(journeys, days)
        report.book_orders()
        report.tidy()
        print(f"loaded in {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"{many.verified()} visitors looked at, all as a rebuild makes them", flush=True)


def line(name: str, took: list[float], scan: float) -> None:
    best, median = min(took), statistics.median(took)
    print(
        f"{name:34}{best * 1000:10.1f}{median * 1000:10.1f} ms   1 : {scan / median:,.1f}",
        flush=True,
    )


def timed(act: Callable[[], object], times: int = 5) -> list[float]:
    """Seconds of each of several runs after one to warm up; one run of what takes long."""
    took: list[float] = []
    for _ in range(times + 1):
        begun = time.perf_counter()
        act()
        took.append(time.perf_counter() - begun)
        if sum(took) > LONG:
            break
    return took[1:] or took


def answers(days: int, scan: float) -> None:
    """What the engine alone costs: the counts of the standard report, and a custom funnel."""
    from django.utils import timezone

    from funnel.custom import count
    from funnel.histories import Asked, Definition, Step
    from funnel.reports import counts
    from funnel.reports.frame import up_to_today

    question = up_to_today(days)
    boundary = counts.Boundary.now()
    line("standard: counts by stage", timed(lambda: counts.journeys(question, boundary), 15), scan)
    for order in ("ordered", "unordered", "strict"):
        steps = tuple(map(Step, STEPS))
        asked = Asked(
            Definition(steps, order, timedelta(seconds=WEEK)), question.start, question.end
        )
        took = timed(lambda asked=asked: count(asked, now=timezone.now()), 2)
        line(f"custom funnel of 4 steps, {order}", took, scan)


def requests(days: int, scan: float) -> None:
    """Whole requests: through middleware, view and template."""
    from funnel.models import CustomFunnel
    from funnel.reports import REPORTS

    CustomFunnel.objects.get_or_create(
        name="Bench", defaults={"steps": [{"name": name} for name in STEPS]}
    )
    client = report.owner()

    def ask(name: str, slug: str, more: str = "") -> None:
        def get() -> None:
            response = client.get(f"/admin/funnel/{slug}/?{report.period(days)}{more}")
            assert response.status_code == 200, response.content[:500]

        line(name, timed(get), scan)

    for each in REPORTS:
        ask(f"{each.slug}", each.slug)
        for name, more in EVERYWHERE.items():
            ask(f"{each.slug}, {name}", each.slug, more)
    for name, value in FILTERS.items():
        ask(f"report, {name}={value}", "report", f"&{name}={value.replace(' ', '+')}")


def stage_cost() -> None:
    """Milliseconds that recording a stage adds to its request (median of 500)."""
    from funnel.api import Stage, record

    def one(number: int) -> float:
        begun = time.perf_counter()
        record(None, Stage.LANDING, visitor=f"bench-{os.getpid()}-{number}")
        return (time.perf_counter() - begun) * 1000

    took = sorted(one(number) for number in range(500))
    print(f"a stage: median {statistics.median(took):.2f} ms, of 100 the slowest {took[-5]:.2f} ms")


def beside(days: int, scan: float) -> None:
    """The seven stages on a copy of the events in two databases made for analysis."""
    try:
        import chdb
        import duckdb
    except ImportError:
        print("chdb and duckdb aren't here: pip install -e '.[bench]'")
        return
    from funnel.stages import FUNNEL

    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/events.csv"
        export(file)
        database = duckdb.connect(f"{folder}/events.duckdb")
        database.execute(
            f"CREATE TABLE event AS SELECT * FROM read_csv('{file}', header=false, "
            "names=['visitor', 'name', 'moment'], types={'moment': 'BIGINT'})"
        )
        line(
            "DuckDB, visitors per stage",
            timed(lambda: database.execute(in_duckdb(FUNNEL)), 3),
            scan,
        )
        # One session, so that the table stays.
        session = chdb.session.Session(f"{folder}/clickhouse")
        session.query("CREATE DATABASE bench ENGINE = Atomic")
        session.query(
            "CREATE TABLE bench.event (visitor String, name LowCardinality(String), at Int64) "
            "ENGINE = MergeTree ORDER BY (visitor, at)"
        )
        session.query(f"INSERT INTO bench.event SELECT * FROM file('{file}', 'CSV')")
        line(
            "ClickHouse, windowFunnel", timed(lambda: session.query(in_clickhouse(FUNNEL)), 3), scan
        )


def export(file: str) -> None:
    """The events as visitor, name, microseconds."""
    from funnel import statements

    sqlite = statements.connection().vendor == "sqlite"
    at = "CAST(EXTRACT(EPOCH FROM at) * 1000000 AS BIGINT)"
    if sqlite:
        at = (
            "CAST(strftime('%%s', at) AS INTEGER) * 1000000"
            " + CAST(substr(at || '000000', 21, 6) AS INTEGER)"
        )
    with statements.connection().chunked_cursor() as cursor, open(file, "w") as out:
        cursor.execute(f"SELECT visitor || ',' || name || ',' || ({at}) FROM funnel_event", [])
        while rows := cursor.fetchmany(50_000):
            out.writelines(f"{row[0]}\n" for row in rows)


def in_clickhouse(stages) -> str:
    conditions = ", ".join(f"name = '{stage}'" for stage in stages)
    return (
        f"SELECT level, count() FROM (SELECT windowFunnel({WEEK * 1_000_000})"
        f"(toUInt64(at), {conditions}) AS level FROM bench.event GROUP BY visitor) GROUP BY level"
    )


def in_duckdb(stages) -> str:
    """Each stage's first event after the one before."""
    steps = [
        "s1 AS (SELECT visitor, MIN(moment) AS first, MIN(moment) AS moment FROM event "
        f"WHERE name = '{stages[0]}' GROUP BY visitor)"
    ]
    for number, stage in enumerate(stages[1:], 2):
        steps.append(
            f"s{number} AS (SELECT f.visitor, f.first, MIN(e.moment) AS moment "
            f"FROM s{number - 1} f "
            "JOIN event e ON e.visitor = f.visitor AND e.moment >= f.moment "
            f"AND e.moment <= f.first + {WEEK * 1_000_000} WHERE e.name = '{stage}' "
            "GROUP BY f.visitor, f.first)"
        )
    counted = " UNION ALL ".join(f"SELECT COUNT(*) FROM s{n}" for n in range(1, len(stages) + 1))
    return f"WITH {', '.join(steps)} {counted}"


if __name__ == "__main__":
    main()
