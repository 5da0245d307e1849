"""Each field that an owner fills in says what it is for."""

import pytest

from shop.page.models import Storefront, Testimonial

pytestmark = pytest.mark.django_db

PLAIN = {"id", "DELETE", "page", "section", "product"}  # keys, and what speaks for itself


def unexplained(client, thing) -> set[str]:
    place = f"/admin/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/change/"
    context = client.get(place).context
    sets = [one.formset for one in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(one.empty_form for one in sets)]
    return {
        f"{type(form).__name__}.{name}"
        for form in forms
        for name, field in form.fields.items()
        if not field.help_text and name not in PLAIN
    }


def test_every_field_says_what_it_is_for(full_page, variant, dora):
    section = full_page.sections.first()
    front, review = Storefront.objects.get(), Testimonial.objects.get()
    for thing in (front, full_page, section, review, variant.product):
        assert unexplained(dora.client, thing) - {"VariantForm.why"} == set()
