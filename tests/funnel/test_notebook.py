"""What the shop writes down for the owner."""

from datetime import date

import pytest

from funnel.api import DetailName, Stage, annotate, save_funnel
from funnel.models import Annotation, CustomFunnel

pytestmark = pytest.mark.django_db


def test_a_note_is_written_once():
    for _time in range(2):
        annotate(date(2026, 3, 2), "New ad")
    assert str(Annotation.objects.get()) == "2026-03-02: New ad"


def test_a_funnel_is_saved_and_then_the_owners():
    save_funnel("Beans", (Stage.LANDING, DetailName.QUESTION))
    CustomFunnel.objects.update(order="unordered")
    save_funnel("Beans", (Stage.LANDING, Stage.CART))

    funnel = CustomFunnel.objects.get()
    assert funnel.steps == [{"name": "landing"}, {"name": "question"}]
    assert funnel.order == "unordered"


def test_a_step_that_nothing_is_recorded_under_is_refused():
    with pytest.raises(ValueError, match="daydream"):
        save_funnel("Beans", (Stage.LANDING, "daydream"))
    assert not CustomFunnel.objects.exists()
