"""Whatever the report: an empty shop, strangers, rubbish, a spreadsheet's formulas, the address."""

import csv
import io
import re
from itertools import product

import pytest

from funnel.reports import REPORTS
from funnel.reports.question import FILTERS
from tests.funnel.every_report import fill

pytestmark = pytest.mark.django_db
SLUGS = [report.slug for report in REPORTS]
FORMATS = ["html", "json", "csv"]
NAN = re.compile(rb"\bNaN\b")  # a form's token may hold these letters
RISKY = ("=", "+", "-", "@", "\t", "\r")


def ask(someone, slug, **question):
    return someone.client.get(f"/admin/funnel/{slug}/", question)


def test_none_is_missing():
    asked = "report trend times reasons who-left sources page offers planner diagnosis custom"
    assert set(SLUGS) == set(asked.split())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_shop(dora, slug, form):
    answer = ask(dora, slug, format=form)
    assert answer.status_code == 200
    assert not NAN.search(answer.content)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_full_one(dora, rf, slug):
    fill(rf)
    for unit, form in product(("journey", "visitor"), FORMATS):
        answer = ask(dora, slug, format=form, unit=unit, compare="previous")
        assert (unit, form, answer.status_code) == (unit, form, 200)
        assert not NAN.search(answer.content)


@pytest.mark.parametrize("slug", SLUGS)
def test_all_filters_at_once(dora, rf, slug):
    fill(rf)
    filters = {name: "(none)" for name in FILTERS if name != "visit"}
    for asked in (filters | {"visit": "new"}, {"product": "beans"}, {"visit": "returning"}):
        assert ask(dora, slug, format="json", **asked).status_code == 200


@pytest.mark.parametrize("slug", SLUGS)
def test_no_cell_is_run_and_numbers_are_numbers(dora, rf, slug):
    fill(rf)
    text = ask(dora, slug, format="csv", by="source").content.decode().removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(RISKY) and not number(cell)] == []
    assert any(number(cell) for cell in cells)


def number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("slug", SLUGS)
def test_rubbish_is_refused_in_words(dora, slug):
    for form in FORMATS:
        answer = ask(dora, slug, format=form, **{"from": "yesterday"})
        assert answer.status_code == 400
        assert b"year-month-day" in answer.content


@pytest.mark.parametrize("slug", SLUGS)
def test_strangers_are_refused(client, cleo, slug):
    assert client.get(f"/admin/funnel/{slug}/").status_code == 302
    assert client.post(f"/admin/funnel/{slug}/").status_code in (302, 405)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_question_goes_along_to_the_others(dora, slug):
    page = ask(dora, slug, days="7", source="fb").content.decode()
    for other in SLUGS:
        assert f"/admin/funnel/{other}/?days=7&amp;source=fb" in page


@pytest.mark.parametrize("report", REPORTS, ids=SLUGS)
def test_only_what_works_is_offered(dora, report):
    page = ask(dora, report.slug).content.decode()
    assert ('type="checkbox" name="compare"' in page) == report.compares
    assert ('<button type="submit" name="unit"' in page) == (len(report.units) > 1)


@pytest.mark.parametrize("report", REPORTS, ids=SLUGS)
def test_what_means_nothing_here_is_left_for_the_others(dora, rf, report):
    fill(rf)
    asked = {"unit": "visitor", "compare": "previous"}
    page = ask(dora, report.slug, **asked).content.decode()
    assert '<input type="hidden" name="unit" value="visitor">' in page
    assert ('type="hidden" name="compare"' in page) == (not report.compares)
    assert ("Journeys are counted here" in page) == ("visitor" not in report.units)
    said = ask(dora, report.slug, format="json", **asked).json()
    assert said["unit"] == ("visitor" if "visitor" in report.units else "journey")


@pytest.mark.parametrize("report", REPORTS, ids=SLUGS)
def test_what_is_not_offered_changes_nothing(dora, rf, report):
    fill(rf)
    plain = ask(dora, report.slug, format="csv", days="7").content
    if not report.compares:
        assert ask(dora, report.slug, format="csv", days="7", compare="previous").content == plain
    if len(report.units) == 1:
        assert ask(dora, report.slug, format="csv", days="7", unit="visitor").content == plain
