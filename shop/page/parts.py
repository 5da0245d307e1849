"""What the parts of the page are called, for the funnel's report, which knows their ids only."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import pgettext

from funnel.api import DetailName, Part
from shop.page.content import Content
from shop.page.models import Page


def parts(slug: str) -> Iterator[Part]:
    """Sections, questions, products and testimonials of the page with this slug ("" or an unknown
    one: the main one), each kind from top to bottom."""
    pages = Page.objects.all()
    page = pages.filter(slug=slug).first() or pages.filter(is_default=True).first()
    if page is None:
        return
    content = Content(page)
    for part in content.parts:
        words = part.section.heading or capfirst(part.section.get_kind_display())
        yield Part(DetailName.SECTION, part.anchor, words)
    for question in content.questions:
        yield Part(DetailName.QUESTION, f"question-{question.id}", question.question)
    for ware in content.wares:
        yield Part(DetailName.PRODUCT_SEEN, f"product-{ware.product.slug}", ware.product.name)
    for voice in content.testimonials:
        yield Part(DetailName.TESTIMONIAL, f"voice-{voice.id}", _who(voice.name, voice.words))


def _who(name: str, words: str) -> str:
    beginning = words if len(words) <= 40 else f"{words[:40]}…"
    return pgettext("testimonial", "%(name)s: %(words)s") % {"name": name, "words": beginning}
