"""When a section is on the page, in words."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from shop.page.models import Section


def when(section: Section, now: datetime) -> str:
    """Whether visitors see it at `now`, or when they will."""
    if not section.visible:
        return _("hidden")
    if not section.has_begun(now):
        return _("from %s") % shown_moment(section.show_from)
    if section.show_until is None:
        return _("shown")
    words = _("over since %s") if section.show_until <= now else _("until %s")
    return words % shown_moment(section.show_until)


def shown_moment(at: datetime) -> str:
    """Day and minute by the shop's clock, in the active language."""
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
