"""Template tags and filters of the shop: `{% load shop %}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shop.lib import images
from shop.lib import markdown as markdown_text
from shop.lib.money import format_money

register = template.Library()


@register.filter
def money(amount: int | None, currency: str) -> str:
    """`{{ order.total|money:order.currency }}` → `NT$1,380` in the active language."""
    return "" if amount is None else format_money(amount, currency, get_language() or "en")


@register.filter
def markdown(text: str) -> SafeString:
    """Owner's Markdown as safe HTML."""
    return markdown_text.render(text)


@register.simple_tag
def picture(
    picture: object, sizes: str = "100vw", *, eager: bool = False, phone: object = None, **img: str
) -> SafeString:
    """`{% picture product.picture sizes="(min-width: 900px) 33vw, 100vw" class="card" %}`.

    A `<picture>` in AVIF, WebP and JPEG (PNG where it is transparent), with the size that spares
    the page a jump. `eager=True`: it stands in the first screen. `phone`: another picture for
    narrow screens. Other words (class, alt) become attributes of its `<img>`; an empty `alt` hides
    it from those who can't see it. Without a picture: nothing.
    """
    if not picture:
        return SafeString("")
    sources = [*(_sources(phone, "100vw", "(max-width: 699px)") if phone else [])]
    sources += _sources(picture, sizes)[:-1]
    loading = {"fetchpriority": "high"} if eager else {"loading": "lazy", "decoding": "async"}
    image = _source(picture, images.extensions(picture.transparent)[-1], sizes)
    del image["type"]
    image |= {"src": picture.url(800), "alt": picture.alt} | loading | img
    return format_html(
        "<picture>{}<img{}></picture>",
        format_html_join("", "<source{}>", ((_attributes(source),) for source in sources)),
        _attributes(image),
    )


def _sources(picture: object, sizes: str, media: str = "") -> list[dict[str, object]]:
    return [
        _source(picture, extension, sizes) | ({"media": media} if media else {})
        for extension in images.extensions(picture.transparent)
    ]


def _source(picture: object, extension: str, sizes: str) -> dict[str, object]:
    return {
        "type": images.TYPES[extension],
        "srcset": images.srcset(picture.token, picture.widths, extension),
        "sizes": sizes,
        "width": picture.width,
        "height": picture.height,
    }


def _attributes(values: dict[str, object]) -> SafeString:
    return format_html_join("", ' {}="{}"', values.items())
