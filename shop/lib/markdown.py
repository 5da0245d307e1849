"""Markdown for owners: a small dialect, rendered and then passed through an allow-list."""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote", "hr"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True})


@lru_cache(maxsize=512)
def render(text: str) -> SafeString:
    """Owner's Markdown to HTML that holds only `_TAGS` and http(s)/mailto/tel links."""
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )
    return mark_safe(html)  # noqa: S308 (nh3 has just cleaned it)


def plain(text: str) -> str:
    """Its words alone, in one line, as a reader of the HTML sees them."""
    return unescape(" ".join(nh3.clean(render(text), tags=set()).split()))
