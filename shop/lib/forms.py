"""Form fields that take what people and strangers type without surprises."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.lib.markup import attributes
from shop.lib.text import clean, whole_number

FAR_TOO_LONG = 20  # times what a field takes: not worth the time that cleaning it would take


def input_html(widget: dict) -> SafeString:
    known = {name: widget[name] for name in ("type", "name", "value")}
    return format_html("<input{}>", attributes(known | widget["attrs"]))


def textarea_html(widget: dict) -> SafeString:
    named = attributes({"name": widget["name"]} | widget["attrs"])
    return format_html("<textarea{}>\n{}</textarea>", named, widget["value"] or "")


class Moment(forms.DateTimeInput):
    """Day and minute by the shop's clock, typed or chosen in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PlainSelect(forms.Select):
    """A list to choose from, written without a template. `choices` is a list of plain pairs.

    A value that is none of them stays to be seen, as an option of its own: nothing typed is lost.
    """

    def render(self, name: str, value: object, attrs=None, renderer=None) -> SafeString:
        chosen, known = str(value or ""), {str(key) for key, _label in self.choices}
        options = list(self.choices)
        if chosen not in known:
            options.insert(0, (chosen, chosen))
        named = attributes(self.build_attrs({**self.attrs, "name": name}, attrs))
        return format_html("<select{}>{}</select>", named, options_html(tuple(options), chosen))


def options_html(options: tuple[tuple[str, object], ...], chosen: str) -> SafeString:
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
            f"{escape(label)}</option>"
            for value, label in options
        )
    )


class PlainRenderer(DjangoTemplates):
    """Writes text fields as Django's own templates do, but in a fraction of their time."""

    WRITERS = {
        forms.TextInput.template_name: input_html,
        forms.EmailInput.template_name: input_html,
        forms.Textarea.template_name: textarea_html,
    }

    def render(self, template_name: str, context: dict, request: object = None) -> str:
        if writer := self.WRITERS.get(template_name):
            return writer(context["widget"])
        return super().render(template_name, context, request)


class CleanCharField(forms.CharField):
    """A text field whose value went through `clean`; `multiline=True` keeps line feeds."""

    def __init__(self, *, multiline: bool = False, **kwargs) -> None:
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)

    def to_python(self, value: object) -> str:
        if value in self.empty_values:
            return self.empty_value
        text = str(value)
        if self.max_length and len(text) > FAR_TOO_LONG * self.max_length:
            return text[: self.max_length + 1]  # the field's own limit says so in words
        return clean(text, multiline=self.multiline)


class WholeNumberField(forms.Field):
    """A whole number in plain digits from `least` to `most`; see `text.whole_number`."""

    widget = forms.TextInput

    def __init__(self, *, least: int = 0, most: int, **kwargs) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_python(self, value: object) -> int | None:
        if value in self.empty_values:
            return None
        return whole_number(value, least=self.least, most=self.most)


def country_codes(typed: str) -> str:
    """`country_codes("tw, jp")` → `TW JP`. Raises ValidationError."""
    codes = re.split(r"[\s,;]+", typed.strip().upper())
    if wrong := [code for code in codes if not re.fullmatch(r"[A-Z]{2}", code, re.ASCII)]:
        raise ValidationError(
            _("%(code)s is no ISO country code. Write codes such as TW JP."),
            code="country",
            params={"code": wrong[0][:20]},
        )
    return " ".join(codes)
