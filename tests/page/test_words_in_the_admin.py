"""Words that say the right thing in Chinese: an address on the web is no street."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from shop.page.models import Page, Section, Storefront, Testimonial


@pytest.mark.parametrize(
    ("model", "field", "word"),
    [
        (Page, "slug", "網址"),
        (Storefront, "address_zh_hant", "地址"),
        (Testimonial, "name", "姓名"),
    ],
)
def test_a_fields_name(model, field, word):
    with translation.override("zh-hant"):
        assert word in str(model._meta.get_field(field).verbose_name)


def test_the_previews_width_is_no_telephone_number():
    with translation.override("zh-hant"):
        assert "手機" in render_to_string("admin/page/_preview.html")


def test_a_section_without_heading_is_named_by_its_kind():
    assert str(Section(kind="trust")) == "trust"
