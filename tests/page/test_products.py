import pytest

from shop.catalogue.models import Variant
from shop.catalogue.stock import adjust
from shop.page.models import Storefront

pytestmark = pytest.mark.django_db


def sell_all_but(variant, left):
    adjust(variant, left - 10, by="Dora")


def test_a_variant_can_be_chosen_and_added(full_page, variant, see):
    html = see()
    assert f'name="variant" value="{variant.pk}"' in html
    assert "<b>NT$320</b>" in html
    assert "Add to cart" in html


def test_the_first_that_can_be_had_is_chosen(full_page, variant, see):
    sell_all_but(variant, 0)
    other = Variant.objects.create(product=variant.product, sku="MM-30", option="30", price=880)
    adjust(other, 3, by="Dora")
    assert f'value="{other.pk}" required data-most="3" checked' in see()


def test_one_variant_needs_no_choosing(full_page, variant, see):
    Variant.objects.update(compare_at=400)
    html = see()
    assert "variants--one" in html
    assert "<span>NT$320</span> <s>NT$400</s>" in html


def test_two_variants_do(full_page, variant, see):
    Variant.objects.create(product=variant.product, sku="MM-30", option="30", price=880)
    html = see()
    assert "variants--one" not in html
    assert "<s hidden></s>" in html


def test_a_compare_at_price_is_struck_through(full_page, variant, see):
    Variant.objects.update(compare_at=400)
    assert "NT$400</s> <b>NT$320</b>" in see()


def test_few_left_is_said(full_page, variant, see):
    sell_all_but(variant, 3)
    assert "3 left" in see()


def test_many_left_is_not_said(full_page, variant, see):
    assert " left</span>" not in see()


def test_the_owner_may_never_want_it_said(full_page, variant, see):
    Storefront.objects.update(low_stock=0)
    sell_all_but(variant, 1)
    assert " left</span>" not in see()


def test_sold_out_is_said_and_cannot_be_added(full_page, variant, see):
    sell_all_but(variant, 0)
    html = see()
    assert "disabled data-off>Sold out</button>" in html
    assert "Add to cart" not in html


def test_a_variant_that_is_not_for_sale_is_not_shown(full_page, variant, see):
    Variant.objects.create(product=variant.product, sku="OLD", option="Old", price=1, active=False)
    assert "Old" not in see()


def test_the_hero_names_the_lowest_price(full_page, variant, see):
    assert '<li class="from-price">from NT$320</li>' in see()
