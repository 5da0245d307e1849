"""Fields written without templates look exactly as Django writes them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from pytest_django.asserts import assertHTMLEqual

from shop.lib.forms import CleanCharField, PlainRenderer


class Person(forms.Form):
    name = CleanCharField(max_length=20, help_text="In full.")
    email = forms.EmailField(widget=forms.EmailInput({"autocomplete": "email", "disabled": False}))
    note = CleanCharField(multiline=True, required=False)
    country = forms.ChoiceField(choices=[("TW", "Taiwan"), ("JP", "Japan")])


@pytest.mark.parametrize(
    "typed",
    [None, {}, {"name": '"><b>', "email": "a&b", "note": "\n<i>\nend", "country": "JP"}],
)
def test_as_django_writes_them(typed):
    plain, usual = (Person(typed, renderer=each()) for each in (PlainRenderer, DjangoTemplates))
    for name in Person.base_fields:
        assertHTMLEqual(str(plain[name]), str(usual[name]))
