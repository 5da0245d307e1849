"""Who left: the journeys behind every bar and every reason, newest first."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..details import REASONS, DetailName
from ..ledger import Known, ledger
from ..models import Detail, Identity, Journey
from ..stages import FUNNEL, Stage
from ..statements import micros, moment
from . import leaving, selection
from .counts import Boundary
from .question import BadQuestion, Question, choice
from .reason_words import said_of
from .timeline import Moment, timeline

PAGE = 50
MOST = 10_000  # journeys in a file
# A cart is saved a moment before the funnel is told of it.
JUST_BEFORE = timedelta(minutes=1)
ENTRIES = {"closed": gettext_lazy("By the funnel"), "open": gettext_lazy("Wherever they came in")}
# After the purchase nobody leaves.
STAGES = FUNNEL[:-1]


@dataclass(frozen=True)
class Wanted:
    """What is asked besides the question: who left at `stage` (of all that count there, or with
    `entry` open), who met `reason` (with `value`), from where in the list on, or one journey.
    Without stage and reason: whoever left from the cart or beyond.
    """

    stage: Stage | None = None
    entry: str = "closed"
    reason: str = ""
    value: str = ""
    after: tuple[int, int] | None = None
    journey: int | None = None
    most: int = PAGE


def _told(reason: str, value: str) -> str:
    """A reason in words."""
    label = DetailName(reason).label
    parts = {"reason": label, "value": value and said_of(reason, value)}
    return _("%(reason)s: %(value)s") % parts if value else label


@dataclass(frozen=True)
class Left:
    """A journey that ended without an order, and what is known of it."""

    journey: Journey
    reasons: list[Detail] = field(default_factory=list)
    known: Known | None = None

    @property
    def stage(self) -> Stage | None:
        """The furthest stage it was at, by a chain or without."""
        return leaving.stage_of(self.journey.reached, self.journey.strays)

    @property
    def came_late(self) -> bool:
        """An order came, but too late to count in the funnel."""
        return bool(self.journey.strays >> leaving.BOUGHT)

    @property
    def why(self) -> list[str]:
        return [_told(met.name, met.value) for met in self.met]

    @property
    def met(self) -> list[Detail]:
        return [detail for detail in self.reasons if detail.name in REASONS]


@dataclass(frozen=True)
class Answer:
    question: Question
    wanted: Wanted
    rows: list[Left]
    count: int
    money: dict[str, int]
    next: str
    is_empty: bool
    timeline: list[Moment] = field(default_factory=list)
    knows: bool = True

    @property
    def sentence(self) -> str:
        """How many left, where, and with what in their carts."""
        money = ", ".join(ledger().money(value, code) for code, value in self.money.items())
        parts = {"count": f"{self.count:,}", "money": money}
        if stage := self.wanted.stage:
            parts["stage"] = stage.label
            words = _("%(count)s came to “%(stage)s” and no further.")
        elif not self.wanted.reason:
            words = _("%(count)s had a cart and left without buying, wherever they came in.")
        else:
            words = _("%(count)s left without buying.")
        if money:
            words += " " + _("In their carts: %(money)s.")
        return words % parts

    @property
    def about(self) -> str:
        """The reason that was asked for, in words."""
        if not self.wanted.reason:
            return ""
        return _told(self.wanted.reason, self.wanted.value)

    @property
    def stages(self) -> tuple[Stage, ...]:
        return STAGES

    @property
    def entries(self) -> dict:
        return ENTRIES


def answer(question: Question, asked: Mapping[str, str] | None = None) -> Answer:
    """One page of the list with its whole count and the money left behind. Raises BadQuestion."""
    wanted = read(question, asked or {})
    boundary = Boundary.now()
    gone = journeys(question, wanted, boundary)
    count, money = _sums(gone)
    rows = list(_after(gone, wanted)[: wanted.most + 1])
    more = rows[wanted.most - 1] if len(rows) > wanted.most else None
    rows = rows[: wanted.most]
    return Answer(
        question,
        wanted,
        told(rows),
        count,
        money,
        next=f"{micros(more.entry_at)}-{more.pk}" if more else "",
        is_empty=not selection.journeys(question).exists(),
        timeline=timeline(rows[0]) if wanted.journey and rows else [],
    )


def journeys(question: Question, wanted: Wanted, boundary: Boundary) -> QuerySet[Journey]:
    """Those that left: as many as the bar of `stage` lost, or as the row of the reason says."""
    if wanted.stage is None and not wanted.reason:
        return selection.acted(question).filter(leaving.left(boundary), leaving.with_a_cart())
    return selection.journeys(question).filter(_gone(wanted, boundary), _met(wanted))


def _gone(wanted: Wanted, boundary: Boundary) -> Q:
    if wanted.stage is None:
        return leaving.left(boundary)
    at = leaving.left_at_open if wanted.entry == "open" else leaving.left_at
    return at(wanted.stage, boundary)


def _met(wanted: Wanted) -> Q:
    if not wanted.reason:
        return Q()
    met = Detail.objects.filter(name=wanted.reason)
    if wanted.value:
        met = met.filter(value=wanted.value)
    return Q(id__in=met.values("journey"))


def _after(gone: QuerySet[Journey], wanted: Wanted) -> QuerySet[Journey]:
    """Newest first, from a place in the list on: pages stay as they are while visits come in."""
    gone = gone.order_by("-entry_at", "-id")
    if wanted.journey:
        return gone.filter(pk=wanted.journey)
    if not wanted.after:
        return gone
    at, pk = moment(wanted.after[0]), wanted.after[1]
    return gone.filter(Q(entry_at__lt=at) | Q(entry_at=at, id__lt=pk), entry_at__lte=at)


def _sums(gone: QuerySet[Journey]) -> tuple[int, dict[str, int]]:
    """How many, and what lay in their carts by currency, in stored units."""
    rows = gone.values_list("cart_currency").annotate(Count("id"), Sum("cart_value")).order_by()
    found = list(rows)
    money = {currency: value for currency, _number, value in found if currency and value}
    return sum(number for _currency, number, _value in found), money


def told(rows: list[Journey]) -> list[Left]:
    """The journeys with what they met and what the shop knows of them."""
    met = defaultdict(list)
    for detail in Detail.objects.filter(journey__in=rows, name__in=REASONS).order_by("at"):
        met[detail.journey_id].append(detail)
    known = known_of(rows)
    return [Left(row, met[row.pk], known.get(row.pk)) for row in rows]


def known_of(rows: list[Journey]) -> dict[int, Known]:
    """By journey's id: the latest cart that was used in it. A visitor's next journey begins with
    the next landing that opens one."""
    keys: dict[str, str] = {row.visitor: row.visitor for row in rows}
    joined = Identity.objects.filter(visitor__in=list(keys))
    keys |= dict(joined.values_list("key", "visitor"))
    carts = defaultdict(list)
    for known in ledger().known(list(keys)):
        carts[keys[known.visitor]].append(known)
    begun = _begun(list(carts))
    found = {}
    for row in rows:
        later = [at for at in begun[row.visitor] if at > row.entry_at]
        end = min(later, default=datetime.max.replace(tzinfo=UTC))
        since = row.entry_at - JUST_BEFORE
        mine = [
            known
            for known in carts[row.visitor]
            if known.at < end and (known.last or known.at) >= since
        ]
        if mine:
            found[row.pk] = max(mine, key=lambda known: known.at)
    return found


def _begun(visitors: list[str]) -> dict[str, list[datetime]]:
    found = defaultdict(list)
    rows = Journey.objects.filter(visitor__in=visitors).values_list("visitor", "entry_at")
    for visitor, at in rows:
        found[visitor].append(at)
    return found


def for_reader(request: HttpRequest, found: Answer) -> Answer:
    """Without the permission nothing that the shop knows is told but what the funnel knows too."""
    permission = ledger().for_known
    if permission and request.user.has_perm(permission):
        return found
    rows = [replace(row, known=None) for row in found.rows]
    return replace(found, rows=rows, knows=False)


def read(question: Question, asked: Mapping[str, str]) -> Wanted:
    """What is wanted besides the question. Raises BadQuestion."""
    errors: dict[str, str] = {}
    stage = choice(asked, "stage", [str(stage) for stage in STAGES], errors)
    reason = choice(asked, "reason", [str(name) for name in DetailName], errors)
    wanted = Wanted(
        Stage(stage) if stage else None,
        choice(asked, "entry", list(ENTRIES), errors) or "closed",
        reason,
        asked.get("value", "").strip()[:100] if reason else "",
        _place(asked, errors),
        _number(asked, "journey", errors),
        MOST if asked.get("format") == "csv" else PAGE,
    )
    if errors:
        raise BadQuestion(errors, question)
    return wanted


def _place(asked: Mapping[str, str], errors: dict) -> tuple[int, int] | None:
    text = asked.get("after", "").strip()
    at, _dash, pk = text.partition("-")
    if not text:
        return None
    # Sixteen digits of microseconds end in the year 2286.
    if not all(map(_is_number, (at, pk))) or len(at) > 16:
        errors["after"] = _("There is no such place in the list.")
        return None
    return int(at), int(pk)


def _number(asked: Mapping[str, str], name: str, errors: dict) -> int | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    if not _is_number(text):
        errors[name] = _("There is no such journey.")
        return None
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
