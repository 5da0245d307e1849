"""English that a Chinese page shows: every visible word, and those that a screen reader says."""

import re
from html.parser import HTMLParser

SPOKEN = {"alt", "title", "aria-label", "placeholder"}
SILENT = {"script", "style", "code", "svg"}
EMPTY = {"img", "input", "br", "meta", "link", "path", "use", "hr", "source", "wbr", "col"}
WORD = re.compile(r"[A-Za-z]{3,}")
# Addresses, codes, file names, colours and units are the same in both languages.
NO_WORDS = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|/[\w/.-]+|\b[A-Z]+[\d_-][\w-]*\b|\b[A-Z]{2,}\b|#\w+|\b\w*\d\w*\b"
)
# Names, and what nobody translates.
SAME = {
    "Stripe",
    "English",
    "Markdown",
    "Loudou",
    "LINE",
    "Facebook",
    "WebP",
    "Google",
    "Meta",
    "Ads",
}


def is_message(name: str, said: str) -> bool:
    """Whether a data attribute holds words for people (a setting as JSON doesn't)."""
    return name.startswith("data-") and " " in said and not said.startswith(("{", "["))


class Words(HTMLParser):
    """The texts of a page, one by one; what is in an element with another `lang` is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if self.silent or tag in SILENT or (own.get("lang") or "zh").startswith("en"):
            if tag not in EMPTY:
                self.silent.append(tag)
            return
        data = {name for name, said in own.items() if is_message(name, said or "")}
        self.found += [own[name] for name in (SPOKEN | data) & own.keys() if own[name]]
        if tag == "input" and own.get("type") in ("submit", "button"):
            self.found.append(own.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.found.append(data.strip())


def english(html: str, *, but: set[str] = frozenset()) -> list[str]:
    """The texts of `html` in which an English word stands; `but` are words that may."""
    page = Words()
    page.feed(html)
    return [
        text
        for text in dict.fromkeys(page.found)
        if set(WORD.findall(NO_WORDS.sub(" ", text))) - SAME - but
    ]
