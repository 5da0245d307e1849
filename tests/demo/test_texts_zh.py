"""The demo shop in Chinese: whole, in the brand's voice, set as good typesetting does."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from shop.demo import texts, texts_zh
from tests.demo.test_texts import words

BASE = Path(__file__).resolve().parents[2]
ALL = [
    word
    for name, value in vars(texts_zh).items()
    if name.isupper()
    for word in words(tuple(value.values()) if isinstance(value, dict) else value)
]
OPTIONS = [option for product in texts_zh.PRODUCTS.values() for option in product.options.values()]
READ = [word for word in ALL + OPTIONS if re.search("[一-鿿]", word)]
CHINESE = "[一-鿿，。：；、「」（）？]"


def figures(section: object) -> set[str]:
    """Prices, weights and scores, which no translation changes."""
    return set(re.findall(r"\d[\d,.]*\d", " ".join(words(section))))


def test_the_pages_have_the_same_parts():
    def shape(sections):
        return [(s.kind, len(s.items), s.picture, s.phone_picture) for s in sections]

    assert shape(texts_zh.SECTIONS) == shape(texts.SECTIONS)
    assert len(texts_zh.QUESTIONS) == len(texts.QUESTIONS)
    assert len(texts_zh.TESTIMONIALS) == len(texts.TESTIMONIALS)


def test_every_product_variant_delivery_and_picture_has_its_words():
    assert set(texts_zh.PRODUCTS) == {product.slug for product in texts.PRODUCTS}
    for product in texts.PRODUCTS:
        skus = {variant.sku for variant in product.variants}
        assert set(texts_zh.PRODUCTS[product.slug].options) == skus
    assert set(texts_zh.DELIVERY_METHODS) == {method.name for method in texts.DELIVERY_METHODS}
    assert {s.file for s in texts.pictures() if s.alt} == set(texts_zh.PICTURES)


@pytest.mark.parametrize("slug", texts_zh.PRODUCTS)
def test_a_product_has_the_same_figures_in_both(slug):
    english = next(product for product in texts.PRODUCTS if product.slug == slug)
    assert figures(texts_zh.PRODUCTS[slug]) == figures(english.description)


def test_an_option_says_the_same_number():
    for product in texts.PRODUCTS:
        for variant in product.variants:
            number = variant.option.split()[0]
            assert texts_zh.PRODUCTS[product.slug].options[variant.sku] == f"{number} 包"


def test_nobody_shouts():
    assert not [
        word for word in READ if re.search("[!！]|極致|頂級|首選|史上|第一名|超級|完美", word)
    ]


def test_punctuation_is_full_width():
    assert not [word for word in READ if re.search(f"{CHINESE}[,;:?!()]|[,;:?!()]{CHINESE}", word)]


def test_latin_and_figures_stand_off_from_chinese():
    close = re.compile("[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]")
    assert not [word for word in READ if close.search(word)]


def test_but_not_from_punctuation():
    assert not [
        word
        for word in READ
        if re.search("[，。：；、「」（）？] (?!-)", word.replace("：** ", ""))
    ]


def test_it_is_traditional():
    assert not [
        word for word in READ if re.search("[这们个来时为说话会发样还没开过买卖钱单]", word)
    ]


def test_what_the_answers_quote_is_what_buyers_see():
    with (BASE / "shop/locale/zh_Hant/LC_MESSAGES/django.po").open("rb") as file:
        seen = {message.string for message in read_po(file)}
    seen |= {method.name for method in texts_zh.DELIVERY_METHODS.values()}
    quoted = [name for one in texts_zh.QUESTIONS for name in re.findall("「(.+?)」", one.answer)]
    assert len(quoted) >= 4
    assert [name for name in quoted if name not in seen] == []


def test_words_fit_their_fields():
    assert len(texts_zh.PAGE.description) <= 300
    for section in texts_zh.SECTIONS:
        assert len(section.heading) <= 160
        assert all(len(item.heading) <= 80 for item in section.items)
