"""JSON-LD says what the page shows: parsed here, and compared with what a reader sees."""

import json
import re
from html import unescape

import pytest
from django.utils import timezone

from shop.catalogue.models import Product, Variant
from shop.orders.models import Order
from shop.page.models import Question, Section, Storefront, Testimonial

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
NASTY = '</script><script>alert(1)</script> & "quotes" <!-- \u2028 \\'


@pytest.fixture
def said(see):
    """`said("Product")` → the things of that type, as a machine reads them."""

    def of(kind, address="/"):
        (data,) = SCRIPT.findall(see(address))
        found = json.loads(data)
        assert found["@context"] == "https://schema.org"
        return [thing for thing in found["@graph"] if thing["@type"] == kind]

    return of


@pytest.fixture
def paid(ben, variant):
    """An order of Ben's that is paid."""
    ben.buy(variant)
    Order.objects.update(paid_at=timezone.now())
    return Order.objects.get()


def words(html):
    """HTML's letters as they are read, whatever stands between blocks."""
    return unescape("".join(re.sub(r"<[^>]+>", "", html).split()))


def test_the_shop(full_page, said, settings):
    Storefront.objects.update(phone="+886 5 000 0000")
    (shop,) = said("Organization")
    assert (shop["name"], shop["email"]) == ("Wushan Coffee", "hello@shop.example")
    assert shop["url"] == f"{settings.SITE_URL}/"
    assert "logo" not in shop


def test_a_product_is_offered_as_the_page_offers_it(full_page, variant, said, see):
    Variant.objects.create(product=variant.product, sku="MM-30", option="30 bags", price=880)
    (product,) = said("Product")
    assert product["name"] == "Morning Mist"
    assert [(one["name"], one["price"]) for one in product["offers"]] == [
        ("10 bags", "320"),
        ("30 bags", "880"),
    ]
    assert {one["priceCurrency"] for one in product["offers"]} == {"TWD"}
    assert [one["availability"] for one in product["offers"]] == ["InStock", "OutOfStock"]
    assert "NT$880" in see()


def test_amounts_are_in_main_units(full_page, said):
    Storefront.objects.update(currency="USD")
    assert said("Product")[0]["offers"][0]["price"] == "3.20"


def test_questions_are_those_on_the_page(full_page, said, see):
    Question.objects.create(
        page=full_page, question="Ground <finely> & fresh?", answer="Yes:\n\n- **fine**\n- *fresh*"
    )
    shown = re.findall(r'<details class="question".*?</details>', see(), re.S)
    visible = [
        (words(summary), words(answer))
        for summary, answer in (re.split("</summary>", html) for html in shown)
    ]
    (faq,) = said("FAQPage")
    machines = [(one["name"], one["acceptedAnswer"]["text"]) for one in faq["mainEntity"]]
    assert machines[1] == ("Ground <finely> & fresh?", "Yes: fine fresh")
    assert [tuple("".join(text.split()) for text in pair) for pair in machines] == visible


@pytest.mark.parametrize("kind", [("products", "Product"), ("faq", "FAQPage")])
def test_what_is_hidden_is_not_said(kind, full_page, said):
    Section.objects.filter(kind=kind[0]).update(visible=False)
    assert said(kind[1]) == []


def test_reviews_that_a_paid_order_stands_behind_are_rated(full_page, paid, variant, said, see):
    for stars in (5, 4, 4):
        Testimonial.objects.create(
            name="Ada", words="A *good* cup.", stars=stars, order=paid, product=variant.product,
            approved=True,
        )  # fmt: skip
    (product,) = said("Product")
    rating = product["aggregateRating"]
    assert (rating["ratingValue"], rating["reviewCount"]) == ("4.3", 3)
    review = product["review"][0]
    assert review["author"]["name"] == "Ada"
    assert review["reviewBody"] in see()


# Refused


@pytest.mark.parametrize(
    "lacking",
    [
        {"demo": True},
        {"approved": False},
        {"order": None},
        {"product": None},
        {"language": "zh-hant"},
    ],
    ids=str,
)
def test_a_review_that_is_less_than_that_is_not_rated(lacking, full_page, paid, variant, said):
    given = {"order": paid, "product": variant.product, "approved": True, **lacking}
    Testimonial.objects.create(name="Ada", words="Good.", stars=5, **given)
    assert "aggregateRating" not in said("Product")[0]


def test_reviews_that_the_page_does_not_show(full_page, paid, variant, said):
    Testimonial.objects.create(
        name="Ada", words="Good.", order=paid, product=variant.product, approved=True
    )
    Section.objects.filter(kind="testimonials").update(visible=False)
    assert "review" not in said("Product")[0]


def test_the_owners_words_never_end_the_element(full_page, said, see):
    Product.objects.update(name=NASTY, tagline=NASTY)
    Question.objects.create(page=full_page, question=NASTY[:200], answer="…")
    assert said("Product")[0]["name"] == NASTY
    assert said("FAQPage")[0]["mainEntity"][1]["name"] == NASTY
    assert "<script>alert" not in see()
