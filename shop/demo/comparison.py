"""What the owner's report says of a simulation, beside what truly happened."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.test.client import ClientHandler
from django.urls import reverse

from shop.demo.browser import Browser
from shop.demo.staff import staff_member

# In this order; what else a column names follows under "by source" and "by device".
ROWS = (
    ("Journeys", "stage"),
    ("Visitors", "visitors"),
    ("Orders", "purchases"),
    ("Money", "money"),
    ("Left out", "filtered"),
    ("Journeys by source", "source"),
    ("Journeys by device", "device"),
    ("Around the change of the clock", "day"),
)
KINDS = {
    "in_funnel": "in the funnel",
    "late": "late",
    "mid_entry": "mid-entry",
    "unattributed": "unattributed",
}


def recorded(first: date, last: date, *, days: Iterable[date] = ()) -> Counter:
    """The report's numbers for these days, read as staff read them: over HTTP, as JSON."""
    with staff_member() as member:
        browser = Browser(ClientHandler(), address="2001:db8::1", agent="simulate", scripts=False)
        browser.client.force_login(member)
        address = reverse("admin:funnel_report")

        def ask(first: date, last: date, **asked: str) -> dict:
            query = {"from": first, "to": last, "format": "json", **asked}
            return json.loads(browser.get(f"{address}?{urlencode(query)}").text)

        counted = Counter()
        for asked in ({"by": "source"}, {"by": "device"}, {"unit": "visitor"}):
            counted.update(read(ask(first, last, **asked)))
        for day in days:
            counted.update(read_day(day, ask(day, day)))
        browser.client.logout()
    return counted


def read_day(day: date, report: dict) -> Counter:
    landings = next(row["count"] for row in report["stages"] if row["stage"] == "landing")
    orders = sum(line[part]["orders"] for line in report["reconciliation"] for part in KINDS)
    return Counter({f"day: landings of {day}": landings, f"day: orders of {day}": orders})


def read(report: dict) -> Counter:
    """One answer's numbers under the labels of `Truth.counts`."""
    stages = {row["stage"]: row["count"] for row in report["stages"]}
    if report["unit"] == "visitor":
        return Counter({f"visitors: {stage}": count for stage, count in stages.items()})
    counted = Counter()
    for segment in report["breakdown"]:
        counted[f"{report['by']}: {segment['value']}"] = segment["counts"]["landing"]
    if report["by"] != "source":
        return counted
    counted.update({f"stage: {stage}": count for stage, count in stages.items()})
    counted["stage: interest, as browsers told"] = report["explicit_interest"]
    counted["stage: (mid-entry)"] = report["mid_entries"]
    counted.update({f"filtered: {reason}": n for reason, n in report["filtered"].items()})
    for line in report["reconciliation"]:
        counted.update(money(line))
    return counted


def money(line: dict) -> Counter:
    """One currency's reconciliation line. Stored units."""
    currency = line["currency"]
    counted = Counter()
    for part, kind in KINDS.items():
        counted[f"purchases: {kind}"] = line[part]["orders"]
        counted[f"money: {kind}, {currency}"] = line[part]["gross"]
    counted["purchases: all in the books"] = line["ledger"]["orders"]
    counted[f"money: all in the books, {currency}"] = line["ledger"]["gross"]
    counted[f"money: given back by the books, {currency}"] = line["ledger"]["refunds"]
    known = sum(line[part]["refunds"] for part in KINDS)
    counted[f"money: given back by the funnel, {currency}"] = known
    counted["purchases: that nothing explains"] = line["difference"]["orders"]
    return counted


@dataclass(frozen=True)
class Comparison:
    true: Counter
    recorded: Counter

    @property
    def agrees(self) -> bool:
        return not self.differing

    @property
    def differing(self) -> list[str]:
        labels = {*self.true, *self.recorded}
        return sorted(label for label in labels if self.true[label] != self.recorded[label])

    def lines(self) -> Iterator[str]:
        """The table: a label, the true number, the recorded one, and a mark where they differ."""
        yield f"{'':<44}{'true':>12}{'recorded':>12}"
        for heading, group in ROWS:
            yield heading
            for label in self._labels(group):
                true, recorded_ = self.true[label], self.recorded[label]
                mark = "" if true == recorded_ else "   differs"
                name = label.partition(": ")[2]
                yield f"  {name:<42}{true:>12,}{recorded_:>12,}{mark}"

    def _labels(self, group: str) -> list[str]:
        """As the truth names them, stages in their order; what only the record has comes last."""
        order = list(self.true) + sorted(self.recorded)
        return [label for label in dict.fromkeys(order) if label.startswith(f"{group}: ")]
