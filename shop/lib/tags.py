"""Template tags and filters of the shop: `{% load shop %}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shop.lib import images
from shop.lib import markdown as markdown_text
from shop.lib.markup import attributes
from shop.lib.money import format_money

register = template.Library()
PHONE = "(max-width: 699px)"
PHONE_MOST = 1600  # three device pixels to each of a wide phone's


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
    picture: object,
    sizes: str = "100vw",
    *,
    most: int = images.WIDTHS[-1],
    eager: bool = False,
    phone: object = None,
    **img: str,
) -> SafeString:
    """`{% picture product.cover sizes="(min-width: 900px) 33vw, 100vw" most=1200 class="x" %}`.

    A `<picture>` in AVIF and WebP with one JPEG (PNG where it is transparent) for old browsers,
    and with the size that spares the page a jump. `most`: the largest width, in pixels, that is
    any use there. `eager=True`: it stands in the first screen. `phone`: another picture for narrow
    screens. Other words (class, alt) become attributes of its `<img>`; an empty `alt` hides it
    from those who can't see it. Without a picture: nothing.
    """
    if not picture:
        return SafeString("")
    sources = _sources(phone, "100vw", min(most, PHONE_MOST), PHONE) if phone else []
    sources += _sources(picture, sizes, most)
    image = {"src": picture.url(min(800, most)), "width": picture.width, "height": picture.height}
    loading = {"fetchpriority": "high"} if eager else {"loading": "lazy", "decoding": "async"}
    return format_html(
        "<picture>{}<img{}></picture>",
        format_html_join("", "<source{}>", ((attributes(source),) for source in sources)),
        attributes(image | {"alt": picture.alt} | loading | img),
    )


def _sources(picture: object, sizes: str, most: int, media: str = "") -> list[dict[str, object]]:
    size = {"media": media, "width": picture.width, "height": picture.height} if media else {}
    return [
        {"type": images.TYPES[extension], **_choice(picture, extension, sizes, most), **size}
        for extension in images.extensions(picture.transparent)[:-1]
    ]


def _choice(picture: object, extension: str, sizes: str, most: int) -> dict[str, str]:
    widths = _useful(picture.widths, most)
    if len(widths) == 1:
        return {"srcset": images.url(picture.token, widths[0], extension)}
    return {"srcset": images.srcset(picture.token, widths, extension), "sizes": sizes}


def _useful(widths: list[int], most: int) -> list[int]:
    """Those from a quarter of the largest up to it: a shorter page for the same sharpness."""
    largest = images.nearest(widths, most)
    return [width for width in widths if largest // 4 <= width <= largest]
