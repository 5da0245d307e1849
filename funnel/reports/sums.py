"""The standard report's few statements over daily sums: the ORM would take longer to build them
than the database to run them.
"""

from collections.abc import Iterable, Iterator

from ..statements import connection, select
from .question import Question


def added(*columns: str) -> str:
    """Sums as whole numbers (PostgreSQL's would be decimals)."""
    return ", ".join(f"CAST(SUM({column}) AS BIGINT)" for column in columns)


def in_days(question: Question) -> tuple[str, list]:
    """The condition for the daily sums' days, and its values.

    A list of days where it's short, since an index takes that with what follows the day; else a
    range. PostgreSQL takes the list as one value, SQLite one by one.
    """
    if question.days > 400:
        return "day >= %s AND day <= %s", [question.first, question.last]
    days = question.each_day()
    if connection().vendor == "postgresql":
        return "day = ANY(%s)", [days]
    return f"day IN ({holes(days)})", days


def cut_to(question: Question) -> tuple[str, list]:
    """The condition for the sums that answer the question, and its values."""
    days, values = in_days(question)
    filters = "".join(f" AND {name} = %s" for name in question.filters)
    return f"{days} AND cut = %s{filters}", [*values, question.cut, *question.filters.values()]


def holes(values: Iterable) -> str:
    return ", ".join("%s" for _ in values)


def query(sql: str, values: Iterable) -> Iterator[tuple]:
    """Rows of a statement whose words are all our own."""
    return iter(select(sql, values))
