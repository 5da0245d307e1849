"""Undo: each save of an owner's form is a version that can be looked at and brought back.

Who registers a model (`keep_versions`) names what follows it, and what no version may touch: what
the shop counts (a coupon's uses) and what old rows could break (which page is at /).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import reversion
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from reversion.admin import VersionAdmin
from reversion.models import Version


def keep_versions(
    model: type[models.Model], *, follow: tuple[str, ...] = (), never: tuple[str, ...] = ()
) -> None:
    """Keep versions of `model` and, with it, of its relations in `follow`, without `never`."""
    reversion.register(model, follow=follow, exclude=never)


class VersionedAdmin(VersionAdmin):
    """A form with a history. `never`: columns that stay as they are, whatever is brought back."""

    never: tuple[str, ...] = ()
    history_latest_first = True
    object_history_template = "admin/history.html"
    revision_form_template = "admin/revision.html"
    change_list_template = None

    @contextmanager
    def create_revision(self, request: HttpRequest) -> Iterator[None]:
        """Without a transaction around the whole view, which would hold SQLite's one write lock
        while a form is only read, or while an upload is encoded."""
        with reversion.create_revision(atomic=False):
            reversion.set_user(request.user)
            yield

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        if request.method == "POST":
            self._keep_first(unquote(object_id))
        return super().change_view(request, object_id, *args, **kwargs)

    def _keep_first(self, key: str) -> None:
        """What was made without a form (by the demo, say) can be brought back, too."""
        if Version.objects.get_for_object_reference(self.model, key).exists():
            return
        thing = self.model._default_manager.filter(pk=key).first() if key.isdecimal() else None
        if thing:
            with reversion.create_revision():
                reversion.add_to_revision(thing)
                reversion.set_comment(_("As it was before"))

    def revision_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context=None
    ) -> HttpResponse:
        """The form as it was then; saving it brings that back."""
        try:
            with transaction.atomic():
                # Locked: nobody counts on meanwhile.
                row = self.model._default_manager.select_for_update().filter(pk=unquote(object_id))
                request.never = row.values(*self.never).first() if self.never else {}
                return super().revision_view(request, object_id, version_id, extra_context)
        except IntegrityError:
            words = _("Something that this version shows is no more: it can't be brought back.")
            messages.error(request, words)
            return redirect(request.path.rsplit("/", 2)[0] + "/")

    def changeform_view(self, request: HttpRequest, object_id=None, *args, **kwargs):
        """By now the version's rows are written: put back what it must not touch."""
        if kept := getattr(request, "never", None):
            self.model._default_manager.filter(pk=unquote(object_id)).update(**kept)
        return super().changeform_view(request, object_id, *args, **kwargs)
