"""Who may ask, and what is answered to a question that makes no sense."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from funnel.reports import REPORTS
from funnel.reports.question import BadQuestion, read, today
from tests.funnel.asking import ADDRESS, ask, counts, get

pytestmark = pytest.mark.django_db
SENSELESS = {
    "no day": {"from": "yesterday"},
    "no such day": {"to": "2026-02-30"},
    "other digits": {"from": "٢٠٢٦-٠١-٠١"},
    "week dates": {"from": "2026-W01-1"},
    "first day of all": {"from": "0001-01-01"},
    "last day of all": {"to": "9999-12-31"},
    "backwards": {"from": "2026-03-02", "to": "2026-03-01"},
    "unknown unit": {"unit": "person"},
    "unknown breakdown": {"by": "journeys); DROP TABLE funnel_event; --"},
    "unknown format": {"format": "xml"},
    "unknown comparison": {"compare": "last_year"},
    "endless": {"source": "x" * 10_000},
    "endless breakdown": {"by": "x" * 10_000},
    "line feed": {"campaign": "a\nb"},
    "days": {"days": "-1"},
}


@pytest.mark.parametrize("name", SENSELESS)
def test_what_makes_no_sense_is_refused_in_words(dora, name):
    answer = dora.client.get(ADDRESS, SENSELESS[name])
    wrong = [*SENSELESS[name]][-1]

    assert answer.status_code == 400
    assert f"<li><b>{wrong.capitalize()}</b>: " in answer.content.decode()


def test_what_was_typed_stays_in_the_form(dora):
    """The error speaks of these days; no other period may look chosen beside it."""
    page = get(dora, from_="2026-03-02", to="2026-03-01", source="line", unit="visitor")
    page = page.content.decode()

    assert 'name="from" value="2026-03-02"' in page
    assert 'name="to" value="2026-03-01" aria-invalid="true"' in page
    assert '<option value="line" selected>line</option>' in page
    assert 'aria-current="true">30 days' not in page


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_refusals_have_the_wanted_format(dora, format_):
    answer = get(dora, format=format_, to="rubbish")

    assert answer.status_code == 400
    assert "Write a day as year-month-day" in answer.content.decode()
    assert "html" not in answer["Content-Type"]


def test_nul_is_refused(dora):
    assert dora.client.get(ADDRESS + "?source=%00").status_code == 400


def test_the_books_do_not_answer_for_a_filter(dora, ben, variant):
    """Ben's order stands in the ledger, whatever source is asked for."""
    ben.client.get("/")
    ben.buy(variant)

    page = get(dora, source="nowhere").content.decode()

    assert "No visit in these days fits the filters." in page
    assert "Take the filters off" in page
    assert "No visits" not in page
    assert ask(dora, source="nowhere")["sentence"] == "No visit in these days fits the filters."


@pytest.mark.parametrize("value", ["' OR 1=1 --", "%_", "\ufffd", "茶", "👩‍🌾", "x" * 100])
def test_an_unknown_value_finds_nothing(dora, value):
    assert counts(ask(dora, source=value)) == [0] * 7
    assert "fits the filters" in get(dora, source=value).content.decode()


def test_only_the_last_of_several_answers_counts(dora):
    assert dora.client.get(ADDRESS + "?unit=nobody&unit=visitor").status_code == 200


@pytest.mark.parametrize("edge", ["2000-01-01", "2099-12-31"])
def test_the_edges_of_time_can_be_asked_for(dora, edge):
    said = ask(dora, from_=edge, to=edge, compare="previous", unit="visitor", by="source")

    assert counts(said) == [0] * 7


def test_without_days_the_last_thirty():
    question = read({})

    assert question.days == 30
    assert read({"days": "7"}).days == 7
    assert read({"from": "2026-03-01", "to": "2026-03-31"}).days == 31
    assert read({"to": "2000-01-02"}).first == date(2000, 1, 1)


def test_a_period_that_was_pressed_goes_before_the_fields(dora):
    """Its button sends the whole form, with the days that stood there, right or wrong."""
    question = read({"days": "7", "from": "2026-03-02", "to": "rubbish", "source": "line"})

    assert (question.days, question.last) == (7, today())
    assert question.filters == {"source": "line"}


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(BadQuestion) as bad:
        read({"from": "x", "by": "y", "unit": "z"})

    assert bad.value.errors.keys() == {"from", "by", "unit"}


def test_each_report_has_its_address(dora):
    for report in REPORTS:
        assert dora.client.get(reverse(f"admin:funnel_{report.slug}")).status_code == 200


def test_a_stranger_is_sent_to_the_door(client):
    answer = client.get(ADDRESS)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_staff_needs_the_permission(client):
    cleo = User.objects.create_user("cleo", password="mist-and-rain-3", is_staff=True)
    client.force_login(cleo)
    assert client.get(ADDRESS).status_code == 403

    cleo.user_permissions.add(Permission.objects.get(codename="view_dailytotal"))
    assert client.get(ADDRESS).status_code == 200


def test_a_customer_with_the_permission_is_no_staff(client):
    ben = User.objects.create_user("ben", password="mist-and-rain-3")
    ben.user_permissions.add(Permission.objects.get(codename="view_dailytotal"))
    client.force_login(ben)

    assert client.get(ADDRESS).status_code == 302


def test_it_is_only_read(dora):
    assert dora.client.post(ADDRESS).status_code == 405
