"""What the demo shop says keeps the brand's voice and adds up."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from shop.demo import texts

BASE = Path(__file__).resolve().parents[2]
SHOUTING = re.compile(
    r"!|\b(amazing|finest|greatest|incredible|perfect|ultimate|unbeatable)\b", re.I
)


def words(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from words(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from words(getattr(thing, field.name))


ALL = [word for name, value in vars(texts).items() if name.isupper() for word in words(value)]


def test_all_words_are_latin():
    assert len(ALL) > 200
    assert not [word for word in ALL if re.search(r"[⺀-鿿豈-﫿＀-￯]", word)]


def test_nobody_shouts():
    assert not [word for word in ALL if SHOUTING.search(word)]


def test_nothing_is_left_to_write():
    assert not [word for word in ALL if re.search(r"\b(TODO|TBD|lorem|xxx)\b", word, re.I)]


def test_compare_at_is_the_price_of_as_many_small_boxes():
    for product in texts.PRODUCTS[:3]:
        small = product.variants[0]
        for variant in product.variants[1:]:
            boxes = int(variant.option.split()[0]) // int(small.option.split()[0])
            assert variant.compare_at == boxes * small.price > variant.price


def test_skus_and_slugs_are_unique():
    skus = [variant.sku for product in texts.PRODUCTS for variant in product.variants]
    slugs = [product.slug for product in texts.PRODUCTS]
    assert len(set(skus)) == len(skus)
    assert len(set(slugs)) == len(slugs)


def test_only_the_tasting_set_waits():
    assert [p.slug for p in texts.PRODUCTS if not p.published] == ["tasting-set"]


@pytest.mark.parametrize("review", texts.TESTIMONIALS, ids=lambda review: review.name)
def test_a_review_is_short_marked_and_about_a_product(review):
    assert 20 <= len(review.words.split()) <= 50
    assert review.demo
    assert review.product in {product.slug for product in texts.PRODUCTS if product.published}


def test_reviews_are_not_all_five_stars():
    assert sorted(review.stars for review in texts.TESTIMONIALS) == [3, 4, 4, 5, 5, 5, 5, 5]


def test_eight_questions_and_three_coupons():
    assert len(texts.QUESTIONS) == 8
    assert len({coupon.code for coupon in texts.COUPONS}) == 3


def test_every_kind_of_section_is_there():
    assert {section.kind for section in texts.SECTIONS} == {
        "hero", "benefits", "products", "story", "testimonials", "faq", "trust", "closing",
    }  # fmt: skip


def test_words_fit_their_fields():
    assert len(texts.PAGE.description) <= 300
    assert all(len(p.tagline) <= 200 for p in texts.PRODUCTS)
    for section in texts.SECTIONS:
        assert len(section.kicker) <= 80
        assert all(len(item.heading) <= 80 and len(item.text) <= 300 for item in section.items)


def test_apostrophes_are_straight():
    """The brand's serif stack may end in a Chinese font, which draws a curly one full width."""
    assert not [word for word in ALL if "\u2019" in word]


def test_what_the_answers_quote_is_what_buyers_see():
    methods = {method.name for method in texts.DELIVERY_METHODS}
    pages = "".join(path.read_text() for path in (BASE / "templates/checkout").iterdir())
    quoted = [name for one in texts.QUESTIONS for name in re.findall("“(.+?)”", one.answer)]
    assert len(quoted) >= 4
    assert [q for q in quoted if q not in methods and f'translate "{q}"' not in pages] == []


def test_no_card_is_promised_that_the_shop_may_not_take():
    assert not [word for word in ALL if re.search(r"pay.* by card|card,", word, re.I)]
