"""Why didn't they buy? The step that costs most against the shop's own best comparable period.

Evidence: the segment that got worse, and the reason that rose. No verdict from too few visitors,
and none from a difference that chance makes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Purchase
from ..stages import MEANINGS, Stage
from . import leak, money, verdict
from .beside import Ads
from .counts import Boundary, Counts
from .formats import Table
from .frame import shared
from .funnel_report import counted
from .leak import Leak
from .question import Question
from .remedies import ACTIONS, REMEDIES, Action, Remedy
from .stage_rows import is_final, stage_rows
from .verdict import Verdict, all_steps

# As many periods before this one are looked at.
PERIODS_BACK = 6


@dataclass(frozen=True)
class Diagnosis:
    """A verdict, or without one the biggest leak and what there is to say instead.

    `looked_back`: how many earlier periods had enough journeys to compare with.
    """

    question: Question
    entered: int
    final: bool
    verdict: Verdict | None
    leak: Leak | None
    leak_sentence: str
    looked_back: int

    @property
    def is_empty(self) -> bool:
        return not self.entered

    @property
    def stage(self) -> Stage | Ads | None:
        """The stage that too few come to."""
        found = self.verdict or self.leak
        return found.after if found else None

    @property
    def remedy(self) -> Remedy | None:
        return REMEDIES[self.stage.layer] if self.stage else None

    @property
    def action(self) -> Action | None:
        return ACTIONS[self.stage] if self.stage else None

    @property
    def remedies(self) -> dict[str, Remedy]:
        return REMEDIES

    @property
    def layers(self) -> dict[str, str]:
        return {layer: MEANINGS.get(layer, "") for layer in REMEDIES}

    @property
    def sentence(self) -> str:
        return self.verdict.sentence if self.verdict else self.leak_sentence

    @property
    def caution(self) -> str:
        """Why there is no verdict, where there is none."""
        if self.verdict or not self.leak:
            return ""
        if not self.final:
            return _("Too many journeys are still open to compare them with earlier ones.")
        if not self.looked_back:
            return _("There is no earlier period with enough journeys to compare with.")
        return _("No step is worse than in your best comparable period by more than chance makes.")


def answer(question: Question, asked: Mapping[str, str] | None = None) -> Diagnosis:
    """What is worst now, against the best of the periods before that are over."""
    boundary = Boundary.now()
    whole = _whole(question, boundary)
    final = is_final(whole)
    sold = money.by_currency(money.revenue(replace(question, by="")), kind=Purchase.Kind.FUNNEL)
    shown = [row.shown for row in stage_rows(whole, final=final)]
    biggest = leak.biggest_leak(shown, sold, final=final)
    periods = list(_comparable(question, boundary))
    steps = all_steps(question, whole)
    past = [(period, all_steps(period, _whole(period, boundary))) for period in periods]
    return Diagnosis(
        question=question,
        entered=whole.reached[0],
        final=final,
        # Unfinished journeys may yet go on: beside finished ones they'd always look worse.
        verdict=verdict.verdict(question, steps, past, shown, sold, boundary) if final else None,
        leak=biggest,
        leak_sentence=leak.sentence(biggest, shown, filtered=bool(question.filters)),
        looked_back=sum(steps[1].entered >= leak.FEWEST for _period, steps in past),
    )


def _whole(question: Question, boundary: Boundary) -> Counts:
    return counted(replace(question, by=""), boundary).get("", Counts())


def _comparable(question: Question, boundary: Boundary) -> Iterator[Question]:
    """Periods of as many days before this one, beginning on its weekday, all their journeys over.

    What only journeys can answer is compared with one period: each costs a reading of them.
    """
    weeks = -(-question.days // 7) * 7
    back = PERIODS_BACK if question.in_sums and question.unit == "journey" else 1
    for number in range(1, back + 1):
        shift = timedelta(days=weeks * number)
        period = replace(question, first=question.first - shift, last=question.last - shift, by="")
        if period.last < boundary.day:
            yield period


def more(request: HttpRequest, found: Diagnosis) -> dict:
    """The button to the next action, with the same question."""
    if not found.action:
        return {"action": {}}
    kept = "&".join(filter(None, [shared(request), found.action.asked]))
    url = reverse(f"admin:funnel_{found.action.report}")
    return {"action": {"label": found.action.label, "url": f"{url}?{kept}" if kept else url}}


def as_json(found: Diagnosis) -> dict:
    """Rates as parts and wholes; money in stored units."""
    verdict = found.verdict
    return {
        "sentence": found.sentence,
        "caution": found.caution,
        "entered": found.entered,
        "periods_before": found.looked_back,
        "verdict": verdict
        and {
            "before": str(verdict.before),
            "after": str(verdict.after),
            "now": verdict.now.pair,
            "best": verdict.best.pair,
            "best_period": [verdict.period.first.isoformat(), verdict.period.last.isoformat()],
            "lost": verdict.lost,
            "at_stake": verdict.at_stake,
            "segment": verdict.segment
            and {
                "by": verdict.segment.by,
                "value": verdict.segment.value,
                "now": verdict.segment.now.pair,
                "best": verdict.segment.best.pair,
            },
            "reason": verdict.reason
            and {
                "name": str(verdict.reason.name),
                "value": verdict.reason.value,
                "now": verdict.reason.now.pair,
                "best": verdict.reason.best.pair,
            },
        },
    }


def tables(found: Diagnosis) -> list[Table]:
    """The sentence, and a line per piece of evidence."""
    said = {"sentence": found.sentence, "caution": found.caution, "entered": found.entered}
    return [[said], _evidence(found.verdict)]


def _evidence(verdict: Verdict | None) -> Table:
    if not verdict:
        return []
    rows = [(f"{verdict.before} > {verdict.after}", "", verdict)]
    rows += [(each.by, each.value, each) for each in [verdict.segment] if each]
    rows += [(str(each.name), each.value, each) for each in [verdict.reason] if each]
    return [
        {
            "what": what,
            "value": value,
            "now": each.now.passed,
            "of": each.now.entered,
            "best": each.best.passed,
            "of_then": each.best.entered,
        }
        for what, value, each in rows
    ]
