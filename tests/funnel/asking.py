"""Ways to ask the report, for its tests."""

import csv
import io

ADDRESS = "/admin/funnel/report/"


def ask(dora, **question) -> dict:
    """The report's answer as JSON; `from_` stands for `from`."""
    return get(dora, format="json", **question).json()


def get(dora, **question):
    asked = {name.rstrip("_"): value for name, value in question.items()}
    return dora.client.get(ADDRESS, asked)


def counts(said: dict, name: str = "count") -> list[int]:
    return [stage[name] for stage in said["stages"]]


def blocks(text: str) -> list[list[dict]]:
    """The CSV's tables, each as a list of rows."""
    tables, lines = [], text.removeprefix("\ufeff").split("\r\n\r\n")
    for block in filter(str.strip, lines):
        tables.append(list(csv.DictReader(io.StringIO(block))))
    return tables
