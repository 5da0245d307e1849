"""The landing page's HTML, kept for a moment, with seams where each visitor's own parts go."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from funnel.api import forget_parts
from shop.cart.frame import forget_frames
from shop.lib.seams import Cut, cut
from shop.page.content import Content
from shop.page.models import Page, Storefront
from shop.page.share_picture import shared
from shop.page.structured import structured

# What differs between two visitors of the same page, and is therefore never cached.
SEAMS = ("visit", "badge", "notice")

KINDS = (False, True, None)  # of `remembered`

LONGEST_SLUG = Page._meta.get_field("slug").max_length


@dataclass(frozen=True)
class Document:
    """A rendered page with what the visit needs to know of it."""

    slug: str
    language: str
    html: Cut
    changes_at: datetime | None = None
    preload: str = ""  # a Link header
    ahead: str = ""  # a Speculation-Rules header

    def good_for(self, most: float) -> float:
        """Seconds for which it may be kept, at most `most`: never beyond the moment at which it
        changes."""
        if self.changes_at is None:
            return most
        left = (self.changes_at - timezone.now()).total_seconds()
        return max(0, min(left, most))


def document(slug: str, *, remembered: bool | None = False) -> Document | None:
    """The published page at `slug` ("" for the default one), at most PAGE_CACHE_SECONDS old and
    never older than what it shows.

    `remembered`: whether the visitor let this device be remembered, which the footer says; None
    for a page that is everybody's.
    """
    if len(slug) > LONGEST_SLUG:
        return None
    key = _key(slug, remembered)
    found = cache.get(key)
    if found is None and (found := _render(slug, remembered)):
        cache.set(key, found, found.good_for(settings.PAGE_CACHE_SECONDS))
    return found


def forget_pages() -> None:
    """After the owner saved something: show it at once (in other processes, after a moment)."""
    slugs = ["", *Page.objects.values_list("slug", flat=True)]
    keys = [_key(slug, remembered) for slug in slugs for remembered in KINDS]
    cache.delete_many(["storefront", "home-language", *keys])
    forget_frames()
    forget_parts(slugs)


def _key(slug: str, remembered: bool | None) -> str:
    return f"page:{slug}:{remembered}"


def _render(slug: str, remembered: bool | None) -> Document | None:
    wanted = {"slug": slug} if slug else {"is_default": True}
    page = Page.objects.published().select_related("share_picture").filter(**wanted).first()
    if page is None:
        return None
    content = Content(page)
    with translation.override(page.language):
        html = draw(content, remembered=remembered)
    ahead = f'"{reverse("ahead")}"' if content.others else ""
    return Document(page.slug, page.language, html, content.changes_at, content.preload, ahead)


def draw(content: Content, *, remembered: bool | None = False) -> Cut:
    """The page's HTML, in the active language, cut at `SEAMS`."""
    storefront = Storefront.current()
    context = {
        "page": content.page,
        "content": content,
        "storefront": storefront,
        "shared": shared(content, storefront),
        "structured": structured(content, storefront),
        "remembered": remembered,
    }
    return cut("page/landing.html", context, SEAMS, pack=True)
