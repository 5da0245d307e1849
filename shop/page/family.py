"""Pages that say the same, each in its language: what search engines call alternates."""

from dataclasses import dataclass

from shop.page.models import Page


@dataclass(frozen=True)
class Family:
    """The published pages of one original and its translations."""

    pages: list[Page]

    @property
    def for_everybody(self) -> Page | None:
        """Who reads none of the languages gets the page at /, or else the original."""
        at_root = next((page for page in self.pages if page.is_default), None)
        original = next((page for page in self.pages if not page.translation_of_id), None)
        return at_root or original

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Language (or `x-default`) and absolute address of each, the page itself among them;
        none where it stands alone."""
        if len(self.pages) < 2:
            return []
        found = [(page.language, page.address) for page in self.pages]
        everybody = self.for_everybody
        return [*found, ("x-default", everybody.address)] if everybody else found
