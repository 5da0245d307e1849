"""Which of the machine's fonts can write a text: asked of fontconfig, or named by a setting."""

import subprocess
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from PIL import ImageFont

# Like the faces of shop/page/themes.py, by what Debian, macOS and Windows call theirs.
FAMILIES = {
    "serif": "Iowan Old Style,Palatino,Noto Serif TC,Noto Serif CJK TC,Noto Serif,serif",
    "sans": "Inter,Noto Sans TC,Noto Sans CJK TC,PingFang TC,Microsoft JhengHei,sans-serif",
    "rounded": "Nunito,Noto Sans TC,Noto Sans CJK TC,PingFang TC,Microsoft JhengHei,sans-serif",
}
MOST = 20  # fonts to look into
NOBODYS = "\uffff"  # no font has it, so that it is drawn as the box for what is missing


def font_for(text: str, face: str, language: str) -> ImageFont.FreeTypeFont | None:
    """The first font that has every letter of `text`, or None: better no words than boxes.

    `face` is one of FAMILIES.
    """
    return next((font for font in fonts(face, language) if has_all(font, text)), None)


def fonts(face: str, language: str) -> Iterator[ImageFont.FreeTypeFont]:
    """The owner's choice, then the machine's in fontconfig's order of likeness."""
    wanted = [(settings.SHARE_FONT, 0)] if settings.SHARE_FONT else []
    for path, index in (*wanted, *installed(face, language)):
        try:
            yield ImageFont.truetype(path, 40, index=index)
        except OSError:  # not there, or a kind that Pillow can't read
            continue


@lru_cache(maxsize=8)
def installed(face: str, language: str) -> tuple[tuple[str, int], ...]:
    """Path and index of bold fonts for `language`, best first; none without fontconfig."""
    spoken = {"zh-hant": "zh-tw"}.get(language, language)
    pattern = f"{FAMILIES.get(face, face)}:bold:lang={spoken}"
    command = ["fc-match", "--sort", "--format", "%{file}\t%{index}\n", pattern]
    try:
        said = subprocess.run(  # noqa: S603 (face and language are ours)
            command, capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    rows = [line.split("\t") for line in said.splitlines()[:MOST]]
    return tuple((path, int(index) & 0xFFFF) for path, index in rows)


def has_all(font: ImageFont.FreeTypeFont, text: str) -> bool:
    """Whether no letter comes out as the font's box for what it lacks."""
    missing = drawn(font, NOBODYS)
    return all(drawn(font, letter) != missing for letter in set(text) if not letter.isspace())


def drawn(font: ImageFont.FreeTypeFont, letter: str) -> tuple:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)
