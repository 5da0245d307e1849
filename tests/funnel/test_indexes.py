"""What reports read comes from indexes made for them: a condition said otherwise would lose one,
and nobody would see it before there are millions of rows."""

import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext

from funnel.models import CustomFunnel
from tests.funnel.conftest import BEGIN, tell

pytestmark = pytest.mark.django_db(databases="__all__")
DAYS = {"from": str(BEGIN.date()), "to": str(BEGIN.date())}


@pytest.mark.parametrize(
    ("slug", "filters", "index"),
    [
        ("times", {"device": "phone"}, "COVERING INDEX journey_interested"),
        ("times", {"device": "phone"}, "COVERING INDEX journey_that_acted"),
        ("reasons", {"device": "phone"}, "COVERING INDEX detail_on_purpose"),
        ("report", {"term": "tea"}, "COVERING INDEX journey_by_term"),
        ("report", {"product": "tea"}, "COVERING INDEX journey_that_acted"),
        ("sources", {"device": "phone"}, "INDEX journey_of_returning"),
        ("custom", {}, "COVERING INDEX event_in_history"),
    ],
)
def test_a_filtered_report_reads_its_index(dora, slug, filters, index):
    database = connections[settings.FUNNEL_DATABASE]
    if database.vendor != "sqlite":
        pytest.skip("with few rows PostgreSQL reads the table")
    tell("L@0 E@3 C@9")
    CustomFunnel.objects.create(name="Ours", steps=[{"name": "landing"}, {"name": "cart"}])
    with CaptureQueriesContext(database) as asked:
        dora.client.get(f"/admin/funnel/{slug}/", DAYS | filters)
    assert index in "\n".join(map(plan, asked.captured_queries))


def plan(asked: dict) -> str:
    if not asked["sql"].startswith("SELECT"):
        return ""
    with connections[settings.FUNNEL_DATABASE].cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked['sql']}")
        return "\n".join(row[3] for row in cursor.fetchall())
