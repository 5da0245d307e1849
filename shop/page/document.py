"""The landing page's HTML, kept for a moment, with seams where each visitor's own parts go."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from shop.page.content import Content
from shop.page.models import Page, Storefront

# What differs between two visitors of the same page, and is therefore never cached.
SEAMS = ("csrf_token", "visit", "badge", "notice")

LONGEST_SLUG = Page._meta.get_field("slug").max_length


@dataclass(frozen=True)
class Document:
    """A rendered page cut at its seams: text, a seam's name, text, … and so on."""

    slug: str
    language: str
    pieces: tuple[str, ...]

    def fill(self, own: Mapping[str, str]) -> str:
        """The HTML for one visitor; `own` holds safe HTML for each seam."""
        pieces = list(self.pieces)
        pieces[1::2] = [own[name] for name in pieces[1::2]]
        return "".join(pieces)


def document(slug: str, *, remembered: bool = False) -> Document | None:
    """The published page at `slug` ("" for the default one), at most PAGE_CACHE_SECONDS old.

    `remembered`: whether the visitor let this device be remembered, which the footer says.
    """
    if len(slug) > LONGEST_SLUG:
        return None
    key = _key(slug, remembered)
    found = cache.get(key)
    if found is None and (found := _render(slug, remembered)):
        cache.set(key, found, settings.PAGE_CACHE_SECONDS)
    return found


def forget_pages() -> None:
    """After the owner saved something: show it at once (in other processes, after a moment)."""
    slugs = ["", *Page.objects.values_list("slug", flat=True)]
    keys = [_key(slug, remembered) for slug in slugs for remembered in (False, True)]
    cache.delete_many(["storefront", *keys])


def _key(slug: str, remembered: bool) -> str:
    return f"page:{slug}:{'remembered' if remembered else 'new'}"


def _render(slug: str, remembered: bool) -> Document | None:
    wanted = {"slug": slug} if slug else {"is_default": True}
    page = Page.objects.published().filter(**wanted).first()
    if page is None:
        return None
    # An owner's text must not be taken for a seam: their marks are made anew for each rendering.
    nonce = secrets.token_hex(8)
    seams = {name: mark_safe(f"{nonce}:{name};") for name in SEAMS}  # noqa: S308 (ours)
    with translation.override(page.language):
        context = {"page": page, "content": Content(page), "storefront": Storefront.current()}
        html = render_to_string("page/landing.html", {**seams, **context, "remembered": remembered})
    html = re.sub(r"\s*\n\s*", "\n", html).replace(">\n<", "><")
    pieces = re.split(rf"{nonce}:(\w+);", html)
    return Document(page.slug, page.language, tuple(pieces))
