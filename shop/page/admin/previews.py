"""A preview beside the form that follows what is typed, and the link to the draft as saved."""

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from shop.page import preview
from shop.page.admin.rooms import PageRoomAdmin
from shop.page.content import Content
from shop.page.models import Page, Section

NEW = "add"  # stands for the object's key in the address while there is none


class PreviewedAdmin(PageRoomAdmin):
    """A form whose page is drawn beside it, as if it were saved."""

    change_form_template = "admin/page/previewed.html"

    class Media:
        css = {"all": ["admin-preview.css"]}
        js = ["admin-preview.js"]

    def page_of(self, thing: models.Model) -> Page:
        """The page that is drawn."""
        raise NotImplementedError

    def section_of(self, thing: models.Model) -> Section | None:
        """The section that the preview turns to."""
        return None

    def copy_of(self, thing: models.Model) -> models.Model:
        """A new one like it, saved."""
        raise NotImplementedError

    def get_urls(self) -> list:
        # The one address that may stand in a frame, and only in one of this site.
        view = preview.harmless_in_our_frame(
            xframe_options_sameorigin(require_POST(self.preview_view))
        )
        return [
            path(
                "<path:object_id>/preview/",
                self.admin_site.admin_view(view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_preview",
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the page would be if the posted form were saved; nothing is."""
        request.previewing = True
        with transaction.atomic():
            answer = self.changeform_view(request, None if object_id == NEW else object_id)
            transaction.set_rollback(True)
        if getattr(answer, "context_data", None):
            return broken(request, answer.context_data)
        return answer

    def response_add(self, request: HttpRequest, thing: models.Model, *args, **kwargs):
        return self._drawn(request, thing) or super().response_add(request, thing, *args, **kwargs)

    def response_change(self, request: HttpRequest, thing: models.Model) -> HttpResponse:
        if drawn := self._drawn(request, thing):
            return drawn
        if "_duplicate" in request.POST and self.has_add_permission(request):
            new = self.copy_of(thing)
            messages.success(request, _("This is the copy: “%s”.") % new)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", new.pk)
        return super().response_change(request, thing)

    def _drawn(self, request: HttpRequest, thing: models.Model) -> HttpResponse | None:
        if not getattr(request, "previewing", False):
            return None
        page, section = self.page_of(thing), self.section_of(thing)
        response = HttpResponse(preview.show(page), headers={"Cache-Control": "no-store"})
        response["X-Section"] = anchor_of(section, page) if section else ""
        return response

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs):
        thing = kwargs.get("obj")
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview"
        context["preview_url"] = reverse(name, args=[quote(thing.pk) if thing else NEW])
        context["draft_url"] = preview.link(self.page_of(thing)) if thing else ""
        return super().render_change_form(request, context, *args, **kwargs)


def anchor_of(section: Section, page: Page) -> str:
    parts = Content(page, draft=True).parts
    return next((part.anchor for part in parts if part.section == section), "")


def broken(request: HttpRequest, context: dict) -> HttpResponse:
    """What has to be mended before the form can be shown, in words."""
    forms = [context["adminform"].form]
    sets = [inline.formset for inline in context["inline_admin_formsets"]]
    words = [error for one in sets for error in one.non_form_errors()]
    for form in [*forms, *(form for one in sets for form in one.forms)]:
        words += list(form.non_field_errors())
        words += [f"{field.label}: {error}" for field in form for error in field.errors]
    return render(request, "admin/page/_broken.html", {"words": words}, status=422)
