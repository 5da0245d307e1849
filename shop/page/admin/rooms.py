"""What the admin pages of this room share: roomy fields, and changes that are seen at once."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

from shop.lib.admin import OwnersAdmin
from shop.page.document import forget_pages

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
    """What is saved here is on the page at once."""

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return shown_at_once(request, super().changeform_view(request, *args, **kwargs))

    def changelist_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return shown_at_once(request, super().changelist_view(request, *args, **kwargs))

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return shown_at_once(request, super().delete_view(request, *args, **kwargs))


def shown_at_once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """By now the admin's transaction is committed. What is answered otherwise was refused, or is
    only a preview."""
    if request.method == "POST" and response.status_code == 302:
        forget_pages()
    return response
