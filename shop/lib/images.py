"""Pictures from outside, made safe and light once, at upload.

`prepare` decodes what was uploaded within limits and encodes it anew, so that no original byte
(EXIF, GPS, colour profile, anything hidden behind the pixels) survives. `store` puts the files
under a random name into Django's default storage: `pictures/<token>/<width>.<extension>`.
"""

import io
import secrets
import warnings
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

WIDTHS = (160, 400, 800, 1200, 1600, 2400)
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_SIDE = 16_000  # WebP ends at 16,383
FORMATS = ("JPEG", "PNG", "WEBP")
TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
}
# Speeds measured on two cores: 2,400 × 1,600 in all widths and formats takes about a second;
# AVIF at speed 6 alone would take 1.7 s for 6 % fewer bytes.
_ENCODERS = {
    "avif": ("AVIF", {"quality": 47, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 2}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
    "png": ("PNG", {"compress_level": 7}),
}
# A file that claims to be far larger than MOST_PIXELS is refused while its header is read.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be stored. `width` and `height` are those of its largest copy; `files`
    maps names such as `800.avif` to their bytes."""

    width: int
    height: int
    widths: list[int]
    transparent: bool
    files: dict[str, bytes]


def prepare(file: BinaryIO) -> Prepared:
    """Read an uploaded JPEG, PNG or WebP and encode it anew in every width it is large enough for.

    The kind is told by the content, never by the name. Raises ValidationError with words for the
    owner: too heavy, too large, animated, another kind of file, or damaged.
    """
    picture, transparent = _decode(file)
    widths = widths_for(picture.width)
    tasks = [
        (_resized(picture, width), width, extension)
        for width in widths
        for extension in extensions(transparent)
    ]
    with ThreadPoolExecutor(max_workers=2) as pool:
        files = dict(pool.map(_encode, tasks))
    width, height = _size_at(picture, widths[-1])
    return Prepared(width, height, widths, transparent, files)


def store(prepared: Prepared) -> str:
    """Write the files under a new random token into the default storage and return the token."""
    token = secrets.token_hex(8)  # short: a page names it a hundred times
    for name, content in prepared.files.items():
        default_storage.save(f"pictures/{token}/{name}", ContentFile(content))
    return token


def widths_for(width: int) -> list[int]:
    """The widths to make of a picture `width` pixels wide: never more than it has, and its own
    width at the top unless a standard one is nearly as large."""
    smaller = [standard for standard in WIDTHS if standard <= width]
    largest = min(width, WIDTHS[-1])
    if not smaller or largest > smaller[-1] * 1.1:
        smaller.append(largest)
    return smaller


def extensions(transparent: bool) -> tuple[str, str, str]:
    """The formats of a picture, best first; the last is the one that every browser shows."""
    return ("avif", "webp", "png" if transparent else "jpg")


@lru_cache(maxsize=10_000)
def url(token: str, width: int, extension: str) -> str:
    return default_storage.url(f"pictures/{token}/{width}.{extension}")


def srcset(token: str, widths: Iterable[int], extension: str) -> str:
    """`/media/…/400.avif 400w, /media/…/800.avif 800w`."""
    return ", ".join(f"{url(token, width, extension)} {width}w" for width in widths)


def nearest(widths: Sequence[int], wanted: int) -> int:
    """The smallest of the stored (ascending) `widths` that is at least `wanted`, or the largest."""
    return next((width for width in widths if width >= wanted), widths[-1])


def _decode(file: BinaryIO) -> tuple[Image.Image, bool]:
    """The first frame, upright, in sRGB, as RGB or (where something shines through) RGBA."""
    _refuse_weight(file)
    try:
        picture = Image.open(file, formats=FORMATS)
        _refuse_size(picture)
        profile = picture.info.get("icc_profile")
        if picture.format == "JPEG":
            picture.draft(picture.mode, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        picture.load()
        return _plain(ImageOps.exif_transpose(picture), profile)
    except ValidationError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large() from error
    except Exception as error:
        # Pillow's readers fail in many ways on damaged files: SyntaxError, struct.error,
        # zlib.error, IndexError … To the owner they are all one.
        raise ValidationError(
            _("This is not a picture we can read. Upload a JPEG, PNG or WebP file."),
            code="unreadable",
        ) from error


def _refuse_weight(file: BinaryIO) -> None:
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    if size > MOST_BYTES:
        raise ValidationError(
            _("This picture weighs more than %(most)d MB."),
            code="too_heavy",
            params={"most": MOST_BYTES // 1024 // 1024},
        )


def _refuse_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise _too_large()
    # A phone's JPEG may carry a second, small copy of itself (MPO); its first is what we take.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(_("Moving pictures can't be used here."), code="animated")


def _too_large() -> ValidationError:
    return ValidationError(
        _("This picture has more than %(most)d million pixels. Upload a smaller one."),
        code="too_large",
        params={"most": MOST_PIXELS // 1_000_000},
    )


def _plain(picture: Image.Image, profile: bytes | None) -> tuple[Image.Image, bool]:
    if picture.mode.startswith("I"):  # 16 bits of grey; converting alone would clip them to white
        picture = picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    transparent = False
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        transparent = picture.getchannel("A").getextrema()[0] < 255
    if not transparent and picture.mode not in ("RGB", "CMYK"):
        picture = picture.convert("RGB")
    picture = _in_srgb(picture, profile)
    picture.info = {}  # savers copy comments and profiles from here
    return picture, transparent


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours in sRGB. A profile that can't be used is dropped: colours may shift."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            return ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture.convert(mode)


def _size_at(picture: Image.Image, width: int) -> tuple[int, int]:
    return width, max(1, round(picture.height * width / picture.width))


def _resized(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    return picture.resize(_size_at(picture, width), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encode(task: tuple[Image.Image, int, str]) -> tuple[str, bytes]:
    picture, width, extension = task
    kind, options = _ENCODERS[extension]
    content = io.BytesIO()
    picture.copy().save(content, kind, **options)  # save() writes on the picture: not for threads
    return f"{width}.{extension}", content.getvalue()
