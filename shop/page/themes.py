"""The looks an owner chooses from, as data, and what follows from them.

A theme names seven colours for day and, where it has one, for night; everything else that is
painted (soft words, lines, fields, hovered buttons) is worked out here, so that it can be read
whatever colours the owner puts on top. To add a theme: an entry in THEMES; `tests/page` computes
the contrast of each pair in PAIRS.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.translation import gettext_lazy as _

from shop.lib.colours import WHITE, mix, on, readable

OWN = ("paper", "ink", "primary", "mist", "accent", "star")  # what an owner may choose
AA, AA_LARGE = 4.5, 3.0


# As in static/shop.css, for mails and the admin's swatches; Latin letters first, then Chinese.
FACES = {
    "serif": "'Iowan Old Style','Palatino Nova',Palatino,Georgia,'Noto Serif TC','Songti TC',"
    "PMingLiU,serif",
    "sans": "system-ui,-apple-system,'Segoe UI',Roboto,'PingFang TC','Noto Sans TC',"
    "'Microsoft JhengHei',sans-serif",
    "rounded": "ui-rounded,'SF Pro Rounded','Hiragino Maru Gothic ProN',Nunito,system-ui,"
    "'PingFang TC','Noto Sans TC','Microsoft JhengHei',sans-serif",
}


@dataclass(frozen=True)
class Colours:
    """`mist` is the second ground, `primary` links and marks, `accent` the call to action."""

    paper: str
    ink: str
    primary: str
    mist: str
    accent: str
    star: str
    wrong: str = "#A3230F"


@dataclass(frozen=True)
class Theme:
    """`face` (of FACES) is that of headings and `corner` how round a button is, in pixels, for
    what reads no custom properties: mails. `tokens` and `chinese` are custom properties of
    static/shop.css by name, `chinese` for pages in that language."""

    name: str
    label: str
    words: str
    face: str
    corner: int
    light: Colours
    dark: Colours | None
    tokens: Mapping[str, str]
    chinese: Mapping[str, str]


MIST = Theme(
    "mist",
    _("Mist"),
    _("Paper and forest, a bookish serif, much calm"),
    "serif",
    4,
    Colours("#FAF7F1", "#1E1B16", "#23463B", "#DDE6DF", "#B84A1F", "#9A6B1E"),
    Colours("#131815", "#EDE9DF", "#A8CDB9", "#1E2823", "#BC5126", "#D8AC5C", "#FF9F8A"),
    {
        "heading": "var(--serif)",
        "heading_weight": "400",
        "name_weight": "400",
        "heading_tracking": "-0.012em",
        "heading_leading": "1.16",
        "h1": "clamp(2.0625rem, 1.45rem + 2.8vw, 4rem)",
        "h2": "clamp(1.75rem, 1.45rem + 1.4vw, 2.625rem)",
        "leading": "1.65",
        "kicker_case": "none",
        "kicker_tracking": "0.06em",
        "radius": "0.25rem",
        "round": "0.25rem",
        "frame": "0",
        "space": "1",
        "card_pad": "0px",
        "surface": "transparent",
    },
    {"h1": "clamp(2.125rem, 1.6rem + 2.3vw, 3.5rem)", "leading": "1.85"},
)

STUDIO = Theme(
    "studio",
    _("Studio"),
    _("White and black, one strong blue, square and airy"),
    "sans",
    0,
    Colours("#FFFFFF", "#101114", "#101114", "#F0F1F3", "#2340D9", "#101114"),
    Colours("#0E0F11", "#F3F4F6", "#F3F4F6", "#1B1D21", "#4A60EC", "#F3F4F6", "#FF9C94"),
    {
        "heading": "var(--sans)",
        "heading_weight": "650",
        "name_weight": "500",
        "heading_tracking": "-0.032em",
        "heading_leading": "1.06",
        "h1": "clamp(2.25rem, 1.4rem + 3.4vw, 4.5rem)",
        "h2": "clamp(1.875rem, 1.4rem + 2.1vw, 3.25rem)",
        "leading": "1.6",
        "kicker_case": "uppercase",
        "kicker_tracking": "0.1em",
        "radius": "0",
        "round": "0",
        "frame": "0",
        "space": "1.22",
        "card_pad": "0px",
        "surface": "transparent",
    },
    {"h1": "clamp(2.125rem, 1.5rem + 2.9vw, 4rem)", "leading": "1.8"},
)

HARVEST = Theme(
    "harvest",
    _("Harvest"),
    _("Cream and chestnut, round and close together"),
    "rounded",
    24,
    Colours("#FFF8EC", "#2E1B12", "#6E3A12", "#FBE6C9", "#BE3A2A", "#A05F00"),
    Colours("#201611", "#FAEEDF", "#F3BD86", "#33241A", "#C9452F", "#F0B04E", "#FFA08C"),
    {
        "heading": "var(--rounded)",
        "heading_weight": "700",
        "name_weight": "600",
        "heading_tracking": "-0.015em",
        "heading_leading": "1.14",
        "h1": "clamp(2rem, 1.5rem + 2.3vw, 3.5rem)",
        "h2": "clamp(1.625rem, 1.4rem + 1vw, 2.25rem)",
        "leading": "1.55",
        "kicker_case": "none",
        "kicker_tracking": "0.01em",
        "radius": "0.75rem",
        "round": "2rem",
        "frame": "1.25rem",
        "space": "0.7",
        "card_pad": "1rem",
        "surface": "var(--card)",
    },
    {"h1": "clamp(2rem, 1.5rem + 2vw, 3.25rem)", "leading": "1.75"},
)

THEMES = {theme.name: theme for theme in (MIST, STUDIO, HARVEST)}

# Which colour is read on which ground, everywhere in static/shop.css, and how well.
GROUNDS = ("paper", "pale", "mist")
PAIRS = (
    *((words, ground, AA) for words in ("ink", "soft", "primary", "alert") for ground in GROUNDS),
    *((words, "card", AA) for words in ("ink", "soft", "primary", "alert", "star", "wrong")),
    *((words, "field", AA) for words in ("ink", "soft", "primary", "wrong")),
    *(("star", ground, AA) for ground in GROUNDS),
    *(("wrong", ground, AA) for ground in ("paper", "pale", "mist", "wrong_ground")),
    ("ink", "wrong_ground", AA),
    ("paper", "ink", AA),
    ("on_primary", "primary", AA),
    ("on_accent", "accent", AA),
    ("on_accent", "accent_hover", AA),
    ("on_deep", "deep", AA),
    *(("edge", ground, AA_LARGE) for ground in (*GROUNDS, "card", "field")),
)


def painted(named: Mapping[str, str], *, dark: bool) -> dict[str, str]:
    """Every colour that static/shop.css paints with, worked out from a theme's seven."""
    paper, ink, mist, accent = (named[name] for name in ("paper", "ink", "mist", "accent"))
    pale = mix(mist, paper, 0.45)
    card = mix(WHITE, paper, 0.045 if dark else 0.7)
    grounds = (paper, pale, mist, card)
    deep = mix(named["primary"], paper, 0.16) if dark else named["primary"]
    on_accent = on(accent, dark=paper if dark else ink)
    return {
        **named,
        "pale": pale,
        "card": card,
        "field": mix(WHITE, paper, 0.06) if dark else card,
        "line": f"{ink}29",  # a sixth of ink over whatever it crosses
        "soft": readable(mix(ink, paper, 0.72), *grounds),
        "edge": readable(mix(ink, paper, 0.46), *grounds, least=AA_LARGE),
        "on_primary": on(named["primary"], dark=paper if dark else ink),
        "on_accent": on_accent,
        "accent_hover": mix("#000000" if on_accent == WHITE else WHITE, accent, 0.13),
        "alert": readable(accent, *grounds),
        "star": readable(named["star"], *grounds),
        "wrong_ground": mix(named["wrong"], paper, 0.08),
        "deep": deep,
        "on_deep": on(deep, dark=ink),
    }


@dataclass(frozen=True)
class Look:
    """A theme with the owner's own colours on top; `dark` is None where there is no night."""

    theme: Theme
    light: dict[str, str]
    dark: dict[str, str] | None

    @property
    def heading_face(self) -> str:
        return FACES[self.theme.face]

    @property
    def text_face(self) -> str:
        return FACES["sans"]

    @cached_property
    def css(self) -> str:
        """The custom properties that static/shop.css reads."""
        rules = [
            rule(":root", {**self.theme.tokens, **self.light}),
            rule(":root:lang(zh)", self.theme.chinese),
        ]
        if self.dark:
            night = {**self.dark, "dim": "brightness(0.88)", "plate": self.light["paper"]}
            rules.append(
                f"@media screen and (prefers-color-scheme:dark){{{rule(':root', night, 'dark')}}}"
            )
        return "\n".join(rules)

    @cached_property
    def version(self) -> str:
        """By which browsers see that the look changed."""
        return hashlib.sha256(self.css.encode()).hexdigest()[:12]


@lru_cache(maxsize=20)
def look(name: str, own: tuple[str, ...], dark: bool) -> Look:
    """The theme `name` (Mist where there is none such) under the `own` colours, in the order of
    OWN, "" for the theme's.

    At night the owner's grounds make way for the theme's; what stands on them is lightened until
    it can be read there.
    """
    theme = THEMES.get(name, MIST)
    chosen = {key: colour for key, colour in zip(OWN, own, strict=True) if colour}
    light = painted(vars(theme.light) | chosen, dark=False)
    if not (dark and theme.dark):
        return Look(theme, light, None)
    night = vars(theme.dark)
    marks = {key: chosen[key] for key in ("primary", "star") if key in chosen}
    lifted = {key: readable(marks[key], night["paper"], night["mist"]) for key in marks}
    accent = {"accent": chosen["accent"]} if "accent" in chosen else {}
    return Look(theme, light, painted(night | lifted | accent, dark=True))


def rule(selector: str, values: Mapping[str, str], scheme: str = "") -> str:
    """One CSS rule of custom properties."""
    first = f"color-scheme:{scheme};" if scheme else ""
    pairs = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in values.items())
    return f"{selector}{{{first}{pairs}}}"
