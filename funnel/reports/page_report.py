"""What visitors looked at on the page, and how those who saw each part went on.

Only journeys whose browser told what it saw are counted: of the others nothing is known. That who
saw a part bought more often is no proof that the part sells: who scrolls on was interested before.

A journey saw a dozen things. Of very many journeys every so many-th is looked at, evenly over the
period, unless all are asked for: shares and rates are the same but for chance, in a fraction of the
time, and their intervals are those of the ones looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..details import DetailName
from ..ledger import ledger
from ..stages import FUNNEL, Stage
from . import counts, selection
from .counts import Boundary, Counts
from .formats import Table
from .intervals import Interval, differ, wilson
from .leak import FEWEST
from .question import BadQuestion, Question, choice
from .stage_rows import percent
from .sums import query

ENOUGH = 30_000  # journeys
HEARD = "0"  # the depth that every browser tells that tells anything
GROUPS: dict[DetailName, str | Promise] = {
    DetailName.SECTION: _("Sections"),
    DetailName.QUESTION: _("Questions opened"),
    DetailName.PRODUCT_SEEN: _("Products looked at"),
    DetailName.TESTIMONIAL: _("Testimonials looked at"),
}
QUARTERS = (25, 50, 75, 100)
GOALS = (Stage.CART.number, len(FUNNEL))


@dataclass(frozen=True)
class Went:
    """Of so many journeys, how many came to the cart and how many bought, so far."""

    journeys: int = 0
    cart: int = 0
    purchase: int = 0

    def __sub__(self, other: "Went") -> "Went":
        """The others; never less than none, as where a made-up beacon tells of a part without the
        page's top."""
        journeys = max(0, self.journeys - other.journeys)
        cart, purchase = self.cart - other.cart, self.purchase - other.purchase
        return Went(journeys, min(max(0, cart), journeys), min(max(0, purchase), journeys))

    @property
    def cart_rate(self) -> float | None:
        return percent(self.cart, self.journeys)

    @property
    def rate(self) -> float | None:
        return percent(self.purchase, self.journeys)

    @property
    def interval(self) -> Interval | None:
        return wilson(self.purchase, self.journeys)

    @property
    def too_few(self) -> bool:
        return self.journeys < FEWEST


@dataclass(frozen=True)
class Part:
    """A part of the page: who saw it, how long on average (seconds), and who didn't see it."""

    name: str
    value: str
    label: str
    seen: Went
    unseen: Went
    seconds: float

    @property
    def is_timed(self) -> bool:
        """Whether time in sight says anything: a question is opened once."""
        return self.name != DetailName.QUESTION

    @property
    def share(self) -> float | None:
        """Of all whose browser told anything, in percent."""
        return percent(self.seen.journeys, self.seen.journeys + self.unseen.journeys)

    @property
    def differs(self) -> bool:
        """Whether those who saw it bought more or less often than chance easily makes."""
        one, other = self.seen, self.unseen
        enough = not (one.too_few or other.too_few)
        return enough and differ(one.purchase, one.journeys, other.purchase, other.journeys)


@dataclass(frozen=True)
class Depth:
    """How many came down so far, in percent of the page's height."""

    percent: int
    journeys: int
    share: float | None


@dataclass(frozen=True)
class Stop:
    """How many came to `first` percent of the page's height and not to `last`."""

    first: int
    last: int
    journeys: int


@dataclass(frozen=True)
class PageAnswer:
    """`journeys` are all of the question. Everything else counts `one_in` so many of them (1: all
    were looked at), and of these the ones that were `heard`: whose browser told something."""

    question: Question
    journeys: int
    one_in: int
    heard: Went
    depths: list[Depth]
    groups: list[tuple[str | Promise, list[Part]]]

    @property
    def is_empty(self) -> bool:
        return not self.journeys

    @property
    def stop(self) -> Stop | None:
        """The quarter in which more stop than in any other; None where nobody stops before the end.

        Not the one that the greatest part of those who came to it didn't leave: that is nearly
        always the foot of the page, which few come to.
        """
        whole = Depth(0, self.heard.journeys, None)
        stops = [
            Stop(one.percent, next_.percent, one.journeys - next_.journeys)
            for one, next_ in pairwise([whole, *self.depths])
        ]
        most = max(stops, key=lambda stop: stop.journeys)
        return most if most.journeys > 0 else None


def answer(question: Question, asked: Mapping[str, str], *, enough: int = ENOUGH) -> PageAnswer:
    """All numbers are so far: who is still open may yet go on. `all=1` asks for every journey."""
    errors: dict[str, str] = {}
    every = choice(asked, "all", ("1",), errors)
    if errors:
        raise BadQuestion(errors, question)
    question = replace(question, by="")
    journeys = counts.journeys(question, Boundary.now()).get("", Counts()).reached[0]
    one_in = 1 if every else max(-(-journeys // enough), 1)
    found = _counted(question, one_in)
    heard = found.pop((DetailName.DEPTH, HEARD), (Went(), 0))[0]
    return PageAnswer(
        question,
        journeys,
        one_in,
        heard,
        _depths(found, heard),
        [(label, _parts(name, found, heard, question)) for name, label in GROUPS.items()],
    )


def _counted(question: Question, one_in: int) -> dict[tuple[str, str], tuple[Went, int]]:
    """By name and value: how those who saw it went on, and the milliseconds in sight."""
    landed = selection.journeys(question).filter(reached__gt=0)
    if one_in > 1:
        landed = landed.annotate(turn=F("id") % one_in).filter(turn=0)
    saw, values = selection.with_details(landed, [DetailName.DEPTH, *GROUPS], "reached")
    goals = ", ".join(f"SUM(CASE WHEN j.reached >= {goal} THEN 1 ELSE 0 END)" for goal in GOALS)
    rows = query(
        f"SELECT d.name, d.value, SUM(d.amount), COUNT(*), {goals} {saw} GROUP BY 1, 2",
        values,
    )
    return {(name, value): (Went(*map(int, went)), int(ms)) for name, value, ms, *went in rows}


def _depths(found: dict, heard: Went) -> list[Depth]:
    nobody = (Went(), 0)
    reached = [found.get((DetailName.DEPTH, str(depth)), nobody)[0].journeys for depth in QUARTERS]
    return [
        Depth(depth, journeys, percent(journeys, heard.journeys))
        for depth, journeys in zip(QUARTERS, reached, strict=True)
    ]


def _parts(name: str, found: dict, heard: Went, question: Question) -> list[Part]:
    """In the page's own order; what it no longer has comes last."""
    known = {
        part.value: part.label
        for part in ledger().parts(question.filters.get("page", ""))
        if part.name == name
    }
    seen = {value: went for (kind, value), went in found.items() if kind == name}
    places = {value: place for place, value in enumerate(known)}
    values = sorted(
        seen, key=lambda value: (places.get(value, len(places)), -seen[value][0].journeys, value)
    )
    return [
        Part(
            name,
            value,
            known.get(value, value),
            went := seen[value][0],
            heard - went,
            seen[value][1] / went.journeys / 1000,
        )
        for value in values
    ]


def as_json(found: PageAnswer) -> dict:
    """Journeys, percents, and seconds in sight on average."""
    return {
        "journeys": found.journeys,
        "one_in": found.one_in,
        "heard": _went(found.heard),
        "depth": [
            {"percent": depth.percent, "journeys": depth.journeys, "share": depth.share}
            for depth in found.depths
        ],
        "parts": [
            {
                "kind": part.name,
                "value": part.value,
                "label": part.label,
                "share": part.share,
                "seconds": round(part.seconds, 1),
                "seen": _went(part.seen),
                "unseen": _went(part.unseen),
                "differs": part.differs,
            }
            for _label, parts in found.groups
            for part in parts
        ],
    }


def _went(went: Went) -> dict:
    return {
        "journeys": went.journeys,
        "cart": went.cart,
        "purchase": went.purchase,
        "percent_bought": went.rate,
        "interval": went.interval,
    }


def tables(found: PageAnswer) -> list[Table]:
    """The depths, and a line per part of the page."""
    said = as_json(found)
    whole = {name: said[name] for name in ("journeys", "one_in")}
    whole["heard"] = said["heard"]["journeys"]
    parts = [
        {
            "kind": part["kind"],
            "part": part["label"],
            "share": part["share"],
            "seconds": part["seconds"],
        }
        | {
            f"{who}_{what}": part[who][what]
            for who in ("seen", "unseen")
            for what in ("journeys", "cart", "purchase", "percent_bought")
        }
        for part in said["parts"]
    ]
    return [[whole], said["depth"], parts]
