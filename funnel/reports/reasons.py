"""Drop-off reasons: what journeys stumbled over, how many of them left, and the money they left.

That somebody left who met it proves nothing; so each stands beside those at the same stage who
didn't meet it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..details import DetailName
from ..models import Purchase
from ..stages import Stage
from . import counts, leaving, selection
from .counts import Boundary, Counts
from .groups import Group, Groups
from .intervals import differ
from .last_touches import Touch, last_touches
from .leak import FEWEST
from .question import Question
from .reason_words import said_of
from .sums import query

# Where each can be met: beside those who met it stand the others who came at least as far.
MET_AT = {
    DetailName.FIELD_ERROR: Stage.CHECKOUT_DELIVERY,
    DetailName.COUPON_REFUSED: Stage.CART,
    DetailName.STOCK_REFUSED: Stage.CART,
    DetailName.DELIVERY_PRICE: Stage.CART,
    DetailName.PAYMENT_DECLINED: Stage.CHECKOUT_PAYMENT,
    DetailName.PRICE_CHANGED: Stage.CART,
}
# A field's name begins with where it is asked for: "payment.payment_method".
ASKED_AT = {
    "cart": Stage.CART,
    "order": Stage.CHECKOUT_ORDER,
    "delivery": Stage.CHECKOUT_DELIVERY,
    "payment": Stage.CHECKOUT_PAYMENT,
}
TITLES = {
    DetailName.FIELD_ERROR: _("A field of the form was refused"),
    DetailName.COUPON_REFUSED: _("A coupon was refused"),
    DetailName.STOCK_REFUSED: _("Not enough was in stock"),
    DetailName.DELIVERY_PRICE: _("The delivery price at first sight"),
    DetailName.PAYMENT_DECLINED: _("The payment was declined"),
    DetailName.PRICE_CHANGED: _("Something changed before the order"),
}
MOST_SHOWN = 20  # of what was touched last
# Every cart is shown some price of delivery: that is nothing which one does, and all have met one.
BY_VALUE_ONLY = DetailName.DELIVERY_PRICE


@dataclass(frozen=True)
class Row:
    """A reason: those who met it, and the others who were where it can be met."""

    name: str
    value: str
    met: Group
    others: Group

    @property
    def label(self) -> str:
        return said_of(self.name, self.value)

    @property
    def stage(self) -> Stage:
        return met_at(self.name, self.value)

    @property
    def too_few(self) -> bool:
        return self.met.too_few or self.others.too_few

    @property
    def differs(self) -> bool:
        """Whether those who met it left at another rate, by more than luck."""
        if self.too_few:
            return False
        met, others = self.met, self.others
        return differ(met.left, met.finished, others.left, others.finished)

    @property
    def worse(self) -> bool:
        return self.differs and self.met.rate > self.others.rate


@dataclass(frozen=True)
class Kind:
    """Reasons of one kind, the one that cost most journeys first; `whole` is all of them."""

    name: str
    stage: Stage
    whole: Row
    rows: list[Row]

    @property
    def title(self) -> str:
        return TITLES[self.name]

    @property
    def names_stages(self) -> bool:
        """Whether some of them are met at another stage."""
        return any(row.stage != self.stage for row in self.rows)

    @property
    def has_whole(self) -> bool:
        return len(self.rows) > 1 and bool(self.whole.met.journeys)


@dataclass(frozen=True)
class Answer:
    question: Question
    kinds: list[Kind]
    touches: list[Touch]
    is_empty: bool

    @property
    def most_touched(self) -> list[Touch]:
        return self.touches[:MOST_SHOWN]

    @property
    def more_touched(self) -> int:
        """How many there are besides."""
        return len(self.touches[MOST_SHOWN:])

    @property
    def fewest(self) -> int:
        return FEWEST

    @property
    def sentence(self) -> str:
        """What stands out, or that nothing does."""
        if not self.kinds:
            return gettext("Nobody met anything that the shop knows of in these days.")
        if not any(row.met.finished for kind in self.kinds for row in kind.rows):
            return gettext("All who met a reason are still open: they may yet buy.")
        if all(row.too_few for kind in self.kinds for row in kind.rows):
            return gettext("Too few met a reason to tell whether they left for it.")
        if not (row := self.worst):
            return gettext("Nobody left more often than the others for a reason that was recorded.")
        return gettext(
            "“%(reason)s”: %(left)s of %(met)s who met it left, %(rate)s against %(others)s of the "
            "others."
        ) % {
            "reason": row.label,
            "left": f"{row.met.left:,}",
            "met": f"{row.met.finished:,}",
            "rate": f"{row.met.rate:.0f}\u202f%",
            "others": f"{row.others.rate:.0f}\u202f%",
        }

    @property
    def worst(self) -> Row | None:
        """Of those that cost more than luck, the one that cost most journeys."""
        rows = [row for kind in self.kinds for row in kind.rows if row.worse]
        return max(rows, key=lambda row: row.met.left, default=None)


def answer(question: Question, asked: Mapping[str, str] | None = None) -> Answer:
    """Counts journeys, whatever the unit: reasons are met by a try, and not by a person."""
    boundary = Boundary.now()
    everybody = Counts()
    for part in counts.journeys(replace(question, by=""), boundary).values():
        everybody += part
    at_stage = _at_stage(everybody, _bought_late(question, boundary))
    met, whole = _met(question, boundary)
    kinds = [_kind(name, at_stage, met[name], whole[name]) for name in MET_AT]
    return Answer(
        question,
        [kind for kind in kinds if kind.rows],
        last_touches(question, boundary),
        not selection.journeys(question).exists(),
    )


def met_at(name: str, value: str) -> Stage:
    """Where a reason is met."""
    step = value.partition(".")[0] if name == DetailName.FIELD_ERROR else ""
    return ASKED_AT.get(step) or MET_AT[DetailName(name)]


def _kind(name: str, everybody: dict[Stage, Group], met: dict[str, Groups], whole: Groups) -> Kind:
    rows = [_row(name, value, everybody, groups) for value, groups in met.items()]
    rows.sort(key=lambda row: (-row.met.left, -row.met.journeys, row.value))
    all_of_them = _row(name, "", everybody, whole)
    if any(row.stage != all_of_them.stage for row in rows):
        # Met at several stages, so that there are no others who were at the same one.
        all_of_them = replace(all_of_them, others=Group())
    return Kind(name, MET_AT[name], all_of_them, rows)


def _row(name: str, value: str, everybody: dict[Stage, Group], found: Groups) -> Row:
    return Row(name, value, found.all, everybody[met_at(name, value)] - found.there)


def _met(
    question: Question, boundary: Boundary
) -> tuple[dict[str, dict[str, Groups]], dict[str, Groups]]:
    """By kind and value, and by kind alone with each journey once."""
    met = defaultdict(lambda: defaultdict(Groups))
    whole = defaultdict(Groups)
    for name, value, for_kind, reached, strays, is_open, *rest in _met_rows(question, boundary):
        currency, number, money = rest
        outcome = {
            "left": leaving.furthest(reached, strays) < leaving.BOUGHT,
            "is_open": bool(is_open),
            "currency": currency,
            "value": int(money),
        }
        met[name][value].add(number, there=reached >= met_at(name, value).number, **outcome)
        if for_kind:
            whole[name].add(number, there=reached >= MET_AT[name].number, **outcome)
    return met, whole


def _met_rows(question: Question, boundary: Boundary) -> Iterator[tuple]:
    """Counted together where the outcome is the same. A journey has each name and value once; of
    the values of one name, its first stands for the journey (where kinds are counted as a whole).
    """
    columns = ("reached", "strays", "last_landing_at", "cart_currency", "cart_value")
    met, values = selection.with_details(selection.stumbled(question), MET_AT, *columns)
    return query(
        "SELECT d.name, d.value, d.name <> %s AND NOT EXISTS (SELECT 1 FROM funnel_detail o "  # noqa: S608
        "WHERE o.journey_id = d.journey_id AND o.name = d.name AND o.value < d.value), "
        "j.reached, j.strays, j.last_landing_at > %s, j.cart_currency, "
        f"COUNT(*), SUM(j.cart_value) {met} GROUP BY 1, 2, 3, 4, 5, 6, 7",
        [BY_VALUE_ONLY, boundary.at, *values],
    )


def _at_stage(everybody: Counts, late: list[tuple[int, bool]]) -> dict[Stage, Group]:
    """Everybody who came as far as a stage, as the funnel counts them; who bought late bought."""
    found = {}
    bought = everybody.reached[-1] - everybody.still_open[-1]
    for stage in {*MET_AT.values(), *ASKED_AT.values()}:
        place = stage.number - 1
        came, still_open = everybody.reached[place], everybody.still_open[place]
        too = sum(reached >= stage.number and not is_open for reached, is_open in late)
        found[stage] = Group(came, still_open, left=came - still_open - bought - too)
    return found


def _bought_late(question: Question, boundary: Boundary) -> list[tuple[int, bool]]:
    """How far those came by their chain whose order extends none, and whether they are open."""
    orders = Purchase.objects.filter(kind=Purchase.Kind.LATE, at__gte=question.start)
    late = selection.acted(question).filter(id__in=orders.values("journey"))
    late = late.filter(reached__lt=leaving.BOUGHT).annotate(open=boundary.is_open())
    return list(late.order_by().values_list("reached", "open"))
