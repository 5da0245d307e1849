import pytest
from django.test import Client

from shop.page.models import Item, Question, Section, Testimonial
from tests.conftest import BROWSER


@pytest.fixture
def visitor():
    """A stranger with a browser."""
    return Client(headers={"user-agent": BROWSER})


@pytest.fixture
def see(visitor):
    """`see("/?coupon=X")` → the page's HTML."""
    return lambda address="/": visitor.get(address).content.decode()


@pytest.fixture
def add_section(page):
    """`add_section("hero", heading="…")` puts a section on the default page."""

    def add(kind: str, *items: str, **fields) -> Section:
        section = Section.objects.create(
            page=page, kind=kind, position=page.sections.count(), **fields
        )
        for heading in items:
            Item.objects.create(section=section, heading=heading)
        return section

    return add


@pytest.fixture
def full_page(page, variant, add_section):
    """A page with every kind of section, one product, one question and one review."""
    for kind in Section.Kind.values:
        add_section(
            kind, f"item of {kind}", heading=f"The {kind}", text="Some **words**.", button="Choose"
        )
    Question.objects.create(page=page, question="How fresh is it?", answer="A *week* at most.")
    Testimonial.objects.create(
        name="Ada", words="Good.", stars=4, product=variant.product, approved=True
    )
    return page
