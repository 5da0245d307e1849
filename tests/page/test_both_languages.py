"""What the owner writes of products, delivery and shop: in the buyer's language, or the other."""

import pytest
from django.utils import translation

from shop.catalogue.models import Picture, Product, Variant
from shop.delivery.models import DeliveryMethod
from shop.orders.models import Order
from shop.outbox.models import Message
from shop.page.models import Page, Storefront

pytestmark = pytest.mark.django_db


@pytest.fixture
def chinese(full_page, variant):
    """A Chinese page, with what the owner wrote of the variant and its delivery."""
    Product.objects.update(name_zh_hant="晨霧", tagline_zh_hant="柚子與茉莉。")
    Variant.objects.update(option_zh_hant="10 包")
    DeliveryMethod.objects.update(name_zh_hant="宅配到府", promise_zh_hant="兩天送達")
    Storefront.objects.update(name_zh_hant="霧山咖啡")
    return Page.objects.create(title="霧山", slug="zh", language="zh-hant", published=True)


def test_cart_and_order_are_in_the_pages_language(chinese, ben, variant):
    ben.client.get("/zh/")
    ben.add(variant)
    cart = ben.client.get("/cart/").text
    assert "晨霧" in cart
    assert "10 包" in cart
    assert "Morning Mist" not in cart


def test_an_order_keeps_the_words_that_its_buyer_read(chinese, ben, variant):
    ben.client.get("/zh/")
    ben.buy(variant)
    order = Order.objects.get()
    line = order.lines.get()
    assert (line.name, line.option, order.delivery_name) == ("晨霧", "10 包", "宅配到府")
    assert order.language == "zh-hant"
    assert Message.objects.get().language == "zh-hant"


def test_the_english_page_stays_english(chinese, ben, variant, see):
    assert "晨霧" not in see("/")
    ben.add(variant)
    assert "Morning Mist" in ben.client.get("/cart/").text


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_word_that_is_missing_is_taken_from_the_other_language(chinese, ben, variant, nothing):
    Product.objects.update(name_zh_hant=nothing)
    ben.client.get("/zh/")
    ben.add(variant)
    assert "Morning Mist" in ben.client.get("/cart/").text


def test_a_shop_that_writes_chinese_only_has_its_words_on_an_english_page(chinese, ben, variant):
    Product.objects.update(name_en="")
    ben.add(variant)
    assert "晨霧" in ben.client.get("/cart/").text


def test_dora_writes_both_side_by_side(dora, variant):
    page = dora.client.get(f"/admin/catalogue/product/{variant.product.pk}/change/").text
    assert page.index('name="name_en"') < page.index('name="name_zh_hant"') < page.index("tagline")
    assert 'name="name"' not in page


def test_dora_finds_a_product_by_either_name(dora, variant):
    Product.objects.update(name_zh_hant="晨霧")
    for words in ("Morning", "晨霧"):
        assert "Morning Mist" in dora.client.get("/admin/catalogue/product/", {"q": words}).text


@pytest.mark.parametrize("view", ["packing-slip", "change"])
def test_dora_packs_a_chinese_order_by_the_names_she_knows(chinese, ben, dora, variant, view):
    ben.client.get("/zh/")
    ben.buy(variant, method="cash_on_delivery")
    slip = dora.client.get(f"/admin/orders/order/{Order.objects.get().pk}/{view}/").text
    assert "晨霧" in slip
    assert "Morning Mist · 10 bags" in slip


def test_what_must_be_written_is_written_in_the_shops_language(dora, storefront):
    Storefront.objects.update(language="zh-hant")
    fields = {"name_zh_hant": "宅配到府", "price": "80", "position": "0", "active": "on"}
    dora.client.post("/admin/delivery/deliverymethod/add/", fields)
    assert DeliveryMethod.objects.get().name == "宅配到府"


# Refused


def test_the_shops_language_can_not_be_left_out(dora, storefront):
    fields = {"name_zh_hant": "宅配到府", "price": "80", "position": "0"}
    answer = dora.client.post("/admin/delivery/deliverymethod/add/", fields)
    assert "name_en" in answer.context["adminform"].form.errors


def test_a_picture_is_described_in_the_active_language(db):
    picture = Picture(alt_en="A box", alt_zh_hant="一盒咖啡")
    with translation.override("zh-hant"):
        assert picture.alt == "一盒咖啡"
    assert picture.alt == "A box"
