"""Undo: each save of an owner's form is a version that can be looked at and brought back.

Who registers a model (`keep_versions`) names what follows it, and what no version may touch: what
the shop counts (a coupon's uses) and what old rows could break (which page is at /).
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import reversion
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from reversion.admin import VersionAdmin
from reversion.models import Revision, Version


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
        """Call in the transaction that saves: a version is kept with what it shows, or neither."""
        with reversion.create_revision(atomic=False):
            reversion.set_user(request.user)
            yield

    # The library's own three views keep a version once all is saved, by itself: a busy database
    # would lose it. And a transaction around them would hold SQLite's one write lock while an
    # upload is encoded. So they are passed over, and it is kept where the admin saves.

    def add_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return super(VersionAdmin, self).add_view(request, *args, **kwargs)

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and self.has_change_permission(request):
            self._keep_first(unquote(object_id))
        return super(VersionAdmin, self).change_view(request, object_id, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if request.method != "POST":
            return super(VersionAdmin, self).changelist_view(request, extra_context)
        with transaction.atomic(), self.create_revision(request):
            return super(VersionAdmin, self).changelist_view(request, extra_context)

    def _changeform_view(self, request: HttpRequest, *args) -> HttpResponse:
        with self.create_revision(request) if request.method == "POST" else nullcontext():
            return super()._changeform_view(request, *args)

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
        # The library looks at the key alone, which things of other kinds have, too.
        versions = Version.objects.get_for_object_reference(self.model, unquote(object_id))
        version = get_object_or_404(versions, pk=version_id)
        try:
            with transaction.atomic():
                self._stand_alone(request, version)
                # Locked: nobody counts on meanwhile.
                row = self.model._default_manager.select_for_update().filter(pk=unquote(object_id))
                request.never = row.values(*self.never).first() if self.never else {}
                answer = super().revision_view(request, object_id, version_id, extra_context)
                transaction.set_rollback(request.method != "POST")
                return answer
        except IntegrityError:
            words = _("Something that this version shows is no more: it can't be brought back.")
            messages.error(request, words)
            return redirect(request.path.rsplit("/", 2)[0] + "/")

    def _stand_alone(self, request: HttpRequest, version: Version) -> None:
        """Part a version, with what stands on the thing, from others that were saved along with it
        (by a list, or as a copy of it). Raises PermissionDenied if some of it isn't theirs."""
        own = with_what_stands_on(version)
        for model in {self.model, *(one._model for one in own)}:
            verb = "change" if request.method == "POST" else "view"
            if not request.user.has_perm(
                f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
            ):
                raise PermissionDenied
        others = version.revision.version_set.exclude(pk__in=[one.pk for one in own])
        if others.exists():
            when, who = version.revision.date_created, version.revision.user
            words = version.revision.comment
            others.update(
                revision=Revision.objects.create(date_created=when, user=who, comment=words)
            )

    def recover_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """What was deleted stays so: the library would overwrite what is still there, and ask only
        whether a thing of this kind may be added."""
        raise Http404

    recoverlist_view = recover_view

    def changeform_view(self, request: HttpRequest, object_id=None, *args, **kwargs):
        """By now the version's rows are written: put back what it must not touch."""
        if kept := getattr(request, "never", None):
            self.model._default_manager.filter(pk=unquote(object_id)).update(**kept)
        return super().changeform_view(request, object_id, *args, **kwargs)


def with_what_stands_on(version: Version) -> list[Version]:
    """`version` and those of its revision whose rows lead to it: a page's sections, their items."""
    own, rest = [version], list(version.revision.version_set.exclude(pk=version.pk))
    for found in own:  # which grows meanwhile
        standing = [one for one in rest if leads_to(one, found)]
        own += standing
        rest = [one for one in rest if one not in standing]
    return own


def leads_to(version: Version, other: Version) -> bool:
    """Whether a row has a foreign key to another of another kind."""
    return version._model is not other._model and any(
        str(version.field_dict.get(field.attname)) == other.object_id
        for field in version._model._meta.concrete_fields
        if field.related_model is other._model
    )
