"""The committed pictures: all there, in proportion, light enough, and spoken for."""

from pathlib import Path

import pytest
from PIL import Image

from shop.demo import texts
from shop.demo.art.scenes import SCENES

FOLDER = Path(__file__).resolve().parents[2] / "static" / "demo"


def named() -> set[str]:
    pictures = {texts.STOREFRONT.logo, texts.STOREFRONT.share}
    pictures |= {p for section in texts.SECTIONS for p in (section.picture, section.phone_picture)}
    pictures |= {picture for product in texts.PRODUCTS for picture in product.pictures}
    pictures |= {p for r in texts.TESTIMONIALS for p in (r.portrait, r.photo)}
    return {picture.file for picture in pictures if picture}


@pytest.mark.parametrize("file", sorted(named()))
def test_every_named_picture_exists(file):
    with Image.open(FOLDER / file) as image:
        image.verify()


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_has_the_size_of_its_scene(name):
    width, height, _ = SCENES[name]
    with Image.open(FOLDER / f"{name}.jpg") as image:
        assert image.size == (width, height)


def test_no_picture_lies_about_unused():
    drawn = {path.name for path in FOLDER.glob("*.jpg")}
    assert drawn == {f"{name}.jpg" for name in SCENES} == named() - {"logo.png"}


@pytest.mark.parametrize("product", texts.PRODUCTS, ids=lambda product: product.slug)
def test_product_pictures_are_four_by_five(product):
    for picture in product.pictures:
        with Image.open(FOLDER / picture.file) as image:
            assert image.width * 5 == image.height * 4


def test_pictures_stay_within_the_budget():
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) <= 350_000
    assert sum(sizes) <= 4_000_000


def test_pictures_carry_no_metadata():
    for path in FOLDER.glob("*.jpg"):
        with Image.open(path) as image:
            assert not image.getexif()


def test_the_logo_needs_no_font():
    assert "<text" not in (FOLDER / "logo.svg").read_text()
