"""The demo's own words and as many pictures as it has, in at most 40 KB."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from shop.catalogue.models import Picture, Product, Variant
from shop.demo import texts
from shop.demo.build import build_limited_offer
from shop.offers.models import LimitedOffer
from shop.page.models import Item, Question, Section, Testimonial

pytestmark = pytest.mark.django_db

numbers = count()
WIDTHS = [160, 400, 800, 1200, 1600, 2400]


def picture(words, product=None):
    """A row without files: only its address is on the page."""
    size = {"width": 2400, "height": 3000, "widths": WIDTHS}
    token = f"{next(numbers):016x}"
    return words and Picture.objects.create(token=token, alt=words.alt, product=product, **size)


def chosen(words, *names):
    return {name: getattr(words, name) for name in names}


def add_product(words):
    columns = ("name", "slug", "tagline", "description", "colour", "option_name", "published")
    product = Product.objects.create(**chosen(words, *columns))
    for shot in words.pictures:
        picture(shot, product)
    for variant in words.variants:
        columns = chosen(variant, "sku", "option", "price", "compare_at", "stock", "per_order")
        Variant.objects.create(product=product, **columns)


def add_section(page, words):
    pictures = {name: picture(getattr(words, name)) for name in ("picture", "phone_picture")}
    columns = chosen(words, "kind", "heading", "kicker", "text", "button")
    section = Section.objects.create(page=page, **columns, **pictures)
    for item in words.items:
        Item.objects.create(section=section, **chosen(item, "heading", "text", "mark"))


@pytest.fixture
def demo_page(page):
    for product in texts.PRODUCTS:
        add_product(product)
    for section in texts.SECTIONS:
        add_section(page, section)
    for question in texts.QUESTIONS:
        Question.objects.create(page=page, **chosen(question, "question", "answer"))
    for review in texts.TESTIMONIALS:
        columns = chosen(review, "name", "place", "words", "stars", "demo")
        product = Product.objects.get(slug=review.product)
        pictures = {"portrait": picture(review.portrait), "photo": picture(review.photo)}
        Testimonial.objects.create(approved=True, product=product, **pictures, **columns)
    for offer in texts.LIMITED_OFFERS:
        build_limited_offer(offer)
    LimitedOffer.objects.update(starts_at=timezone.now() - timedelta(hours=1))


def test_the_whole_demo_page_is_at_most_40_kb(demo_page, coupon, see):
    """With all that adds to it: what is left of an offer, and a coupon that came by link."""
    html = see(f"/?coupon={coupon.code}")
    assert html.count("<img") > 20
    assert html.count('class="countdown"') == 1
    assert len(html.encode()) <= 40 * 1024
