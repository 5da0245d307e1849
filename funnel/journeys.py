"""A visitor's journeys: the README's counting rules as a pure fold over events (microseconds).

`Past.follow` takes the events of one moment. Following every moment of a history is a rebuild;
following the next one is streaming. It is the same function, so both give the same journeys.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from .chains import Chain, Steps, advance
from .stages import FUNNEL, IMPLIED, Stage

DIRECT = "(direct)"
NONE = "(none)"
MISSING = {"source": DIRECT, "medium": NONE, "campaign": NONE, "device": NONE, "page": NONE}
ORIGIN = ("term", "content", "referrer")
NOWHERE = ("", "", "")
NUMBER = {str(stage): stage.number for stage in FUNNEL}
# Somebody may follow a thousand tagged links; of so many different ones the latest count.
MOST_TOUCHES = 50
LANDING, INTEREST, PURCHASE = str(Stage.LANDING), str(Stage.INTEREST), str(Stage.PURCHASE)


# Where landings came from (source, medium, campaign) and how many did, the latest last.
Touches = tuple[tuple[tuple[str, ...], int], ...]


def stages_within(window: int) -> Steps:
    """The built-in funnel with its window (microseconds)."""
    return Steps(tuple(NUMBER), window, frozenset(map(str, IMPLIED)))


class OlderJourney(LookupError):
    """The chain began in a journey before the ones that are known here: rebuild instead."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the counting sees it."""

    name: str
    at: int
    key: str = ""
    context: Mapping[str, str] = field(default_factory=dict)
    value: int = 0
    currency: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(self.context.get(name) or missing for name, missing in MISSING.items())

    @property
    def origin(self) -> tuple[str, ...]:
        """What else is known of where it came from; "" for what isn't."""
        return tuple(self.context.get(name, "") for name in ORIGIN)


@dataclass(slots=True)
class Journey:
    """One try. `touches` are its landings so far, direct ones only if it began with one and nothing
    else has come; `credited` are those up to its furthest stage.

    `cart` is the cart's value and currency as the latest stage told them.
    """

    entered_by: str
    entry: int
    dimensions: tuple[str, ...]
    last_landing: int
    touches: Touches
    credited: Touches
    reached: int = 0
    chain: Chain = ()
    interest_explicit: bool = False
    strays: int = 0
    origin: tuple[str, ...] = NOWHERE
    cart: tuple[int, str] = (0, "")

    @classmethod
    def entered(cls, event: Happening) -> "Journey":
        dimensions = event.dimensions
        touches = ((dimensions[:3], 1),)
        return cls(
            event.name, event.at, dimensions, event.at, touches, touches, origin=event.origin
        )

    @classmethod
    def waiting(cls, event: Happening) -> "Journey":
        """For its landing: it counts nowhere, and any interest or detail may be the first."""
        return cls.entered(Happening(INTEREST, event.at, context=event.context))

    def land(self, event: Happening) -> None:
        self.last_landing = event.at
        touch = event.dimensions[:3]
        if touch[0] != DIRECT:
            known = {each: landings for each, landings in self.touches if each[0] != DIRECT}
            landings = known.pop(touch, 0) + 1
            self.touches = (*known.items(), (touch, landings))[-MOST_TOUCHES:]

    def reach(self, number: int, chain: Chain) -> None:
        """Rule 7: the first chain to get this far stays, whatever comes later."""
        if number > self.reached:
            self.reached, self.chain, self.credited = number, chain, self.touches

    @property
    def last_touch(self) -> tuple[str, ...]:
        """The last landing up to the furthest stage that was not direct, or the first."""
        return self.credited[-1][0]


@dataclass(frozen=True, slots=True)
class Placed:
    """A server's stage: within the funnel, late, or mid-entry, and the journey it belongs to."""

    event: Happening
    kind: str
    journey: Journey


@dataclass(slots=True)
class Past:
    """What is known of a visitor: all journeys, or (when streaming) the latest and its chains."""

    steps: Steps
    journeys: list[Journey] = field(default_factory=list)
    chains: list[Chain | None] = field(default_factory=lambda: [None] * len(FUNNEL))

    def follow(self, moment: list[Happening]) -> list[Placed]:
        """Take in the events of one moment, later than all before; where the server's belong."""
        moment = sorted(moment, key=lambda event: (NUMBER[event.name], event.key))
        for event in moment:
            if event.name == LANDING:
                self._land(event)
        names = [event.name for event in moment]
        bits = [1 << (NUMBER[name] - 1) for name in names]
        attained = [i + 1 for i in advance(self.chains, bits, moment[0].at, self.steps)]
        for number in attained:
            chain = self.chains[number - 1]
            self._began(chain).reach(number, chain)
        if INTEREST in names and NUMBER[INTEREST] in attained:
            self._began(self.chains[NUMBER[INTEREST] - 1]).interest_explicit = True
        return [
            self._place(event, extends=NUMBER[event.name] in attained)
            for event in moment
            if NUMBER[event.name] > NUMBER[INTEREST]
        ]

    def _land(self, event: Happening) -> None:
        """Rule 3: a landing joins the current journey for one window, then opens the next."""
        current = self.journeys[-1] if self.journeys else None
        if (
            current is None
            or current.entered_by != LANDING
            or event.at - current.entry > self.steps.window
        ):
            self.journeys.append(Journey.entered(event))
        else:
            current.land(event)

    def _began(self, chain: Chain) -> Journey:
        """The journey that the chain's landing belongs to."""
        for journey in reversed(self.journeys):
            if journey.entry <= chain[0]:
                return journey
        raise OlderJourney

    def _place(self, event: Happening, *, extends: bool) -> Placed:
        """Rule 8: a server stage that extends no chain hangs on the visitor's latest journey."""
        if extends:
            kind, journey = "funnel", self._began(self.chains[NUMBER[event.name] - 1])
        else:
            if not self.journeys:
                self.journeys.append(Journey.entered(event))
            journey = self.journeys[-1]
            journey.strays |= 1 << NUMBER[event.name]
            kind = "late" if journey.entered_by == LANDING else "mid_entry"
        if event.currency and event.name != PURCHASE:
            journey.cart = (event.value, event.currency)
        return Placed(event, kind, journey)


def rebuild(events: Iterable[Happening], steps: Steps) -> tuple[Past, list[Placed]]:
    """A visitor's whole past, from events in any order; those that are no stage are passed over."""
    past, placed = Past(steps), []
    history = sorted((e for e in events if e.name in NUMBER), key=lambda event: event.at)
    for _, moment in groupby(history, key=lambda event: event.at):
        placed += past.follow(list(moment))
    return past, placed
