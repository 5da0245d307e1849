"""A saved funnel of the owner's: its steps with rates, drop-off and median times, by visitor."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import custom
from ..custom import Outcome
from ..details import DetailName
from ..histories import Asked, Definition, Step
from ..models import CustomFunnel
from ..stages import Stage
from . import selection
from .formats import Table
from .leak import FEWEST
from .question import BadQuestion, Question
from .reason_words import said_of
from .stage_rows import StageRow
from .times import Times

# What JSON and CSV say of a step.
LINE: dict[str, Callable[[StageRow], object]] = {
    "step": lambda row: row.stage.key,
    "label": lambda row: row.stage.label,
    "visitors": lambda row: row.count,
    "still_open": lambda row: row.still_open,
    "percent_of_previous": lambda row: row.of_previous,
    "percent_of_first": lambda row: row.of_first,
    "percent_of_previous_so_far": lambda row: row.so_far_of_previous,
    "percent_of_first_so_far": lambda row: row.so_far_of_first,
    "dropped": lambda row: row.dropped,
    "median_seconds_from_previous": lambda row: row.times.from_previous,
    "median_seconds_from_first": lambda row: row.times.from_first,
}


@dataclass(frozen=True)
class Named:
    """A step as it is shown in a stage's place."""

    key: str
    label: str
    layer: str = ""


@dataclass(frozen=True)
class Answer:
    """`funnel` is None where the owner has none yet. Counts are distinct visitors."""

    funnel: CustomFunnel | None
    stages: list[StageRow]

    @property
    def first(self) -> StageRow | None:
        return self.stages[0] if self.stages else None

    @property
    def is_empty(self) -> bool:
        return bool(self.stages) and not self.first.count

    @property
    def final(self) -> bool:
        return self.first is None or self.first.final

    @property
    def window(self) -> float:
        """Seconds."""
        return self.funnel.window_minutes * 60

    @property
    def steps(self) -> list[str]:
        return [called(step) for step in Definition.of(self.funnel).steps]


def answer(question: Question, asked: Mapping[str, str]) -> Answer:
    """Counts the funnel that `asked["funnel"]` names, else the first. Raises BadQuestion."""
    funnel = _chosen(question, asked.get("funnel", "").strip())
    if funnel is None:
        return Answer(None, [])
    among = None
    if question.filters:
        among = selection.journeys(question).order_by().values("visitor")
    definition = Definition.of(funnel)
    found = custom.count(Asked(definition, question.start, question.end, among), now=timezone.now())
    return Answer(funnel, rows(definition, found))


def _chosen(question: Question, pk: str) -> CustomFunnel | None:
    saved = CustomFunnel.objects.all()
    if not pk:
        return saved.first()
    if not pk.isascii() or not pk.isdigit() or len(pk) > 9 or not saved.filter(pk=pk).exists():
        raise BadQuestion({"funnel": _("This funnel isn't saved any more.")}, question)
    return saved.get(pk=pk)


def rows(definition: Definition, found: Outcome) -> list[StageRow]:
    """The steps in a stage's form; of steps in any order how many of them were done."""
    lines: list[StageRow] = []
    entered, still_open = found.reached[0], found.open_at[0]
    medians = found.medians()  # once for all: each sorts the times of all visitors
    for place, name in enumerate(_names(definition)):
        lines.append(
            StageRow(
                stage=name,
                count=found.reached[place],
                still_open=found.open_at[place],
                previous=lines[-1] if lines else None,
                first=lines[0] if lines else None,
                late=0,
                mid_entry=0,
                entered_here=0,
                final=entered - still_open >= FEWEST or not still_open,
                times=Times(*(medians[place] or ())),
            )
        )
    return lines


def _names(definition: Definition) -> list[Named]:
    steps = definition.steps
    if definition.order == CustomFunnel.Order.UNORDERED:
        return [
            Named(str(number), _("Any %(number)d of the %(all)d") % {"number": number, "all": all_})
            for all_ in [len(steps)]
            for number in range(1, all_ + 1)
        ]
    return [Named(str(step), called(step)) for step in steps]


def called(step: Step) -> str:
    """A step in the owner's words."""
    kind = Stage if step.name in Stage.values else DetailName
    label = str(kind(step.name).label) if step.name in kind.values else step.name
    return f"{label}: {said_of(step.name, step.value)}" if step.value else label


def as_json(found: Answer) -> dict:
    """Counts are distinct visitors, rates percents, times seconds."""
    if found.funnel is None:
        return {"funnel": None, "steps": []}
    funnel = found.funnel
    return {
        "funnel": {
            "id": funnel.pk,
            "name": funnel.name,
            "order": funnel.order,
            "steps": funnel.steps,
            "window_seconds": timedelta(minutes=funnel.window_minutes).total_seconds(),
        },
        "rates_are_final": found.final,
        "steps": [{name: said(row) for name, said in LINE.items()} for row in found.stages],
    }


def tables(found: Answer) -> list[Table]:
    """The steps, and what the funnel is; without one the header alone."""
    said = as_json(found)
    if found.funnel is None:
        return [tuple(LINE)]
    about = {name: value for name, value in said["funnel"].items() if name != "steps"}
    return [said["steps"], [about]]


def more(request: HttpRequest, found: Answer) -> dict:
    """Whether this reader may make and change funnels."""
    return {"may_change": request.user.has_perm("funnel.change_customfunnel")}


class Saved:
    """The funnels to choose from, as they are when the form is shown."""

    def __iter__(self) -> Iterator[CustomFunnel]:
        return CustomFunnel.objects.iterator()
