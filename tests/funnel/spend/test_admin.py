"""Spend and notes typed by hand."""

import pytest

from funnel.models import Annotation, Spend
from tests.admin.conftest import staff

pytestmark = pytest.mark.django_db
LIST = "/admin/funnel/spend/"
TYPED = {
    "day": "2026-11-01",
    "source": "Google",
    "campaign": "Winter tea",
    "currency": "usd",
    "impressions": "1000",
    "clicks": "10",
    "cost": "1,234.50",
}


def test_money_is_typed_in_main_units_and_kept_in_stored_ones(dora, storefront):
    assert dora.client.post(f"{LIST}add/", TYPED).status_code == 302
    spend = Spend.objects.get()
    assert (spend.source, spend.currency, spend.cost) == ("google", "USD", 123450)

    assert 'value="1234.50"' in dora.client.get(f"{LIST}{spend.pk}/change/").text
    assert "$1,234.50" in dora.client.get(LIST).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"cost": "abc"}, "is no amount"),
        ({"cost": "1.234", "currency": "USD"}, "fewer decimals"),
        ({"cost": "1.5", "currency": "TWD"}, "fewer decimals"),
        ({"currency": "XYZ"}, "know this currency"),
        ({"source": " "}, "required"),
        ({"clicks": "-1"}, "greater than or equal to 0"),
        # The sums of the reports would be larger than any number that a database can keep.
        ({"impressions": "9000000000000000000"}, "less than or equal to"),
        ({"clicks": "9000000000000000000"}, "less than or equal to"),
        ({"cost": "999999999999"}, "is no amount"),
    ],
)
def test_what_is_refused(dora, storefront, changed, words):
    answer = dora.client.post(f"{LIST}add/", TYPED | changed)
    assert answer.status_code == 200
    assert words in answer.text
    assert not Spend.objects.exists()


def test_the_list_leads_to_the_import(dora, storefront):
    Spend.objects.create(day="2026-11-01", source="google", currency="TWD", cost=5)
    assert "/admin/funnel/spend/import/" in dora.client.get(LIST).text
    for filters in ("?source=google", "?day__year=2026", "?day__gte=2026-11-01", "?currency=TWD"):
        assert "NT$5" in dora.client.get(LIST + filters).text


@pytest.mark.parametrize(
    ("may", "status"),
    [(["add_spend"], 403), (["change_spend"], 403), (["add_spend", "change_spend"], 200)],
)
def test_who_imports_may_replace_what_is_there(storefront, may, status):
    clerk = staff("Kim", "view_spend", *may)
    assert clerk.client.get(f"{LIST}import/").status_code == status
    assert ("spend/import/" in clerk.client.get(LIST).text) == (status == 200)


def test_a_note_on_a_day(dora, storefront):
    typed = {"day": "2026-11-01", "text": "New ad started"}
    dora.client.post("/admin/funnel/annotation/add/", typed)
    assert str(Annotation.objects.get()) == "2026-11-01: New ad started"
    assert "New ad started" in dora.client.get("/admin/funnel/annotation/").text
