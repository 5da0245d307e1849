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


def open_form(client, thing) -> tuple[str, list]:
    """The address of a thing's form, and the forms of which the page there is made."""
    place = f"/admin/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/change/"
    context = client.get(place).context
    sets = [one.formset for one in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(one.management_form for one in sets)]
    return place, [*forms, *(form for one in sets for form in one.initial_forms)]


def posted(forms) -> dict:
    """What the owner's browser would post of them as they are."""
    fields = {bound.html_name: bound.value() for form in forms for bound in form}
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value is not False and not name.endswith("file")
    }


@pytest.fixture
def form_of(dora):
    """What the owner's browser would post of a thing's form as it is, and where."""

    def read(thing) -> tuple[str, dict]:
        place, forms = open_form(dora.client, thing)
        return place, posted(forms)

    return read


@pytest.fixture
def edit(dora, form_of):
    """`edit(thing, heading="Anew")` saves its form with some fields changed."""

    def save(thing, **changed):
        place, fields = form_of(thing)
        answer = dora.client.post(place, {**fields, **changed})
        assert answer.status_code == 302, answer.context["errors"]

    return save
