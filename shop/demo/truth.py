"""What really happened in a simulation, counted anew from the README's rules and what people did.

Nothing here reads the funnel's tables or runs its code, else the comparison would prove nothing.
The algorithm is the plain one: each event looks back for its chain in the whole history. The
recorder's looks ahead and keeps no history.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

STAGES = (
    "landing",
    "interest",
    "cart",
    "checkout_order",
    "checkout_delivery",
    "checkout_payment",
    "purchase",
)
UNITS = ("stage", "visitors")
LANDING, INTEREST, PURCHASE = 0, 1, 6
# Without consent a visitor has no name but a hash of the day, and that day turns at four.
DAY_TURNS_AT = timedelta(hours=4)


def day_of_hash(at: datetime) -> str:
    local = timezone.localtime(at, timezone.get_default_timezone())
    return (local - DAY_TURNS_AT).date().isoformat()


@dataclass
class Try:
    """A journey: `entry` None for one that began in the middle."""

    entry: datetime | None
    source: str = ""
    device: str = ""
    reached: int = 0
    explicit: bool = False


@dataclass
class Order:
    """`total` in stored units, as the buyer was told. `who` "" for staff, who aren't counted."""

    who: str
    at: datetime
    total: int
    currency: str = "TWD"
    money_back: int = 0


@dataclass
class Truth:
    """The simulation's diary: what each identity did when, and what was bought."""

    events: dict[str, list[tuple[datetime, int, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    orders: dict[str, Order] = field(default_factory=dict)
    filtered: Counter = field(default_factory=Counter)
    persons: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)

    def note(self, who: str, stage: str, at: datetime, *, source="", device="") -> None:
        self.events[self.known_as(who)].append((at, STAGES.index(stage), source, device))

    def note_order(self, number: str, who: str, at: datetime, total: int, currency="TWD") -> None:
        """An accepted order; once, however often its page is shown."""
        if number not in self.orders:
            self.orders[number] = Order(self.known_as(who), at, total, currency)
            if who:
                self.note(who, STAGES[PURCHASE], at)

    def known_as(self, who: str) -> str:
        return self.joined.get(who, who)

    def remember(self, day: str, who: str) -> None:
        """What the day's hash did so far was done by the identity that the cookie now names."""
        self.events[who] += self.events.pop(day, [])
        for order in self.orders.values():
            order.who = who if order.who == day else order.who

    def recognise(self, who: str, person: str) -> None:
        """All that this identity did was done by the identity under which the person was met
        first."""
        mine = self.known_as(who)
        stays = self.persons.setdefault(person, mine)
        if mine != stays:
            self._move(mine, stays)
            self.joined[mine] = stays

    def part(self, who: str) -> None:
        """From now on this identity is its own again; its past stays with the person, if that was
        met under it first."""
        self.joined.pop(who, None)
        if who in {*self.persons.values(), *self.joined.values()}:
            self._move(who, f"{who} up to {timezone.now()}")

    def _move(self, mine: str, stays: str) -> None:
        self.events[stays] += self.events.pop(mine, [])
        for order in self.orders.values():
            order.who = stays if order.who == mine else order.who
        for names in (self.persons, self.joined):
            names.update({name: stays for name, whose in names.items() if whose == mine})

    def note_money_back(self, number: str) -> None:
        self.orders[number].money_back = self.orders[number].total

    def counts(self, *currencies: str, days: Container[date] = ()) -> Counter:
        """The table's true column: a number under each of its labels, and under some of the days
        by themselves."""
        counted = Counter(dict.fromkeys(labels(currencies), 0))
        histories = {}
        for who, events in self.events.items():
            history = histories[who] = History(sorted(events, key=lambda event: event[:2]))
            counted.update(history.counts(days))
        counted.update({f"filtered: {reason}": n for reason, n in self.filtered.items()})
        for order in self.orders.values():
            kind = histories[order.who].purchases[order.at] if order.who else "unattributed"
            counted[f"purchases: {kind}"] += 1
            counted[f"money: {kind}, {order.currency}"] += order.total
            counted["purchases: all in the books"] += 1
            counted[f"money: all in the books, {order.currency}"] += order.total
            for side in ("by the books", "by the funnel"):
                counted[f"money: given back {side}, {order.currency}"] += order.money_back
            if (day := local_day(order.at)) in days:
                counted[f"day: orders of {day}"] += 1
        return counted


def local_day(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date()


def labels(currencies: Iterable[str]) -> list[str]:
    """The table's lines in their order; those by source, device and day come as they are met."""
    stages = [f"{unit}: {stage}" for unit in UNITS for stage in STAGES]
    kinds = ("in the funnel", "late", "mid-entry", "unattributed", "all in the books")
    orders = [f"purchases: {kind}" for kind in kinds]
    back = ("given back by the books", "given back by the funnel")
    money = [f"money: {kind}, {code}" for code in currencies for kind in (*kinds, *back)]
    left_out = [f"filtered: {reason}" for reason in ("bot", "prefetch", "staff")]
    return [*stages, *orders, *money, *left_out]


class History:
    """One identity's events, oldest first, as journeys. Rules by their numbers in the README."""

    def __init__(self, events: list[tuple[datetime, int, str, str]]) -> None:
        self.window = settings.FUNNEL_WINDOW
        self.times = [[at for at, stage, *_ in events if stage == k] for k in range(len(STAGES))]
        self.tries: list[Try] = []
        self.purchases: dict[datetime, str] = {}
        for at, stage, source, device in events:
            if stage == LANDING:
                self._land(at, source, device)
            else:
                self._follow(at, stage)

    def _land(self, at: datetime, source: str, device: str) -> None:
        """Rules 3 and 8: the first landing, one beyond the window, or one after a mid-entry."""
        current = self.tries[-1] if self.tries else None
        if current is None or current.entry is None or at - current.entry > self.window:
            self.tries.append(Try(at, source, device, reached=1))

    def _follow(self, at: datetime, stage: int) -> None:
        """Rules 1, 4 and 8: a chain's next stage, or else a stray of the latest journey."""
        if interested := self._try_of(at, INTEREST):
            interested.reached = max(interested.reached, INTEREST + 1)
            interested.explicit |= stage == INTEREST
        if stage == INTEREST:
            return
        journey = self._try_of(at, stage)
        if journey:
            journey.reached = max(journey.reached, stage + 1)
        elif not self.tries:
            self.tries.append(Try(None))
        if stage == PURCHASE:
            stray = "late" if self.tries[-1].entry else "mid-entry"
            self.purchases[at] = "in the funnel" if journey else stray

    def _try_of(self, at: datetime, stage: int) -> Try | None:
        """The journey of the latest landing from which a chain ends here, if one does.

        Walks back, each time to the latest event of the stage before; interest is implied.
        """
        moment = at
        for k in (*range(stage - 1, INTEREST, -1), LANDING):
            place = bisect_right(self.times[k], moment)
            if not place:
                return None
            moment = self.times[k][place - 1]
        if at - moment > self.window:
            return None
        return [journey for journey in self.tries if journey.entry and journey.entry <= moment][-1]

    def counts(self, days: Container[date]) -> Counter:
        counted = Counter()
        for journey in self.tries:
            if journey.entry is None:
                counted["stage: (mid-entry)"] += 1
                continue
            counted.update(f"stage: {stage}" for stage in STAGES[: journey.reached])
            counted["stage: interest, as browsers told"] += journey.explicit
            counted[f"source: {journey.source}"] += 1
            counted[f"device: {journey.device}"] += 1
            if (day := local_day(journey.entry)) in days:
                counted[f"day: landings of {day}"] += 1
        furthest = max((journey.reached for journey in self.tries), default=0)
        counted.update(f"visitors: {stage}" for stage in STAGES[:furthest])
        return counted
