"""HTML that is rendered once for many, with seams where each visitor's own parts go."""

import re
import secrets
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe

from shop.lib.encodings import takes

GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # RFC 1952: deflate, no name, no time
LAST_BLOCK = b"\x01\x00\x00\xff\xff"  # RFC 1951: the last block, stored, empty
LONGEST_BLOCK = 0xFFFF


@dataclass(frozen=True)
class Cut:
    """HTML cut at its seams: text, a seam's name, text, … and so on. `packed`: its texts deflated,
    each by itself."""

    pieces: tuple[str, ...]
    packed: tuple[bytes, ...] = ()

    def fill(self, own: Mapping[str, str]) -> str:
        """The HTML for one visitor; `own` holds safe HTML for each seam."""
        pieces = list(self.pieces)
        pieces[1::2] = [own[name] for name in pieces[1::2]]
        return "".join(pieces)

    def gzipped(self, own: Mapping[str, str]) -> bytes:
        """The same as a gzip file, for a fraction of the time that packing it anew would take.

        What is one visitor's own is stored in it as it is: so the length tells nobody whether a
        guess resembles a secret (BREACH), and the rest is packed once for all.
        """
        whole, packed = self.fill(own).encode(), [GZIP_HEAD]
        for number, piece in enumerate(self.pieces):
            packed.append(stored(own[piece].encode()) if number % 2 else self.packed[number // 2])
        ending = struct.pack("<II", zlib.crc32(whole), len(whole) & 0xFFFFFFFF)
        return b"".join([*packed, LAST_BLOCK, ending])


def fill_in(
    response: HttpResponse, request: HttpRequest, page: Cut, own: Mapping[str, str]
) -> None:
    """Make `page` for one visitor the response's content, packed where their browser takes it."""
    if page.packed and takes(request, "gzip"):
        response.content = page.gzipped(own)
        response["Content-Encoding"] = "gzip"
    else:
        response.content = page.fill(own)
    patch_vary_headers(response, ("Accept-Encoding",))


def deflated(text: str) -> bytes:
    """Whole deflate blocks that look back at nothing before them, for any place in a stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text.encode()) + packer.flush(zlib.Z_FULL_FLUSH)


def stored(content: bytes) -> bytes:
    """Deflate blocks that hold `content` as it is."""
    starts = range(0, len(content), LONGEST_BLOCK)
    blocks = (content[start : start + LONGEST_BLOCK] for start in starts)
    return b"".join(
        struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF) + block for block in blocks
    )


def cut(
    template: str, context: Mapping[str, object], seams: Iterable[str], *, pack: bool = False
) -> Cut:
    """Render `template`, in which each seam is a variable of its name; `pack`: for `gzipped`."""
    # An owner's text must not be taken for a seam: their marks are made anew for each rendering.
    nonce = secrets.token_hex(8)
    marks = {name: mark_safe(f"{nonce}:{name};") for name in seams}  # noqa: S308 (ours)
    html = render_to_string(template, {**context, **marks})
    html = re.sub(r"\s*\n\s*", "\n", html).replace(">\n<", "><")
    pieces = tuple(re.split(rf"{nonce}:(\w+);", html))
    return Cut(pieces, tuple(deflated(text) for text in pieces[::2]) if pack else ())
