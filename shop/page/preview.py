"""Drafts: a page as its owner has it now, hidden sections and all, behind a link that expires."""

from dataclasses import dataclass
from datetime import datetime

from csp.decorators import csp_replace
from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from shop.page.content import Content
from shop.page.document import draw
from shop.page.models import Page

SALT = "shop.page.preview"

# Browsers run no script and send no form of a draft, whoever opens it and wherever: it can put
# nothing into a cart and tells the funnel nothing. ("same-origin" is for styles and pictures.)
SANDBOX = {"sandbox": ["allow-same-origin"]}
harmless = csp_replace(SANDBOX)
harmless_in_our_frame = csp_replace({**SANDBOX, "frame-ancestors": ["'self'"]})


class Forged(Exception):
    """Not a link that this shop made, or one to a page that is no more."""


class Expired(Exception):
    """A link whose time is over."""


@dataclass(frozen=True)
class Draft:
    """What a link opens, and until when."""

    page: Page
    until: datetime


def link(page: Page) -> str:
    """The path that shows `page` as saved to whoever has it, for PREVIEW_HOURS from now."""
    until = timezone.now() + settings.PREVIEW_TIME
    return reverse("draft", args=[signing.dumps([page.pk, int(until.timestamp())], salt=SALT)])


def opened(token: str) -> Draft:
    """What the link ending in `token` leads to. Raises Forged or Expired."""
    try:
        pk, seconds = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Forged from error
    until = datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())
    if until <= timezone.now():
        raise Expired
    page = Page.objects.filter(pk=pk).first()
    if page is None:
        raise Forged
    return Draft(page, until)


def show(page: Page, *, until: datetime | None = None) -> str:
    """The page's HTML as a draft: `until` when its link can be used, or None beside its form."""
    content = Content(page, draft=True)
    with translation.override(page.language):
        notice = render_to_string("page/_draft.html", {"until": until}) if until else ""
        own = {"notice": notice, "visit": "", "badge": ""}
        return draw(content).fill(own)
