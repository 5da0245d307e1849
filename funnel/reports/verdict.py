"""The step that lost most against the best of other periods, and the evidence for it."""

from dataclasses import dataclass, replace
from itertools import pairwise

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..details import REASONS, DetailName
from ..ledger import Sums
from ..stages import FUNNEL, Stage
from . import beside, counts, leak, selection, spend
from .beside import Ads, Advertised
from .counts import Boundary, Counts
from .intervals import differ, wilson
from .leak import FEWEST, FEWEST_ORDERS
from .question import BY, Question
from .stage_rows import percent, stage_rows

SEGMENTS = ("source", "device", "campaign", "page")
OF_ADS = ("source", "campaign")
# Few ads that are shown are clicked: of fewer no rate is told.
FEWEST_SHOWN = 1_000
# In the order of the steps: that of the ads, and those of the funnel.
WAYS = ((Ads.SHOWN, Ads.CLICKED), *pairwise(FUNNEL))


@dataclass(frozen=True)
class Step:
    """Of `entered` at one stage, `passed` came to the next."""

    entered: int
    passed: int

    @property
    def rate(self) -> float | None:
        return percent(self.passed, self.entered)

    @property
    def pair(self) -> tuple[int, int]:
        return self.passed, self.entered

    @property
    def at_least(self) -> float:
        """What the rate surely is: a small period isn't the best one for its luck."""
        found = wilson(self.passed, self.entered)
        return found[0] if found else 0.0

    def is_worse_than(self, other: "Step") -> bool:
        """By more than chance easily makes."""
        worse = self.passed * other.entered < other.passed * self.entered
        enough = min(self.entered, other.entered) >= FEWEST
        return enough and worse and differ(self.passed, self.entered, other.passed, other.entered)

    def lost_against(self, other: "Step") -> float:
        """How many more would have passed at the other's rate."""
        return self.entered * other.passed / other.entered - self.passed


@dataclass(frozen=True)
class Segment:
    """A part of the visitors that passes the step less often than it did."""

    by: str
    value: str
    now: Step
    best: Step

    @property
    def label(self) -> str:
        return BY[self.by]

    @property
    def lost(self) -> float:
        return self.now.lost_against(self.best)


@dataclass(frozen=True)
class Reason:
    """What more of those who came to the step met than in the best period."""

    name: DetailName
    value: str
    now: Step
    best: Step

    @property
    def rise(self) -> float:
        """In percentage points."""
        return self.now.rate - (self.best.rate or 0.0)


@dataclass(frozen=True)
class Verdict:
    """The step that lost most, now and in `period`, its best. Money at stake in stored units."""

    before: Stage | Ads
    after: Stage | Ads
    now: Step
    best: Step
    period: Question
    at_stake: dict[str, int]
    segment: Segment | None
    reason: Reason | None

    @property
    def lost(self) -> int:
        return round(self.now.lost_against(self.best))

    @property
    def sentence(self) -> str:
        words = _(
            "Most is lost between %(before)s and %(after)s: about %(lost)s more would have gone on "
            "in your best comparable period, %(first)s to %(last)s. At stake: %(money)s."
        )
        if not self.at_stake:
            words = _(
                "Most is lost between %(before)s and %(after)s: about %(lost)s more would have "
                "gone on in your best comparable period, %(first)s to %(last)s. Too few orders "
                "to say what that costs."
            )
        return words % {
            "before": self.before.label,
            "after": self.after.label,
            "lost": f"{self.lost:,}",
            "first": date_format(self.period.first, "DATE_FORMAT"),
            "last": date_format(self.period.last, "DATE_FORMAT"),
            "money": leak.written(self.at_stake),
        }


def steps_of(whole: Counts, *, final: bool = True) -> list[Step]:
    """From each stage to the next, by finished journeys, or (not `final`) by all so far."""
    rows = [row.shown for row in stage_rows(whole, final=final)]
    return [Step(entered, passed) for entered, passed in pairwise(rows)]


def step_of_ads(ads: Advertised | None) -> Step:
    """From the ads shown to those clicked; of nothing, where too few were shown or nobody knows."""
    enough = ads and ads.impressions >= FEWEST_SHOWN
    return Step(ads.impressions, ads.clicks) if enough else Step(0, 0)


def all_steps(question: Question, whole: Counts) -> list[Step]:
    """Those of `WAYS`, by finished journeys."""
    return [step_of_ads(beside.advertised(question)), *steps_of(whole)]


def verdict(
    question: Question,
    steps: list[Step],
    past: list[tuple[Question, list[Step]]],
    shown: list[int],
    sold: dict[str, Sums],
    boundary: Boundary,
) -> Verdict | None:
    """The step with the most lost orders among those that got worse beyond chance.

    `steps`, and those of the `past`, are in the order of `WAYS`.
    """
    worst, most = None, 0.0
    for place, now in enumerate(steps):
        known = [(period, found[place]) for period, found in past]
        period, best = max(known, key=lambda each: each[1].at_least, default=(None, Step(0, 0)))
        if not now.is_worse_than(best):
            continue
        lost = now.lost_against(best) * _buys(shown, place - 1)
        if worst is None or lost > most:
            worst, most = (place, period, best), lost
    if worst is None:
        return None
    place, period, best = worst
    before, after = WAYS[place]
    if after is Ads.CLICKED:
        segment, reason = _segment_of_ads(question, period), None
    else:
        segment = _segment(question, period, place - 1, boundary)
        reason = _reason(question, period, place - 1)
    return Verdict(
        before=before,
        after=after,
        now=steps[place],
        best=best,
        period=period,
        at_stake=_at_stake(most, sold),
        segment=segment,
        reason=reason,
    )


def _buys(shown: list[int], place: int) -> float:
    """How many of those who pass the step buy, at today's rates; -1: of those who click an ad, as
    if each landed."""
    return shown[-1] / shown[place + 1] if shown[place + 1] else 0.0


def _at_stake(orders: float, sold: dict[str, Sums]) -> dict[str, int]:
    """So many orders' worth; empty where too few bought to say what an order brings."""
    number = sum(sums.orders for sums in sold.values())
    if number < FEWEST_ORDERS:
        return {}
    return {code: round(orders * sums.gross / number) for code, sums in sold.items() if sums.gross}


def _segment(
    question: Question, period: Question, place: int, boundary: Boundary
) -> Segment | None:
    """The value of a dimension that lost most at the step, if it got worse beyond chance."""
    worse = []
    for by in SEGMENTS:
        if by in question.filters:
            continue
        now, best = (_by_value(each, by, place, boundary) for each in (question, period))
        for value in now.keys() & best.keys():
            if now[value].is_worse_than(best[value]):
                worse.append(Segment(by, value, now[value], best[value]))
    return max(worse, key=lambda each: (each.lost, each.by, each.value), default=None)


def _segment_of_ads(question: Question, period: Question) -> Segment | None:
    """The source or campaign whose ads lost most clicks, if it got worse beyond chance."""
    worse = []
    for by in OF_ADS:
        if by in question.filters:
            continue
        now, best = (_ads_by_value(replace(each, by=by)) for each in (question, period))
        for value in now.keys() & best.keys():
            if now[value].is_worse_than(best[value]):
                worse.append(Segment(by, value, now[value], best[value]))
    return max(worse, key=lambda each: (each.lost, each.by, each.value), default=None)


def _ads_by_value(question: Question) -> dict[str, Step]:
    found = spend.by_value(question)
    return {value: step_of_ads(beside.advertised_by(spent)) for value, spent in found.items()}


def _by_value(question: Question, by: str, place: int, boundary: Boundary) -> dict[str, Step]:
    found = counts.journeys(replace(question, by=by), boundary)
    steps = {value: steps_of(part, final=True)[place] for value, part in found.items()}
    return {value: step for value, step in steps.items() if step.entered}


def _reason(question: Question, period: Question, place: int) -> Reason | None:
    """The reason that rose most among those who came to the step: beyond chance, or none."""
    (entered, met), (entered_then, met_then) = _reasons(question, place), _reasons(period, place)
    known = [
        Reason(DetailName(name), value, Step(entered, number), Step(entered_then, then))
        for (name, value), number in met.items()
        if number * entered_then > (then := met_then.get((name, value), 0)) * entered
    ]
    rose = [each for each in known if differ(*each.now.pair, *each.best.pair)]
    return max(rose, key=lambda each: (each.rise, each.name, each.value), default=None)


def _reasons(question: Question, place: int) -> tuple[int, dict[tuple[str, str], int]]:
    """How many came to the step, and by reason and its value how many of them met it."""
    came = selection.journeys(replace(question, by="")).filter(reached__gt=place)
    met = came.filter(details__name__in=REASONS).values_list("details__name", "details__value")
    rows = met.annotate(Count("id", distinct=True)).order_by()
    return came.count(), {(name, value): number for name, value, number in rows}
