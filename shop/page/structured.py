"""What a page says to machines (schema.org in JSON-LD): what it says to people, and no more.

Google's rules: https://developers.google.com/search/docs/appearance/structured-data/product
"""

import json
from decimal import Decimal
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from shop.catalogue.models import Picture
from shop.lib import markdown
from shop.lib.money import to_decimal
from shop.page.content import Content
from shop.page.models import Question, Section, Storefront, Testimonial
from shop.page.wares import Choice, Ware

Thing = dict[str, object]
SCHEMA = "https://schema.org"
# Within a script element nothing may look like its end, whatever the owner typed.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}


def structured(content: Content, storefront: Storefront) -> SafeString:
    """The page's JSON-LD, safe within its script element."""
    things = [
        organization(storefront),
        website(content, storefront),
        *products(content, storefront),
        *faq(content),
    ]
    graph = {"@context": SCHEMA, "@graph": [filled(thing) for thing in things]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"), default=str)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 (escaped in the line above)


def filled(thing: Thing) -> Thing:
    """Without what is empty."""
    return {name: value for name, value in thing.items() if value not in ("", None, [])}


def absolute(picture: Picture | None, width: int) -> str:
    return urljoin(settings.SITE_URL, picture.url(width)) if picture else ""


def shop_id() -> Thing:
    """A reference to the shop."""
    return {"@id": f"{settings.SITE_URL}/#shop"}


def organization(storefront: Storefront) -> Thing:
    return {
        "@type": "Organization",
        **shop_id(),
        "name": storefront.name,
        "url": f"{settings.SITE_URL}/",
        "logo": absolute(storefront.logo, 400),
        "email": storefront.email,
        "telephone": storefront.phone,
        "address": storefront.address,
    }


def website(content: Content, storefront: Storefront) -> Thing:
    return {
        "@type": "WebSite",
        "name": storefront.name,
        "url": f"{settings.SITE_URL}/",
        "inLanguage": content.page.language,
        "publisher": shop_id(),
    }


def products(content: Content, storefront: Storefront) -> list[Thing]:
    """The products, if the page shows any."""
    if not content.shows(Section.Kind.PRODUCTS):
        return []
    return [filled(product(ware, content, storefront)) for ware in content.wares]


def product(ware: Ware, content: Content, storefront: Storefront) -> Thing:
    sold = ware.product
    return {
        "@type": "Product",
        "name": sold.name,
        "description": sold.tagline or markdown.plain(sold.description),
        "image": [absolute(picture, 1200) for picture in ware.pictures[:1]],
        "brand": shop_id(),
        "offers": [priced(choice, storefront.currency) for choice in ware.choices],
        **rated(vouched(content, sold.pk)),
    }


def priced(choice: Choice, currency: str) -> Thing:
    variant, price = choice.variant, choice.price
    until = timezone.localtime(price.until).isoformat() if price.until else ""
    return filled(
        {
            "@type": "Offer",
            "name": variant.option,
            "sku": variant.sku,
            "price": format(to_decimal(price.amount, currency), "f"),
            "priceValidUntil": until,
            "priceCurrency": currency,
            "availability": "InStock" if variant.available else "OutOfStock",
        }
    )


def vouched(content: Content, product_id: int) -> list[Testimonial]:
    """Reviews on this page that a paid order for the product stands behind, none of a demo's.

    Search engines show stars as facts. A rating of the shop by itself they forbid, so only
    products have one; and what nobody can check is for people to judge, not for machines to repeat.
    """
    if not content.shows(Section.Kind.TESTIMONIALS):
        return []
    return [
        review
        for review in content.testimonials
        if review.product_id == product_id and review.verified and not review.demo
    ]


def rated(reviews: list[Testimonial]) -> Thing:
    """The reviews and their mean; nothing where there are none."""
    if not reviews:
        return {}
    mean = Decimal(sum(review.stars for review in reviews)) / len(reviews)
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": round(mean, 1),
            "reviewCount": len(reviews),
        },
        "review": [reviewed(review) for review in reviews],
    }


def reviewed(review: Testimonial) -> Thing:
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": review.name},
        "reviewRating": {"@type": "Rating", "ratingValue": review.stars},
        "reviewBody": review.words,
        "datePublished": review.created_at.date(),
    }


def faq(content: Content) -> list[Thing]:
    """The questions, if the page shows any."""
    if not content.shows(Section.Kind.FAQ) or not content.questions:
        return []
    return [{"@type": "FAQPage", "mainEntity": [asked(one) for one in content.questions]}]


def asked(question: Question) -> Thing:
    answer = {"@type": "Answer", "text": markdown.plain(question.answer)}
    return {"@type": "Question", "name": question.question, "acceptedAnswer": answer}
