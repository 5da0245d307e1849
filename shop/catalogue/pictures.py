"""From an uploaded file to a picture of the shop."""

from typing import BinaryIO

from shop.catalogue.models import Picture, Product
from shop.lib import images


def add_picture(
    file: BinaryIO, *, product: Product | None = None, alt: str = "", position: int = 0
) -> Picture:
    """Make a Picture, with its files, of an uploaded JPEG, PNG or WebP.

    Takes about a second for a large one; call it outside transactions. Raises ValidationError
    for what is no picture, or too large a one.
    """
    picture = Picture(product=product, alt=alt, position=position)
    put_files(picture, images.prepare(file))
    picture.save()
    return picture


def put_files(picture: Picture, prepared: images.Prepared) -> None:
    """Store what was prepared and let `picture` (unsaved) point at it. Its former files stay."""
    picture.token = images.store(prepared)
    picture.width, picture.height = prepared.width, prepared.height
    picture.widths, picture.transparent = prepared.widths, prepared.transparent
