"""The owner's page for funnels of their own: steps chosen from what is recorded."""

from collections.abc import Iterable, Sequence

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .details import DetailName
from .histories import Definition, Step
from .models import CustomFunnel, KnownValue
from .models.owners import LONGEST, MOST_STEPS, SHORTEST
from .reports.custom_report import called
from .reports.reason_words import page_words
from .stages import Stage

MOST_VALUES = 60  # of a detail, to choose from
AT_FIRST = 4  # steps in sight
UNITS = {1: _("minutes"), 60: _("hours"), 24 * 60: _("days")}


class StepsWidget(forms.MultiWidget):
    """A list of selects; the later ones unfold. Needs no script."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        context = self.get_context(name, value, attrs)["widget"]
        selects = []
        for place, (widget, told) in enumerate(
            zip(self.widgets, context["subwidgets"], strict=True), 1
        ):
            label = _("Step %(number)d") % {"number": place}
            chosen = told["value"][0] if told["value"] else ""
            more = {"id": told["attrs"].get("id"), "aria-label": label}
            selects.append(widget.render(told["name"], chosen, more, renderer))
        is_open = any(each["value"] not in ([""], []) for each in context["subwidgets"][AT_FIRST:])
        return render_to_string(
            "funnel/steps.html",
            {
                "shown": selects[:AT_FIRST],
                "more": selects[AT_FIRST:],
                "open": is_open,
                "start": AT_FIRST + 1,
            },
        )

    def decompress(self, value: None) -> list[str]:
        """Of an empty form; what is chosen is a list already."""
        return [""] * MOST_STEPS


class StepsField(forms.MultiValueField):
    """Up to twelve steps as `CustomFunnel.steps` keeps them; gaps close up."""

    def __init__(self, *, choices: Sequence, **kwargs) -> None:
        fields = [
            forms.ChoiceField(choices=choices, required=False) for _place in range(MOST_STEPS)
        ]
        widget = StepsWidget([forms.Select(choices=choices) for _field in fields])
        super().__init__(fields, widget=widget, require_all_fields=False, **kwargs)

    def compress(self, chosen: list[str]) -> list[dict]:
        """Raises ValidationError for fewer than two."""
        steps = [read(text) for text in chosen if text]
        if len(steps) < 2:
            raise ValidationError(_("Choose at least two steps."), code="few")
        return [
            {"name": step.name, "value": step.value} if step.value else {"name": step.name}
            for step in steps
        ]


def written(step: Step) -> str:
    """A step in a select; no name has an equals sign."""
    return f"{step.name}={step.value}" if step.value else step.name


def read(text: str) -> Step:
    return Step(*text.split("=", 1))


def choices(also: Iterable[Step] = ()) -> list:
    """All that is recorded, in groups: stages, then each detail with the values it has had.

    `also`: steps that are saved already, whose values may be older than what is still known.
    """
    values: dict[str, set[str]] = {name: set() for name in DetailName.values}
    known = KnownValue.objects.filter(dimension__in=values).values_list("dimension", "value")
    for name, value in known.distinct().order_by("dimension", "value"):
        if len(values[name]) < MOST_VALUES:
            values[name].add(value)
    for step in also:
        if step.value and step.name in values:
            values[step.name].add(step.value)
    places = {Step(*part): place for place, part in enumerate(page_words())}

    def as_on_the_page(step: Step) -> tuple:
        number = int(step.value) if step.value.isdecimal() else 0
        return places.get(step, len(places)), number, step.value

    stages = [(str(stage), stage.label) for stage in Stage]
    groups = [(_("Stages"), stages)]
    for name in DetailName:
        told = sorted((Step(str(name), value) for value in values[name]), key=as_on_the_page)
        of_it = [(written(step), called(step)) for step in told]
        any_ = f"{called(Step(str(name)))} ({_('any')})"
        groups.append((name.label, [(str(name), any_), *of_it]))
    return [("", "–"), *groups]


class CustomFunnelForm(forms.ModelForm):
    """The window is typed as a number of minutes, hours or days."""

    window = forms.IntegerField(
        label=capfirst(_("conversion window")), min_value=1, max_value=LONGEST, initial=7
    )
    unit = forms.TypedChoiceField(
        label=capfirst(_("unit")), choices=UNITS, coerce=int, initial=24 * 60
    )

    class Meta:
        model = CustomFunnel
        fields = ("name", "order")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        saved = Definition.of(self.instance).steps if self.instance.pk else ()
        self.fields["steps"] = StepsField(
            choices=choices(saved),
            label=capfirst(_("steps")),
            help_text=_("Two to twelve. The same step may stand more than once."),
            initial=[written(step) for step in saved],
        )
        if self.instance.pk:
            minutes = self.instance.window_minutes
            unit = max(unit for unit in UNITS if minutes % unit == 0)
            self.initial |= {"window": minutes // unit, "unit": unit}

    def clean(self) -> dict:
        data = super().clean()
        if data.get("window") and data.get("unit"):
            minutes = data["window"] * data["unit"]
            if not SHORTEST <= minutes <= LONGEST:
                self.add_error("window", _("Choose between 30 minutes and 90 days."))
            self.instance.window_minutes = minutes
        if "steps" in data:
            self.instance.steps = data["steps"]
        return data


@admin.register(CustomFunnel)
class CustomFunnelAdmin(admin.ModelAdmin):
    form = CustomFunnelForm
    fields = ("name", "steps", "order", ("window", "unit"))
    list_display = ("name", "shown_steps", "order", "report")
    search_fields = ("name",)

    class Media:
        css = {"all": ["funnel-admin.css"]}

    def get_form(self, request, obj=None, change=False, **kwargs) -> type[forms.ModelForm]:
        # The steps' choices are read when the form is made: no field of the class has them.
        return super().get_form(request, obj, change, **kwargs | {"fields": ("name", "order")})

    @admin.display(description=_("steps"))
    def shown_steps(self, funnel: CustomFunnel) -> str:
        return " → ".join(called(step) for step in Definition.of(funnel).steps)

    @admin.display(description=_("report"))
    def report(self, funnel: CustomFunnel) -> SafeString:
        address = f"{reverse('admin:funnel_custom')}?funnel={funnel.pk}"
        return format_html('<a href="{}">{}</a>', address, _("Look at it"))
