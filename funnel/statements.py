"""The recorder's few raw statements, the same on SQLite and PostgreSQL.

A landing is the site's hottest path: the ORM would spend more time building these statements than
the database spends on running them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Model

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Rows in one statement: SQLite takes 32,766 values.
AT_ONCE = 500
MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Microseconds since 1970. A time without zone is one that SQLite kept, in UTC."""
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return (at - EPOCH) // MICROSECOND


def moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def connection():
    return connections[settings.FUNNEL_DATABASE]


def is_sqlite() -> bool:
    return connection().vendor == "sqlite"


def told(name: str, context: str = "context") -> str:
    """What an event's context says under a name, in the database's own words."""
    return f"json_extract({context}, '$.{name}')" if is_sqlite() else f"{context} ->> '{name}'"


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads see the same moment, and (unlike `atomic` on SQLite) hold up no writer."""
    found = connection()
    if found.in_atomic_block:
        with transaction.atomic(using=found.alias):  # takes back what an error leaves half done
            yield
    elif is_sqlite():
        with found.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using=found.alias), found.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


def joined(texts: str, separator: str) -> str:
    """The texts of a group as one, in no order."""
    return f"{'group_concat' if is_sqlite() else 'string_agg'}({texts}, '{separator}')"


def written(column: str) -> str:
    """A column of times in the database's own words, as `text` writes them. Millions of times are
    long to make of what the database hands over; as texts they are in order already."""
    return column if is_sqlite() else f"CAST({column} AT TIME ZONE 'UTC' AS TEXT)"


def text(at: datetime) -> str:
    """A time in UTC as a text; PostgreSQL leaves out the zeros that end a fraction."""
    found = str(naive(at))
    return found.rstrip("0") if "." in found and not is_sqlite() else found


def naive(at: datetime) -> datetime:
    """In UTC, without saying so."""
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def insert(model: type[Model], row: Mapping) -> int | None:
    """Insert a row and return its id; None if a unique key was there already."""
    sql = _insert_sql(model._meta.db_table, tuple(row))
    return _first(sql + " ON CONFLICT DO NOTHING RETURNING id", row.values())


def claim(model: type[Model], row: Mapping) -> int:
    """Insert a row and return its id; IntegrityError if a unique key was there already."""
    return _first(_insert_sql(model._meta.db_table, tuple(row)) + " RETURNING id", row.values())


def update(model: type[Model], pk: int, row: Mapping) -> None:
    sets = ", ".join(f"{column} = %s" for column in row)
    sql = f"UPDATE {model._meta.db_table} SET {sets} WHERE id = %s"  # noqa: S608
    run(sql, [*row.values(), pk])


def add(model: type[Model], key: tuple[str, ...], sums: tuple[str, ...], rows: Mapping) -> None:
    """Add to the `sums` of the rows under each key, in key order so that no two can deadlock."""
    changes = sorted((k, v) for k, v in rows.items() if any(v))
    for start in range(0, len(changes), AT_ONCE):
        some = changes[start : start + AT_ONCE]
        values = [value for k, v in some for value in (*k, *v)]
        run(_add_sql(model._meta.db_table, key, sums, len(some)), values)


@lru_cache
def _insert_sql(table: str, columns: tuple[str, ...]) -> str:
    holes = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({holes})"  # noqa: S608


@lru_cache
def _add_sql(table: str, key: tuple[str, ...], sums: tuple[str, ...], rows: int) -> str:
    holes = ", ".join(["(" + ", ".join(["%s"] * len(key + sums)) + ")"] * rows)
    sets = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    return (
        f"INSERT INTO {table} ({', '.join(key + sums)}) VALUES {holes} "  # noqa: S608
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sets}"
    )


def select(sql: str, values: Iterable) -> list[tuple]:
    found = connection()
    with found.cursor() as cursor:
        cursor.execute(sql, adapted(values, found.ops))
        return cursor.fetchall()


def _first(sql: str, values: Iterable) -> int | None:
    rows = select(sql, values)
    return rows[0][0] if rows else None


def run(sql: str, values: Iterable) -> None:
    found = connection()
    with found.cursor() as cursor:
        cursor.execute(sql, adapted(values, found.ops))


def adapted(values: Iterable, ops) -> list:
    """The values as the database's driver takes them."""
    return [
        adapt(ops, value) if (adapt := ADAPTERS.get(type(value))) else value for value in values
    ]


ADAPTERS = {
    datetime: lambda ops, value: ops.adapt_datetimefield_value(value),
    date: lambda ops, value: ops.adapt_datefield_value(value),
    dict: lambda ops, value: json.dumps(value, separators=(",", ":")),
}
