"""What must always hold: journeys and purchases are what the events say, sums what they sum."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from . import aliases, details, models, purchases, recording, rows, statements
from .cuts import BOUGHT, DIMENSIONS, cuts_of
from .journeys import ORIGIN, rebuild
from .models import COUNTS, MONEY, MONEY_KEY, TOTAL_KEY
from .recording import OF_JOURNEYS
from .statements import moment

BATCH = 500
JOURNEY = ("ordinal", "entered_by", "entry_at", "day", "last_landing_at")
JOURNEY += ("reached", "interest_explicit", "strays", "started_at", *models.LATER, *DIMENSIONS)
JOURNEY += (*models.TOUCH, "touches", *ORIGIN, *models.CART, "stumbled", "state")
PURCHASE = ("order", "journey__ordinal", "at", "kind", "value", "currency", "refunded")
DETAIL = ("journey__ordinal", "name", "value", "times", "amount", "at")
OUTCOME = ("entered_by", "strays", "reached", "interest_explicit")


def broken(*, progress: Callable[[int], None] = lambda done: None) -> list[str]:
    """Every rule that doesn't hold, in words; empty when all is well. Reads one moment's state."""
    with statements.one_moment():
        complaints = [
            f"visitor {visitor}: journeys or purchases differ from the events"
            for visitor in wrong_visitors(progress=progress)
        ]
        complaints += [f"{key} was joined to a key that was joined on" for key in aliases.chains()]
        for day in days():
            for model, differences in ((models.DailyTotal, totals), (models.DailyMoney, money)):
                wrong = differences(day)
                if wrong:
                    complaints.append(f"{model.__name__} of {day}: {len(wrong)} sums are wrong")
    return complaints


def orders() -> list[str]:
    """Numbers of the orders that have a purchase here, for a comparison with the shop's own."""
    return list(models.Purchase.objects.order_by("order").values_list("order", flat=True))


def wrong_visitors(*, progress: Callable[[int], None] = lambda done: None) -> Iterator[str]:
    """Visitors whose rows differ from a rebuild; `progress` hears how many were looked at."""
    done = 0
    for batch in _batches():
        events, *found = _events(batch), _journeys(batch), _purchases(batch), _details(batch)
        for visitor in batch:
            if tuple(rows_[visitor] for rows_ in found) != rebuilt(events[visitor]):
                yield visitor
        done += len(batch)
        progress(done)
    yield from _orphans()


def _batches() -> Iterator[list[str]]:
    """All visitors with a stage, some hundred at a time, in order of their keys."""
    last = ""
    while True:
        later = models.Event.objects.filter(visitor__gt=last, name__in=OF_JOURNEYS)
        batch = later.order_by("visitor").values_list("visitor", flat=True).distinct()[:BATCH]
        if not (batch := list(batch)):
            return
        yield batch
        last = batch[-1]


def _orphans() -> Iterator[str]:
    events = models.Event.objects.filter(visitor=OuterRef("visitor"), name__in=OF_JOURNEYS)
    lost = models.Journey.objects.filter(~Exists(events))
    yield from list(lost.values_list("visitor", flat=True).distinct())


def _events(batch: list[str]) -> dict[str, list]:
    found = defaultdict(list)
    events = models.Event.objects.filter(visitor__in=batch, name__in=OF_JOURNEYS).order_by(
        "at", "key"
    )
    for event in events.values().iterator():
        found[event["visitor"]].append(recording.happening(event))
    return found


def _journeys(batch: list[str]) -> dict[str, list]:
    found = defaultdict(list)
    stored = models.Journey.objects.filter(visitor__in=batch).order_by("ordinal")
    for row in stored.values("visitor", *JOURNEY).iterator():
        found[row.pop("visitor")].append(row)
    return found


def _purchases(batch: list[str]) -> dict[str, list]:
    found = defaultdict(list)
    stored = models.Purchase.objects.filter(visitor__in=batch).order_by("order")
    for visitor, *row in stored.values_list("visitor", *PURCHASE).iterator():
        found[visitor].append(tuple(row))
    return found


def _details(batch: list[str]) -> dict[str, list]:
    found = defaultdict(list)
    stored = models.Detail.objects.filter(journey__visitor__in=batch)
    for visitor, *row in stored.values_list("journey__visitor", *DETAIL).iterator():
        found[visitor].append(tuple(row))
    return defaultdict(list, {visitor: sorted(mine) for visitor, mine in found.items()})


def rebuilt(history: list) -> tuple[list[dict], list[tuple], list[tuple]]:
    """The rows that the events ask for, in the form in which they are read."""
    past, placed = rebuild(history, recording.rules())
    found, state = recording.outcome(past, history)
    ordinals = {id(journey): ordinal for ordinal, journey in enumerate(found, 1)}
    known = details.gathered(placed, recording.seen(history), found, list(ordinals.values()))
    stumbled = details.stumbled(known)
    expected = [
        {"ordinal": ordinal, "stumbled": ordinal in stumbled}
        | rows.columns(journey, state if ordinal == len(found) else "")
        for ordinal, journey in enumerate(found, 1)
    ]
    sold = [
        (
            order,
            ordinals[id(sale.journey)],
            moment(sale.at),
            *(sale.kind, sale.value, sale.currency, sale.refunded),
        )
        for order, sale in purchases.sales(placed).items()
    ]
    told = [
        (*key, total.times, total.amount, moment(total.at)) for key, total in sorted(known.items())
    ]
    return expected, sorted(sold), told


def days() -> list[date]:
    """Every day that has journeys or sums."""
    found = set()
    for model in (models.Journey, models.DailyTotal, models.DailyMoney):
        found.update(model.objects.values_list("day", flat=True).distinct())
    bought = TruncDate("at", tzinfo=timezone.get_default_timezone())
    found.update(models.Purchase.objects.values_list(bought, flat=True).distinct())
    return sorted(found)


def hours(day: date) -> tuple[datetime, datetime]:
    """The day's ends in the shop's time zone; the entry times have an index and days have none."""
    begin = datetime.combine(day, time.min, timezone.get_default_timezone())
    return begin, begin + timedelta(days=1)


def totals(day: date) -> dict[tuple, tuple]:
    """What has to be added to the day's totals to make them a recount of its journeys."""
    counted = (
        models.Journey.objects.counted().filter(day=day, entry_at__range=hours(day)).order_by()
    )
    counted = counted.values_list(*DIMENSIONS, *OUTCOME).annotate(Count("id"))
    truth = (
        (cuts_of(row[:5]), row[5:7], [row[-1] * n for n in rows.counts_of(*row[7:9])])
        for row in counted.iterator()
    )
    return _missing(day, truth, models.DailyTotal, TOTAL_KEY, COUNTS)


def money(day: date) -> dict[tuple, tuple]:
    """The same for the day's money."""
    names = [f"journey__{name}" for name in DIMENSIONS]
    begin, end = hours(day)
    cohort = models.Purchase.objects.filter(journey__day=day, journey__entry_at__range=(begin, end))
    bought = models.Purchase.objects.filter(at__gte=begin, at__lt=end)
    truth = chain(
        ((cuts_of(row[:5]), row[5:7], row[7:]) for row in _each(cohort, *names)),
        (([BOUGHT], row[:2], row[2:]) for row in _each(bought)),
    )
    return _missing(day, truth, models.DailyMoney, MONEY_KEY, MONEY)


def _each(sold: QuerySet, *names: str) -> Iterator[tuple]:
    """Of every purchase these columns, kind and currency, and what it adds to a sum."""
    columns = (*names, "kind", "currency", "order", "value", "refunded")
    for row in sold.values_list(*columns).iterator():
        yield (*row[:-3], *purchases.money_of(*row[-3:]))


def _missing(
    day: date, truth: Iterable[tuple], model: type, names: tuple[str, ...], sums: tuple[str, ...]
) -> dict[tuple, tuple]:
    """`truth` minus what is stored, by key; truth is (cuts, rest of the key, numbers)."""
    found = defaultdict(lambda: (0,) * len(sums))
    for cuts, rest, numbers in truth:
        for cut in cuts:
            key = (day, *cut, *rest)
            found[key] = tuple(a + b for a, b in zip(found[key], numbers, strict=True))
    for row in model.objects.filter(day=day).values_list(*names, *sums).iterator():
        key, numbers = row[: len(names)], row[len(names) :]
        found[key] = tuple(a - b for a, b in zip(found[key], numbers, strict=True))
    return {key: numbers for key, numbers in found.items() if any(numbers)}


def mend(day: date) -> int:
    """Make the day's sums a recount; how many were wrong. Writers wait meanwhile."""
    with transaction.atomic(using=settings.FUNNEL_DATABASE):
        connection = statements.connection()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "LOCK TABLE funnel_dailytotal, funnel_dailymoney IN SHARE ROW EXCLUSIVE MODE"
                )
        wrong_totals, wrong_money = totals(day), money(day)
        statements.add(models.DailyTotal, TOTAL_KEY, COUNTS, wrong_totals)
        statements.add(models.DailyMoney, MONEY_KEY, MONEY, wrong_money)
    return len(wrong_totals) + len(wrong_money)
