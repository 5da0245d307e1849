"""What simulated visitors see of the page."""

import random

import pytest

from shop.demo.reading import CHOOSES, GLANCES, READS, looked_at

PAGE = """
    <section class="section" id="hero">
    <section class="section" id="products">
      <article class="product" id="product-mist"><details class="more" data-interest="product">
      <article class="product" id="product-shade">
    <section class="section" id="testimonials"><figure class="voice" id="voice-1">
    <section class="section" id="faq"><details class="question" id="question-1">
"""


def seen(reader, luck: int) -> list[dict]:
    return looked_at(PAGE, reader, random.Random(luck))


def names(reader, luck: int) -> set[tuple[str, str]]:
    return {(one["name"], one["value"]) for one in seen(reader, luck)}


def test_all_of_the_page_is_seen_by_somebody():
    everything = set().union(*(names(CHOOSES, luck) for luck in range(50)))
    assert everything == {
        *(("depth", quarter) for quarter in ("0", "25", "50", "75", "100")),
        *(("section", name) for name in ("hero", "products", "testimonials", "faq")),
        ("product_seen", "product-mist"),
        ("product_seen", "product-shade"),
        ("testimonial", "voice-1"),
        ("question", "question-1"),
    }


@pytest.mark.parametrize("luck", range(5))
def test_everybody_sees_the_top_and_says_so_the_same_way_each_time(luck):
    assert {("depth", "0"), ("section", "hero")} <= names(GLANCES, luck)
    assert seen(READS, luck) == seen(READS, luck)


def test_who_chooses_something_saw_more_and_for_longer():
    glanced, read, chose = (
        [one for luck in range(100) for one in seen(reader, luck)]
        for reader in (GLANCES, READS, CHOOSES)
    )
    assert len(glanced) < len(read) < len(chose)
    assert sum(one["amount"] for one in read) < sum(one["amount"] for one in chose)
