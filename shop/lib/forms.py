"""Form fields that take what people and strangers type without surprises."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop.lib.text import clean, whole_number


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
        return clean(str(value), multiline=self.multiline)


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
