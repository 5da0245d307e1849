"""What the admin pages of this room share."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shop.catalogue.models import Picture
from shop.lib.admin import OwnersAdmin
from shop.lib.history import VersionedAdmin
from shop.lib.markup import attributes

LONG, SENTENCES = 120, 300  # characters


class PictureSelect(AutocompleteSelect):
    """A choice of pictures that shows what they are (static/admin-pictures.js)."""

    def __init__(self, field: models.Field, admin_site: admin.AdminSite, **kwargs) -> None:
        super().__init__(field, admin_site, **kwargs)
        self.attrs["data-thumbnails"] = reverse("admin:catalogue_picture_thumbnail", args=[0])

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["admin-pictures.js"])

    def render(self, name: str, value: object, *args, **kwargs) -> SafeString:
        select = super().render(name, value, *args, **kwargs)
        source = reverse("admin:catalogue_picture_thumbnail", args=[value]) if value else ""
        shown = attributes({"src": source or None, "hidden": not source})
        return format_html('{}<img class="thumb chosen" alt=""{}>', select, shown)


class RoomyFields(admin.options.BaseModelAdmin):
    """Long lines get long fields, sentences two rows, and Markdown a handful."""

    def formfield_for_foreignkey(self, db_field: models.Field, request: HttpRequest, **kwargs):
        if db_field.remote_field.model is Picture:
            kwargs["widget"] = PictureSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

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


class PageRoomAdmin(RoomyFields, VersionedAdmin, OwnersAdmin):
    """A page of this room."""
