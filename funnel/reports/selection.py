"""Which journeys a question is about: the one place that says so, for every report.

The daily sums know some of it only (`Question.in_sums`); what they say has to be the same.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import In

from ..details import DetailName
from ..journeys import NONE, ORIGIN
from ..models import Detail, Journey, Purchase, recorded
from ..stages import Stage
from .question import Question
from .sums import holes

OF_DETAILS = ("product", "coupon", "country")


def journeys(question: Question) -> QuerySet[Journey]:
    """The journeys that were entered in the period and fit the filters."""
    return Journey.objects.counted().filter(_entered(question))


def acted(question: Question) -> QuerySet[Journey]:
    """Those of them that came to the cart, or anywhere beyond, or stumbled."""
    return journeys(question).acted()


def stumbled(question: Question) -> QuerySet[Journey]:
    """Those of them that met a reason."""
    return acted(question).filter(stumbled=True)


def orders(question: Question) -> QuerySet[Purchase]:
    """Theirs, of any kind, whenever they came."""
    of = "journey__"
    sold = Purchase.objects.filter(recorded.acted(of), may_have_bought(of))
    return sold.filter(_entered(question, of))


def _entered(question: Question, prefix: str = "") -> Q:
    """The condition for the journeys; `prefix` leads from another table to them."""
    within = {f"{prefix}entry_at__gte": question.start, f"{prefix}entry_at__lt": question.end}
    found = Q(**within)
    if any(question.filters.get(name, NONE) != NONE for name in OF_DETAILS):
        found &= recorded.acted(prefix)  # the cart tells these, or a stage behind it
    return found & fits(question.filters, prefix)


def may_have_bought(prefix: str = "") -> Q:
    """The condition for journeys that can have an order: it is the furthest stage, or extended no
    chain. Few, and told by the indexes. `prefix` leads from another table to the journeys."""
    return Q(**{f"{prefix}reached": Stage.PURCHASE.number}) | Q(**{f"{prefix}strays__gt": 0})


def came_back(question: Question, prefix: str = "") -> Q:
    """The condition for those that landed again and fit the filters: a few, in one index.

    `prefix` leads from another table to the journeys.
    """
    landed_again = {
        # By day and not by time, which would lure SQLite into the index of all journeys.
        f"{prefix}day__gte": question.first,
        f"{prefix}day__lte": question.last,
        f"{prefix}last_landing_at__gte": question.start,
        f"{prefix}last_landing_at__gt": F(f"{prefix}entry_at"),
    }
    return Q(**landed_again) & fits(question.filters, prefix)


def with_details(
    rows: QuerySet[Journey], names: Iterable[DetailName], *columns: str
) -> tuple[str, list]:
    """Such journeys with what is known of them by these names, as the end of a statement and its
    values: `j` has the id and these columns, `d` the detail.

    From the journeys to the details, which SQLite does where a cross join is written so.
    """
    entered, values = rows.order_by().values("id", *columns).query.sql_with_params()
    names = list(map(str, names))
    return (
        f"FROM ({entered}) j CROSS JOIN funnel_detail d "
        f"WHERE d.journey_id = j.id AND d.name IN ({holes(names)})",
        [*values, *names],
    )


def fits(filters: Mapping[str, str], prefix: str = "") -> Q:
    """The filters as a condition; `prefix` leads from another table to the journeys.

    "(none)" asks for those of which nothing is known: no search term, no coupon.
    """
    found = Q()
    for name, value in filters.items():
        if name == "visit":
            found &= Q(**{f"{prefix}ordinal{'' if value == 'new' else '__gt'}": 1})
        elif name in OF_DETAILS:
            journey = f"{prefix}id"
            found &= ~has(name, "", journey) if value == NONE else has(name, value, journey)
        elif name in ORIGIN and value == NONE:
            found &= Q(**{prefix + name: ""})
        elif name in ORIGIN:
            # With the condition of the index that holds those that have one.
            found &= Q(**{prefix + name: value, f"{prefix}{name}__gt": ""})
        else:
            found &= Q(**{prefix + name: value})
    return found


def has(name: str, value: str = "", journey: str = "id") -> Q:
    """The condition that the journey of this column has a detail of this name (and value, if any).

    With 0 added, so that no database begins with the details and fetches each one's journey: the
    index of those that acted is far quicker to go through.
    """
    told = Detail.objects.filter(name=name)
    if value:
        told = told.filter(value=value)
    return Q(In(F(journey) + 0, told.values("journey").query))


def value_of(by: str, prefix: str = "") -> Combinable:
    """The column, or what stands for it, by which a question breaks down; "" for nothing."""
    if not by:
        return Value("")
    if by == "visit":
        return Case(
            When(**{f"{prefix}ordinal": 1, "then": Value("new")}), default=Value("returning")
        )
    if by in ORIGIN:
        return Case(When(**{prefix + by: "", "then": Value(NONE)}), default=F(prefix + by))
    return F(prefix + by)
