"""Sources and campaigns: what each brought, by three views of credit, next to what it cost.

The measures are defined in `spend`. Conversion is the funnel's: of finished journeys, and only
where too few of them are, of all so far.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from . import credit, spend
from .counts import Boundary
from .credit import MEANINGS, TOUCHES, Brought, Credit
from .question import BY, BadQuestion, Question, choice
from .spend import Spent, percentage

KINDS = ("source", "campaign")


@dataclass(frozen=True)
class Money:
    """A currency's side of a row, in its stored units, by the chosen touch."""

    currency: str
    spent: Spent | None
    brought: Brought
    paid_for: Brought  # of what was advertised only
    orders: Fraction  # likewise, in any currency: a click in one may be an order in another

    @property
    def cost(self) -> int | None:
        return self.spent and self.spent.cost

    @property
    def per_click(self) -> Fraction | None:
        return self.spent and self.spent.per_click

    @property
    def per_order(self) -> Fraction | None:
        return self.spent and self.spent.per_order(self.orders)

    @property
    def returned(self) -> Fraction | None:
        return self.spent and self.spent.returned(self.paid_for.net)


@dataclass(frozen=True)
class Row:
    """A source or campaign: its credit by each view, and what was spent on it. All of them together
    have some that nothing was spent on: `advertised` is the credit of the others (else None).
    """

    value: str
    credits: Mapping[str, Credit]
    spent: list[Spent]
    touch: str
    final: bool
    advertised: Mapping[str, Credit] | None = None

    @property
    def held_against(self) -> Mapping[str, Credit]:
        """What costs and clicks are held against, by each view."""
        return self.credits if self.advertised is None else self.advertised

    @property
    def paid_for(self) -> Credit:
        return self.held_against[self.touch]

    @property
    def credit(self) -> Credit:
        return self.credits[self.touch]

    @property
    def impressions(self) -> int | None:
        return sum(spent.impressions for spent in self.spent) if self.spent else None

    @property
    def clicks(self) -> int | None:
        return sum(spent.clicks for spent in self.spent) if self.spent else None

    @property
    def click_rate(self) -> float | None:
        """CTR."""
        return percentage(self.clicks or 0, self.impressions or 0)

    @property
    def conversion(self) -> float | None:
        return self.credit.conversion(final=self.final)

    @property
    def of_clicks(self) -> float | None:
        """CVR."""
        return percentage(self.paid_for.orders, self.clicks or 0)

    @property
    def money(self) -> list[Money]:
        """A line per currency that was spent or earned."""
        spent = {part.currency: part for part in self.spent}
        earned, paid_for = dict(self.credit.earned), dict(self.paid_for.earned)
        return [
            Money(
                code,
                spent.get(code),
                earned.get(code, Brought()),
                paid_for.get(code, Brought()),
                self.paid_for.orders,
            )
            for code in sorted(spent.keys() | earned.keys())
        ]

    @property
    def side_by_side(self) -> list[Credit]:
        return [self.credits[name] for name in TOUCHES]


@dataclass(frozen=True)
class Answer:
    """`spend_is_known`: whether the filters ask only for what lines of spend tell, too."""

    question: Question
    touch: str
    rows: list[Row]
    whole: Row
    spend_is_known: bool

    @property
    def by_label(self) -> str:
        return BY[self.question.by]

    @property
    def kinds(self) -> dict[str, str]:
        return {name: BY[name] for name in KINDS}

    @property
    def touches(self) -> dict[str, str]:
        return TOUCHES

    @property
    def meanings(self) -> list[tuple[str, str]]:
        return [(TOUCHES[name], words) for name, words in MEANINGS.items()]

    @property
    def final(self) -> bool:
        """Whether conversions are those of finished journeys; else of all so far."""
        return self.whole.final

    @property
    def has_spend(self) -> bool:
        return bool(self.whole.spent)

    @property
    def is_empty(self) -> bool:
        return not self.rows


def answer(question: Question, asked: Mapping[str, str]) -> Answer:
    """`by`: source or campaign; `touch`: first, last or linear. Raises BadQuestion."""
    errors: dict[str, str] = {}
    touch = choice(asked, "touch", tuple(TOUCHES), errors) or "last"
    by = choice(asked, "by", KINDS, errors) or "campaign"
    if errors:
        raise BadQuestion(errors, question)
    question = replace(question, by=by)
    views = credit.views(question, Boundary.now())
    spent = spend.by_value(question)
    whole = {name: credit.total(view) for name, view in views.items()}
    final = whole["first"].is_final
    values = {value for view in views.values() for value, part in view.items() if part != Credit()}
    rows = [
        Row(
            value,
            {name: view.get(value, Credit()) for name, view in views.items()},
            spent.get(value, []),
            touch,
            final,
        )
        for value in values | spent.keys()
    ]
    advertised = {
        name: credit.total({row.value: row.credits[name] for row in rows if row.spent})
        for name in views
    }
    return Answer(
        question,
        touch,
        sorted(rows, key=_largest_first),
        Row("", whole, spend.totals(question), touch, final, advertised),
        spend.is_known(question),
    )


def _largest_first(row: Row) -> tuple:
    return (-row.credit.journeys, -(row.impressions or 0), row.value)
