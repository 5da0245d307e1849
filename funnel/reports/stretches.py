"""A period by day, week or month, and how days are called on a chart and in full."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import pgettext, pgettext_lazy

from .question import Question

EVERY = {
    "day": pgettext_lazy("stretch of time", "Day"),
    "week": pgettext_lazy("stretch of time", "Week"),
    "month": pgettext_lazy("stretch of time", "Month"),
}
# A chart of more days than this is easier to read by week, of more than that by month.
MOST_DAYS, MOST_WEEKS = 62, 400
BEGINS = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
}


@dataclass(frozen=True)
class Stretch:
    """Days `first` to `last`, both included: the part of a day, week or month in the period."""

    first: date
    last: date
    every: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def label(self) -> str:
        """Short, for below a chart."""
        return month_of(self.first) if self.every == "month" else short(self.first)

    @property
    def title(self) -> str:
        """In full; a week or month at the period's edge says what part of it this is."""
        if self.first == self.last:
            return in_full(self.first)
        return f"{short(self.first)} – {short(self.last)} {year(self.last)}".strip()


def usual(question: Question) -> str:
    """How a period of this length is best looked at."""
    if question.days <= MOST_DAYS:
        return "day"
    return "week" if question.days <= MOST_WEEKS else "month"


def split(question: Question, every: str) -> list[Stretch]:
    """Weeks begin on Monday."""
    found = []
    for _, days in groupby(question.each_day(), BEGINS[every]):
        together = list(days)
        found.append(Stretch(together[0], together[-1], every))
    return found


def short(day: date) -> str:
    """`2 Mar`."""
    return date_format(day, pgettext("day on a chart, as a date format", "j M"))


def month_of(day: date) -> str:
    """`Mar 2026`."""
    return date_format(day, pgettext("month on a chart, as a date format", "M Y"))


def in_full(day: date) -> str:
    """`Monday, 2 March 2026`."""
    return date_format(day, pgettext("day in full, as a date format", "l, j F Y"))


def year(day: date) -> str:
    """Behind a span of days; empty where the year stands in front."""
    return date_format(day, pgettext("year behind a span of days, as a date format", "Y"))
