"""The star summary and the wall of reviews, and what stands there when there are none."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from shop.catalogue.models import Picture, Product
from shop.page.models import Item, Testimonial
from shop.payments.providers import PROVIDERS

pytestmark = pytest.mark.django_db

STATIC = Path(settings.BASE_DIR) / "static"


def review(stars, **more):
    return Testimonial.objects.create(name="Mei", words="Good.", stars=stars, approved=True, **more)


def test_the_stars_are_summed_up(full_page, see):
    review(5)
    review(5)
    html = see()
    assert '<span class="rating__mean">4.7</span> of 5 stars, from 3 reviews' in html
    bars = re.findall(r"<li>(\d)<span.*?value=\"(\d)\".*?</progress> (\d)</li>", html)
    assert bars == [("5", "2", "2"), ("4", "1", "1"), *((str(n), "0", "0") for n in (3, 2, 1))]


def test_the_hero_leads_to_the_reviews(full_page, see):
    assert re.search(r'href="#testimonials">.*? 4\.0 of 5 from 1 review</a>', see())


def test_without_a_review_section_the_hero_claims_nothing(full_page, see):
    full_page.sections.filter(kind="testimonials").delete()
    assert "hero__proof" not in see()


def test_a_buyers_picture_stands_beside_the_words(full_page, see):
    size = {"width": 800, "height": 800, "widths": [400, 800]}
    review(5, photo=Picture.objects.create(token="f" * 16, alt="On my desk", **size))
    assert re.search(r'class="voice__photo"><picture>.*?alt="On my desk"', see())


def test_no_reviews_are_no_empty_wall(full_page, see):
    Testimonial.objects.all().delete()
    html = see()
    assert "No reviews yet." in html
    assert "rating__mean" not in html


def test_nothing_for_sale_is_said(full_page, see):
    Product.objects.update(published=False)
    html = see()
    assert "Nothing is for sale just now." in html
    assert 'id="sticky"' not in html


# The trust row


def test_a_mark_is_drawn_before_its_words(full_page, see):
    Item.objects.filter(section__kind="trust").update(mark="delivery")
    assert '<i class="drawn drawn--delivery"></i><strong>item of trust' in see()


def test_only_ways_to_pay_that_are_open_are_named(full_page, see, settings):
    settings.STRIPE_SECRET_KEY = ""
    html = see()
    assert "drawn--bank_transfer" in html
    assert "drawn--card" not in html


def test_every_mark_is_drawn_and_has_its_place():
    drawn = re.findall(r'<g id="(\w+)"', (STATIC / "marks.svg").read_text())
    places = re.findall(r"\.drawn--(\w+) \{\s+--nth: (\d+);", (STATIC / "shop.css").read_text())
    assert drawn == [*Item.Mark.values, *PROVIDERS]
    assert places == [(name, str(place)) for place, name in enumerate(drawn)]
