"""HTML that is rendered once for many, with seams where each visitor's own parts go."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe


@dataclass(frozen=True)
class Cut:
    """HTML cut at its seams: text, a seam's name, text, … and so on."""

    pieces: tuple[str, ...]

    def fill(self, own: Mapping[str, str]) -> str:
        """The HTML for one visitor; `own` holds safe HTML for each seam."""
        pieces = list(self.pieces)
        pieces[1::2] = [own[name] for name in pieces[1::2]]
        return "".join(pieces)


def cut(template: str, context: Mapping[str, object], seams: Iterable[str]) -> Cut:
    """Render `template`, in which each seam is a variable of its name."""
    # An owner's text must not be taken for a seam: their marks are made anew for each rendering.
    nonce = secrets.token_hex(8)
    marks = {name: mark_safe(f"{nonce}:{name};") for name in seams}  # noqa: S308 (ours)
    html = render_to_string(template, {**context, **marks})
    html = re.sub(r"\s*\n\s*", "\n", html).replace(">\n<", "><")
    return Cut(tuple(re.split(rf"{nonce}:(\w+);", html)))
