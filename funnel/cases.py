"""Conformance cases: published funnels with their expected counts, run through the real engine."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from . import custom, journeys, models, recording
from .chains import Steps
from .custom import COUNTERS
from .histories import Asked, Definition, Step
from .stages import FUNNEL, IMPLIED, Stage
from .statements import MICROSECOND, moment

Case = dict[str, Any]
BEGIN = moment(1_767_225_600_000_000)  # 2026-01-01
MINE = "funnel-case-"


def run(case: Case, events: list[dict], *, record: bool) -> dict:
    """The counts of a case with its events delivered in this order.

    They are recorded, in a transaction that is rolled back, and read from the rows: the built-in
    funnel from journeys, other steps as a custom funnel is. Without tables (`record` False) both
    are only worked out.
    """
    if not is_builtin(case):  # no journeys, hence no strays
        read = record and not case.get("implied")  # no custom funnel implies a step
        return {"expected": (_counted if read else _searched)(case, events)}
    count = _recorded if record else _folded
    reached, kinds = count([_event(*pair) for pair in enumerate(events)], builtin_steps(case))
    if case.get("unit", "visitor") == "visitor":
        reached = dict(sorted(reached)).items()  # the furthest of each visitor's
    counts = {
        "expected": _at_least([stage for _, stage in reached], len(FUNNEL)),
        "expected_late": kinds.count("late"),
        "expected_mid_entry": kinds.count("mid_entry"),
    }
    return {name: count for name, count in counts.items() if name in case}


def check_form(case: Case) -> None:
    """Raises ValueError if this is no case: better than a wrong count."""
    missing = {"id", "steps", "window_seconds", "events", "expected"} - set(case)
    if missing:
        raise ValueError(f"a case lacks {', '.join(sorted(missing))}")
    if case.get("order", "ordered") not in COUNTERS:
        raise ValueError(f"{case['id']}: unknown order {case['order']!r}")


def is_builtin(case: Case) -> bool:
    """The shop's own funnel: it has journeys and strays."""
    return (
        tuple(case["steps"]) == FUNNEL
        and set(case.get("implied", ())) == IMPLIED
        and case.get("order", "ordered") == "ordered"
    )


def builtin_steps(case: Case) -> Steps:
    return journeys.stages_within(timedelta(seconds=case["window_seconds"]) // MICROSECOND)


def _counted(case: Case, events: list[dict]) -> list[int]:
    steps, seconds = tuple(map(Step, case["steps"])), case["window_seconds"]
    definition = Definition(steps, case.get("order", "ordered"), timedelta(seconds=seconds))
    rows = [_event(*pair) for pair in enumerate(events)]
    begin = min((row["at"] for row in rows), default=BEGIN)
    end = max((row["at"] for row in rows), default=BEGIN) + MICROSECOND
    with _forgotten():
        for row in rows:
            recording.store(row)
        mine = models.Event.objects.filter(visitor__startswith=MINE).values("visitor")
        return custom.count(Asked(definition, begin, end, mine), now=end).reached


def _searched(case: Case, events: list[dict]) -> list[int]:
    steps = Steps(tuple(case["steps"]), case["window_seconds"], frozenset(case.get("implied", ())))
    histories = defaultdict(list)
    for event in events:
        histories[event["visitor"]].append((event["t_seconds"], event["name"]))
    search = COUNTERS[case.get("order", "ordered")]
    furthest = [len(search(steps.told(history), steps)) for history in histories.values()]
    return _at_least(furthest, len(steps.names))


def _event(number: int, event: dict) -> dict:
    """A case's event as the recorder takes it, under names that no shop has."""
    at = BEGIN + timedelta(seconds=event["t_seconds"])
    return {
        "key": f"{event['name']}:funnel-case-{number}",
        "visitor": f"{MINE}{event['visitor']}"[:64],
        "name": event["name"],
        "at": at,
        "received_at": at,
        "context": {},
        "value": None,
        "currency": "",
    }


def _recorded(events: list[dict], steps: Steps) -> tuple[list[tuple[str, int]], list[str]]:
    with _forgotten():
        for event in events:
            recording.store(event, steps=steps)
        mine = {"visitor__startswith": MINE}
        counted = models.Journey.objects.counted().filter(**mine)
        reached = list(counted.values_list("visitor", "reached"))
        kinds = list(models.Purchase.objects.filter(**mine).values_list("kind", flat=True))
    return reached, kinds


@contextmanager
def _forgotten() -> Iterator[None]:
    """Whatever is recorded in here is rolled back."""
    with transaction.atomic(using=settings.FUNNEL_DATABASE):
        yield
        transaction.set_rollback(True, using=settings.FUNNEL_DATABASE)


def _folded(events: list[dict], steps: Steps) -> tuple[list[tuple[str, int]], list[str]]:
    histories, reached, kinds = defaultdict(list), [], []
    for event in events:
        histories[event["visitor"]].append(recording.happening(event))
    for visitor, history in histories.items():
        past, placed = journeys.rebuild(history, steps)
        reached += [(visitor, journey.reached) for journey in past.journeys]
        kinds += [each.kind for each in placed if each.event.name == Stage.PURCHASE]
    return reached, kinds


def _at_least(furthest: list[int], steps: int) -> list[int]:
    """How many came to each step, if these are the furthest steps."""
    return [sum(reached > step for reached in furthest) for step in range(steps)]
