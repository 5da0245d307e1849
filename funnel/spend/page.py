"""The owner's page: choose a file, look at how it is understood, import it."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .form import FileForm, RuleForm, first_values, unpack
from .importing import Outcome, compare, keep
from .lines import Reading, Sums, read_lines
from .table import Table, Unreadable, read

FIRST, MOST_ERRORS = 8, 20
KINDS = {
    "Google Ads": _(
        "Campaigns, segmented by day, with impressions, clicks, cost and the currency code. The "
        "title above and the totals below may stay."
    ),
    "Meta Ads": _("Campaigns with a breakdown by day: impressions, link clicks, amount spent."),
}
PLAIN = "day, source, campaign, impressions, clicks, cost, currency"


@dataclass(frozen=True)
class Look:
    """How a file is understood, for the page."""

    table: Table
    reading: Reading
    outcome: Outcome | None

    @property
    def rows(self) -> list[dict]:
        names = ("day", "source", "campaign", "currency")
        first = list(self.reading.spend.items())[:FIRST]
        return [dict(zip(names, key, strict=True)) | {"sums": sums} for key, sums in first]

    @property
    def more(self) -> int:
        return max(0, len(self.reading.spend) - FIRST)

    @property
    def errors(self) -> list[tuple[int, str]]:
        return self.reading.errors[:MOST_ERRORS]

    @property
    def more_errors(self) -> int:
        return max(0, len(self.reading.errors) - MOST_ERRORS)

    @property
    def period(self) -> str:
        days = [key[0] for key in self.reading.spend]
        first, last = min(days).isoformat(), max(days).isoformat()
        return first if first == last else f"{first} – {last}"

    @property
    def totals(self) -> dict[str, Sums]:
        """By currency."""
        found = defaultdict(Sums)
        for key, sums in self.reading.spend.items():
            found[key[3]] += sums
        return dict(found)


def spend_import(request: HttpRequest, context: dict) -> HttpResponse:
    """GET shows the form; POST looks at a file, and with `import` keeps it: all of it or nothing.

    The file travels along in a field of the form, so nothing waits on the server.
    """
    if request.method != "POST":
        return _page(request, context, FileForm())
    if "packed" in request.POST:
        return _look_again(request, context)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, context, form)
    table = form.cleaned_data["table"]
    rule = RuleForm(first_values(table), table=table)
    return _look(request, context, table, rule, form.cleaned_data["packed"])


def _look_again(request: HttpRequest, context: dict) -> HttpResponse:
    packed = request.POST["packed"]
    try:
        table = read(unpack(packed))
    except Unreadable as error:
        form = FileForm({})
        form.add_error(None, str(error))
        return _page(request, context, form)
    return _look(request, context, table, RuleForm(request.POST, table=table), packed)


def _look(
    request: HttpRequest, context: dict, table: Table, rule: RuleForm, packed: str
) -> HttpResponse:
    reading = read_lines(table, rule.rule()) if rule.is_valid() else Reading()
    good = rule.is_valid() and not reading.errors
    seen = str(rule.rule()) if good else ""
    # Who changed how the file is read gets to see what that makes of it first.
    if good and "import" in request.POST and request.POST.get("seen") == seen:
        messages.success(request, _said(keep(reading.spend)))
        return redirect("admin:funnel_spend_changelist")
    look = Look(table, reading, compare(reading.spend) if good else None)
    page = {"look": look, "rule": rule, "packed": packed, "seen": seen}
    return _page(request, {**context, **page}, FileForm())


def _said(outcome: Outcome) -> str:
    return gettext("Imported: %(new)d new, %(changed)d changed, %(same)d as before.") % {
        "new": outcome.new,
        "changed": outcome.changed,
        "same": outcome.same,
    }


def _page(request: HttpRequest, context: dict, form: FileForm) -> HttpResponse:
    return render(
        request,
        "funnel/spend_import.html",
        {**context, "form": form, "kinds": KINDS, "plain": PLAIN},
    )
