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
    prepared = images.prepare(file)
    return Picture.objects.create(
        product=product,
        token=images.store(prepared),
        alt=alt,
        width=prepared.width,
        height=prepared.height,
        widths=prepared.widths,
        transparent=prepared.transparent,
        position=position,
    )
