"""What must always hold is seen when it doesn't, and mended by a rebuild."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F

from funnel.invariants import broken
from funnel.models import DailyMoney, DailyTotal, Event, Journey, Purchase
from tests.funnel.conftest import tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_week():
    tell("L@0 E@30 C@60 1@90 2@120 3@150 P@180", visitor="ada")
    tell("L@0 L@8d C@8d+60", visitor="ben")
    tell("1@0 P@10", visitor="cleo")
    tell("E@0", visitor="dora")


def rebuild() -> str:
    out = StringIO()
    call_command("funnel_rebuild", stdout=out, stderr=StringIO())
    return out.getvalue()


def everything() -> list:
    return [list(model.objects.order_by("id").values()) for model in (Journey, Purchase)]


def test_a_sound_store_has_no_complaints_and_a_rebuild_changes_nothing():
    before = everything()

    assert broken() == []
    assert "Visitors with other rows than before: 0; wrong sums: 0." in rebuild()
    assert everything() == before


DAMAGE = {
    "a journey's stage": lambda: Journey.objects.filter(reached=7).update(reached=6),
    "a journey's day": lambda: Journey.objects.filter(reached=7).update(day="2020-01-01"),
    "a lost journey": lambda: Journey.objects.filter(visitor="ben", ordinal=2).delete(),
    "a journey of nobody": lambda: Journey.objects.filter(visitor="ben").update(visitor="x"),
    "a purchase's kind": lambda: Purchase.objects.update(kind="late"),
    "a total": lambda: DailyTotal.objects.filter(cut="").update(journeys=F("journeys") + 1),
    "money": lambda: DailyMoney.objects.update(gross=F("gross") + 1),
    "lost totals": lambda: DailyTotal.objects.all().delete(),
    "lost events": lambda: Event.objects.filter(visitor="ada", name="cart").delete(),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_seen_and_mended(damage):
    DAMAGE[damage]()
    assert broken()

    rebuild()

    assert broken() == []
