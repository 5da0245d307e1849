"""What an owner asks of the report, read off the address and checked."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..cuts import DIMENSIONS, coarsest
from ..models import TOUCH

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
PRESETS = {
    1: gettext_lazy("Today"),
    7: gettext_lazy("7 days"),
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
}
USUAL_DAYS = 30
UNITS = {"journey": gettext_lazy("Journeys"), "visitor": gettext_lazy("Visitors")}
VISITS = {"new": gettext_lazy("New"), "returning": gettext_lazy("Returning")}
# What can be asked for alone. The daily sums know `DIMENSIONS`; the others are read off journeys.
FILTERS = {
    "source": gettext_lazy("Source"),
    "medium": gettext_lazy("Medium"),
    "campaign": gettext_lazy("Campaign"),
    "term": gettext_lazy("Search term"),
    "content": gettext_lazy("Ad content"),
    "referrer": gettext_lazy("Referring site"),
    "device": gettext_lazy("Device"),
    "page": gettext_lazy("Page"),
    "visit": gettext_lazy("New or returning"),
    "product": gettext_lazy("Product in the cart"),
    "coupon": gettext_lazy("Coupon used"),
    "country": gettext_lazy("Country of the order"),
}
BY = {
    "source": gettext_lazy("Source"),
    "medium": gettext_lazy("Medium"),
    "campaign": gettext_lazy("Campaign"),
    "device": gettext_lazy("Device"),
    "page": gettext_lazy("Page"),
    "last_source": gettext_lazy("Source of the last touch"),
    "last_medium": gettext_lazy("Medium of the last touch"),
    "last_campaign": gettext_lazy("Campaign of the last touch"),
    "term": gettext_lazy("Search term"),
    "content": gettext_lazy("Ad content"),
    "referrer": gettext_lazy("Referring site"),
    "visit": gettext_lazy("New or returning"),
}
DAY_BY_DAY = "day"  # a breakdown of the trend's, which no owner asks for by name
FORMATS = ("html", "json", "csv")
LONGEST = 100


class BadQuestion(ValueError):
    """`errors`: what is wrong with which parameter, in words. `question`: what was understood."""

    def __init__(self, errors: dict[str, str], question: "Question") -> None:
        super().__init__(errors)
        self.errors, self.question = errors, question


@dataclass(frozen=True)
class Question:
    """Days `first` to `last`, both included, in the shop's time zone."""

    first: date
    last: date
    unit: str = "journey"
    by: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    compare: bool = False
    times: bool = False

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after the period."""
        return midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def each_day(self) -> list[date]:
        return [self.first + timedelta(days=day) for day in range(self.days)]

    @property
    def by_last_touch(self) -> bool:
        return self.by in TOUCH

    @property
    def first_touch(self) -> str:
        """What the daily sums are broken down by: they know the first touch only."""
        return self.by.removeprefix("last_")

    @property
    def in_sums(self) -> bool:
        """Whether the daily sums know all that is asked; else journeys are read."""
        known = {*DIMENSIONS, DAY_BY_DAY, ""}
        return self.first_touch in known and known.issuperset(self.filters)

    @property
    def cut(self) -> str:
        """Which of the daily sums answers this."""
        return coarsest({*self.filters, self.first_touch} - {"", DAY_BY_DAY})

    def previous(self) -> "Question":
        """The same of as many days just before."""
        length = timedelta(days=self.days)
        return replace(self, first=self.first - length, last=self.last - length, by="")


def midnight(day: date) -> datetime:
    """When a day begins in the shop; with a change of the clocks it has 23 or 25 hours."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())


def read(asked: Mapping[str, str]) -> Question:
    """The question behind the report's parameters. Raises BadQuestion."""
    errors: dict[str, str] = {}
    first, last = _period(asked, errors)
    filters = {name: _value(asked, name, errors) for name in FILTERS}
    filters["visit"] = choice(asked, "visit", VISITS, errors)
    question = Question(
        first,
        last,
        unit=choice(asked, "unit", UNITS, errors) or "journey",
        by=choice(asked, "by", BY, errors),
        filters={name: value for name, value in filters.items() if value},
        compare=bool(choice(asked, "compare", ("previous",), errors)),
        times=bool(choice(asked, "times", ("1",), errors)),
    )
    choice(asked, "format", FORMATS, errors)
    if errors:
        raise BadQuestion(errors, question)
    return question


def _period(asked: Mapping[str, str], errors: dict[str, str]) -> tuple[date, date]:
    """So many `days` up to today; only without these from one day to the other.

    The form's buttons for the days send its other fields along, also those of the period.
    """
    days = choice(asked, "days", [str(days) for days in PRESETS], errors)
    if days:
        return today() - timedelta(days=int(days) - 1), today()
    first, last = _day(asked, "from", errors), _day(asked, "to", errors)
    if last is None:
        last = max(today(), first or EARLIEST)
    if first is None:
        first = max(last - timedelta(days=USUAL_DAYS - 1), EARLIEST)
    if last < first and not errors:
        errors["to"] = _("The period ends before it begins.")
    if errors:
        return today() - timedelta(days=USUAL_DAYS - 1), today()
    return first, last


def _day(asked: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        errors[name] = _("Write a day as year-month-day, such as 2026-03-31.")
    elif not EARLIEST <= day <= LATEST:
        errors[name] = _("Choose a day between 2000 and 2099.")
        return None
    return day


def choice(asked: Mapping[str, str], name: str, choices, errors: dict[str, str]) -> str:
    value = asked.get(name, "").strip()
    if value and value not in choices:
        errors[name] = _("Choose one of: %(choices)s.") % {"choices": ", ".join(choices)}
        return ""
    return value


def _value(asked: Mapping[str, str], name: str, errors: dict[str, str]) -> str:
    value = asked.get(name, "").strip()
    if len(value) > LONGEST:
        errors[name] = _("No recorded value is longer than %(most)d characters.") % {
            "most": LONGEST
        }
    elif any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        errors[name] = _("This holds characters that no recorded value has.")
    else:
        return value
    return ""
