"""What the owner writes down, by the shop's own hand: notes on days, funnels of their own."""

from collections.abc import Iterable
from datetime import date

from .details import NAMES
from .models import Annotation, CustomFunnel
from .stages import Stage


def annotate(day: date, text: str) -> None:
    """A note on a day of the shop's; once, however often it is told."""
    Annotation.objects.get_or_create(day=day, text=text)


def save_funnel(name: str, steps: Iterable[str]) -> None:
    """Steps in this order, each the name of a stage or a detail; one of this name stays as it is.

    Raises ValueError for a step that nothing is recorded under.
    """
    steps = [str(step) for step in steps]
    if unknown := set(steps) - {*Stage.values, *NAMES}:
        raise ValueError(f"no stage and no detail: {', '.join(sorted(unknown))}")
    saved = {"steps": [{"name": step} for step in steps]}
    CustomFunnel.objects.get_or_create(name=name, defaults=saved)
