import pytest

from shop.page.models import Storefront
from shop.page.views import colour_rule

pytestmark = pytest.mark.django_db


def test_the_owners_colours_become_properties(page, visitor):
    Storefront.objects.update(accent="#123456")
    response = visitor.get("/theme.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert b"--accent:#123456;" in response.content


def test_a_product_has_its_hue(page, variant, visitor):
    variant.product.colour = "#C9B45B"
    variant.product.save()
    assert b'[data-product="morning-mist"]{--hue:#C9B45B;}' in visitor.get("/theme.css").content


def test_new_colours_have_a_new_address(full_page, see, settings):
    settings.PAGE_CACHE_SECONDS = 0
    before = see().split("theme.css?")[1][:40]
    Storefront.objects.update(paper="#FFFFFF")
    assert see().split("theme.css?")[1][:40] != before


@pytest.mark.parametrize(
    "rubbish", ["red;} body{display:none", "#12345", "", "#12345g", "#123456\n"]
)
def test_what_is_no_colour_is_left_out(rubbish):
    assert colour_rule(":root", {"paper": rubbish}) == ":root{}"
