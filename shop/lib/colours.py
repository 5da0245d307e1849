"""Colours as `#RRGGBB`: how far apart two are, what lies between them, what can be read."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

WHITE, BLACK = "#FFFFFF", "#000000"
COLOUR = RegexValidator(r"^#[0-9A-Fa-f]{6}\Z", _("Enter a colour such as #23463B."))


def is_colour(text: str) -> bool:
    return bool(COLOUR.regex.search(text))


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours such as #23463B: from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """0 (black) to 1 (white), by https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(one: str, other: str, share: float) -> str:
    """`share` (0 to 1) of `one` over `other`, as a translucent layer would look."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def on(ground: str, dark: str = BLACK) -> str:
    """The colour for words on `ground`: white where it can be read, else `dark` or black."""
    return next(
        (words for words in (WHITE, dark) if contrast(words, ground) >= 4.5),
        max(WHITE, BLACK, key=lambda words: contrast(words, ground)),
    )


def readable(colour: str, *grounds: str, least: float = 4.5) -> str:
    """`colour`, moved towards black or white as little as it takes to be read on all `grounds`."""
    lightest = max(grounds, key=luminance)
    end = BLACK if contrast(BLACK, lightest) > contrast(WHITE, lightest) else WHITE
    for step in range(0, 101, 2):
        tried = mix(end, colour, step / 100)
        if all(contrast(tried, ground) >= least for ground in grounds):
            return tried
    return end


def _channels(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
