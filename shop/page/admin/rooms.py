"""What the admin pages of this room share."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from shop.lib.admin import OwnersAdmin

LONG, SENTENCES = 120, 300  # characters


class Moment(forms.DateTimeInput):
    """Day and minute by the shop's clock, typed or chosen in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class RoomyFields(admin.options.BaseModelAdmin):
    """Long lines get long fields, sentences two rows, and Markdown a handful."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": Moment}
    }

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if type(db_field) is models.TextField:
            field.widget.attrs["rows"] = 5
        elif type(db_field) is models.CharField and db_field.max_length >= SENTENCES:
            field.widget = forms.Textarea(
                {"rows": 2, "maxlength": db_field.max_length, "class": "vLargeTextField"}
            )
        elif type(db_field) is models.CharField and db_field.max_length >= LONG:
            field.widget.attrs["class"] = "vLargeTextField"
        return field


class PageRoomAdmin(RoomyFields, OwnersAdmin):
    """A page of this room."""
