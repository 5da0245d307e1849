import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import ExifTags, Image, ImageCms

from shop.lib import images


def upload(picture: Image.Image, kind: str = "PNG", **options) -> io.BytesIO:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    file.seek(0)
    return file


def opened(prepared: images.Prepared, name: str) -> Image.Image:
    return Image.open(io.BytesIO(prepared.files[name]))


def test_makes_every_width_in_three_formats():
    prepared = images.prepare(upload(Image.new("RGB", (1000, 500), "teal")))
    assert prepared.widths == [160, 400, 800, 1000]
    assert (prepared.width, prepared.height) == (1000, 500)
    assert sorted(prepared.files) == sorted(
        f"{width}.{extension}" for width in prepared.widths for extension in ("avif", "webp", "jpg")
    )
    assert opened(prepared, "400.avif").size == (400, 200)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_takes_jpeg_png_and_webp(kind):
    assert images.prepare(upload(Image.new("RGB", (60, 40)), kind)).widths == [60]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (160, [160]),
        (170, [160]),
        (900, [160, 400, 800, 900]),
        (2400, list(images.WIDTHS)),
        (8000, list(images.WIDTHS)),
    ],
)
def test_never_makes_a_picture_larger_than_it_is(width, widths):
    assert images.widths_for(width) == widths


def test_keeps_what_shines_through():
    prepared = images.prepare(upload(Image.new("RGBA", (300, 300), (200, 0, 0, 90))))
    assert prepared.transparent
    for extension in ("avif", "webp", "png"):
        assert opened(prepared, f"160.{extension}").getchannel("A").getextrema()[0] < 100


def test_an_opaque_png_with_an_alpha_channel_becomes_a_jpeg():
    prepared = images.prepare(upload(Image.new("RGBA", (300, 300), (200, 0, 0, 255))))
    assert not prepared.transparent
    assert opened(prepared, "160.jpg").getpixel((9, 9))[0] > 190


def test_stands_upright_as_the_camera_was_held():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    prepared = images.prepare(upload(Image.new("RGB", (400, 200)), "JPEG", exif=exif))
    assert (prepared.width, prepared.height) == (200, 400)


def test_nothing_hidden_in_the_file_survives():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRET-CAMERA"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = upload(
        Image.new("RGB", (200, 100), "gold"),
        "JPEG",
        exif=exif,
        comment=b"SECRET-WORD",
        icc_profile=profile,
    )
    file.seek(0, io.SEEK_END)
    file.write(b"<script>SECRET-TAIL</script>")
    prepared = images.prepare(file)
    for name, content in prepared.files.items():
        assert b"SECRET" not in content
        info = opened(prepared, name).info
        assert not {"exif", "comment", "icc_profile", "xmp"} & {key for key in info if info[key]}


def test_a_printers_cmyk_becomes_screen_colours():
    prepared = images.prepare(upload(Image.new("CMYK", (200, 100), (0, 255, 255, 0)), "JPEG"))
    assert opened(prepared, "160.jpg").mode == "RGB"


def test_sixteen_bits_of_grey_are_not_clipped_to_white():
    prepared = images.prepare(upload(Image.new("I;16", (200, 100), 0x8000)))
    assert 120 < opened(prepared, "160.jpg").getpixel((5, 5))[0] < 136


def test_each_picture_is_stored_under_a_random_name(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    prepared = images.prepare(upload(Image.new("RGB", (200, 100))))
    first, second = images.store(prepared), images.store(prepared)
    assert first != second
    assert default_storage.exists(f"pictures/{first}/160.avif")


def refused(file: io.BytesIO) -> str:
    with pytest.raises(ValidationError) as caught:
        images.prepare(file)
    return caught.value.code


def png_that_claims(width: int, height: int) -> io.BytesIO:
    """A few bytes that would decode to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize("side", [6400, 9500, 60_000])
def test_refuses_too_many_pixels_before_decoding(side):
    assert refused(png_that_claims(side, side)) == "too_large"


def test_refuses_a_thread_of_a_picture():
    assert refused(png_that_claims(16_001, 2)) == "too_large"


def test_refuses_too_many_bytes():
    file = upload(Image.new("RGB", (20, 20)))
    file.seek(images.MOST_BYTES + 1)
    file.write(b"\0")
    assert refused(file) == "too_heavy"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_refuses_moving_pictures(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    file = upload(frames[0], kind, save_all=True, append_images=frames[1:])
    assert refused(file) == "animated"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_refuses_other_kinds_whatever_they_call_themselves(kind):
    file = upload(Image.new("RGB", (20, 20)), kind)
    file.name = "holiday.jpg"
    assert refused(file) == "unreadable"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_refuses_a_damaged_file(kind):
    content = upload(Image.effect_noise((300, 300), 90).convert("RGB"), kind).getvalue()
    assert refused(io.BytesIO(content[: len(content) // 2])) == "unreadable"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload='alert(1)'/>", b"\xff\xd8\xff"])
def test_refuses_what_is_no_picture(content):
    assert refused(io.BytesIO(content)) == "unreadable"
