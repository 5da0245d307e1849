"""Template tags and filters of the shop: `{% load shop %}`."""

import re
from datetime import datetime

from django import template
from django.utils import dateformat, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.lib import images
from shop.lib import markdown as markdown_text
from shop.lib.markup import attributes
from shop.lib.money import format_money

register = template.Library()
PAUSES, PHRASE = re.compile(r"[\s，、。；：！？…—·]+"), 8  # characters that fit on a phone
PHONE = "(max-width: 699px)"
PHONE_MOST = 1600  # three device pixels to each of a wide phone's


@register.filter
def money(amount: int | None, currency: str) -> str:
    """`{{ order.total|money:order.currency }}` → `NT$1,380` in the active language."""
    return "" if amount is None else format_money(amount, currency, get_language() or "en")


@register.filter
def moment(at: datetime | None) -> str:
    """`{{ until|moment }}` → `26 November, 18:00` by the shop's clock, in the active language."""
    return dateformat.format(timezone.localtime(at), _("j F, H:i")) if at else ""


@register.filter
def hour(at: datetime | None) -> str:
    """`18:00`, and where that is not today `18:00 on 25 November`."""
    if not at:
        return ""
    local = timezone.localtime(at)
    today = local.date() == timezone.localdate()
    return dateformat.format(local, "H:i" if today else _(r"H:i \o\n j F"))


@register.filter
def markdown(text: str) -> SafeString:
    """Owner's Markdown as safe HTML."""
    return markdown_text.render(text)


@register.filter
def in_phrases(heading: str) -> bool:
    """Whether a Chinese heading falls into phrases so short that it need break at its pauses only.

    Browsers break Chinese between any two characters, in the middle of words too: no browser
    knows its words (`word-break: auto-phrase` is for Japanese).
    """
    return not heading.isascii() and max(map(len, PAUSES.split(heading))) <= PHRASE


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

    A `<picture>` in AVIF by width, with one WebP for the rest, and with the size that spares the
    page a jump. `most`: the largest width, in pixels, that is any use there. `eager=True`: it
    stands in the first screen. `phone`: another picture for narrow screens. Other words (class,
    alt) become attributes of its `<img>`; an empty `alt` hides it from those who can't see it.
    What its owner marked as its focus stays in sight where the style sheet cuts it. A thumbnail
    is a plain `<img>`. Without a picture: nothing.
    """
    if not picture:
        return SafeString("")
    image = {"src": _webp(picture, most), "width": picture.width, "height": picture.height}
    loading = {"fetchpriority": "high"} if eager else {"loading": "lazy"}
    if focused := _focused(picture, phone):
        img["class"] = f"{img.get('class', '')} {focused}".strip()
    if most <= images.WIDTHS[0]:  # a thumbnail: another format would spare less than it says here
        return format_html("<img{}>", attributes(image | {"alt": picture.alt} | loading | img))
    sources = _phone_sources(phone, min(most, PHONE_MOST)) if phone else []
    sources.append(by_width(picture, sizes, most))
    return format_html(
        "<picture>{}<img{}></picture>",
        format_html_join("", "<source{}>", ((attributes(source),) for source in sources)),
        attributes(image | {"alt": picture.alt} | loading | img),
    )


def _focused(picture: object, phone: object) -> str:
    """Classes of static/shop.css for the focus, to the nearest tenth (our policy allows no style
    attribute): `fx-30 fy-80`, and `px-50 py-50` for the phone's own picture."""
    marks = [("f", picture.focus)]
    if phone:
        marks.append(("p", phone.focus or (picture.focus and (50, 50))))
    return " ".join(
        f"{mark}{axis}-{(percent + 5) // 10 * 10}"
        for mark, focus in marks
        if focus
        for axis, percent in zip("xy", focus, strict=True)
    )


def _phone_sources(picture: object, most: int) -> list[dict[str, object]]:
    shape = {"media": PHONE, "width": picture.width, "height": picture.height}
    return [
        by_width(picture, "100vw", most) | shape,
        {"srcset": _webp(picture, most)} | shape,
    ]


def by_width(picture: object, sizes: str, most: int) -> dict[str, object]:
    widths = _useful(picture.widths, most)
    choice = {"type": images.TYPES["avif"], "srcset": images.srcset(picture.token, widths, "avif")}
    if len(widths) == 1:
        return choice | {"srcset": images.url(picture.token, widths[0], "avif")}
    return choice | {"sizes": sizes}


def _webp(picture: object, most: int) -> str:
    """The one for browsers without AVIF. Those that read our style sheet (nesting: 2023) and lack
    it are few (Edge before 121): they needn't have a choice, which would take 4 KB of the page."""
    return images.url(picture.token, images.nearest(picture.widths, min(800, most)), "webp")


def _useful(widths: list[int], most: int) -> list[int]:
    """Those from a third of the largest up to it: a shorter page for the same sharpness."""
    largest = images.nearest(widths, most)
    return [width for width in widths if largest // 3 <= width <= largest]
