"""Whatever an owner reads in the admin is there in Chinese."""

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.urls import reverse

from shop.catalogue.models import Picture, Product, Variant
from shop.customers.models import Consent
from shop.delivery.models import DeliveryMethod
from shop.orders.models import Order
from shop.page.models import Item, Page, Question, Section, Storefront, Testimonial
from tests.house.leaks import english

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if not model.__module__.startswith("django.")]
WISH = {"accept-language": "zh-TW"}
OF_DJANGO = {"UTC", "Django", "Search", "True", "False", "Control", "Command", "Mac"}  # not marked
# What the tests' own shop and buyer are called.
OWN = {"dora", "Ben", "Lin", "Minzu", "Road", "Chiayi", "City", "Morning", "Mist", "hant"} | {
    *("bags", "first", "delivery", "Dora", "Home", "morning", "mist")
}


@pytest.fixture
def shop(page, variant, coupon, ben):
    """One of everything, said in Chinese by its owner."""
    ben.client.cookies["language"] = "zh-hant"
    ben.buy(variant, method="cash_on_delivery")
    Product.objects.update(name_zh_hant="晨霧", name_en="")
    Variant.objects.update(option_zh_hant="十包", option_en="")
    DeliveryMethod.objects.update(
        name_zh_hant="宅配", name_en="", promise_zh_hant="兩天", promise_en=""
    )
    Storefront.objects.update(name_zh_hant="霧山", name_en="", language="zh-hant")
    Page.objects.update(title="霧山", language="zh-hant")
    section = Section.objects.create(page=page, kind="benefits", heading="特色")
    Item.objects.create(section=section, heading="一")
    Question.objects.create(page=page, question="問", answer="答")
    Testimonial.objects.create(name="林", words="好", language="zh-hant")
    Picture.objects.create(token="t" * 32, alt_zh_hant="盒", width=40, height=50, widths=[40])
    order = Order.objects.get()
    Consent.objects.create(customer=order.customer, kind="marketing", wording="好")
    cache.clear()
    return order


def leaks(dora, address: str) -> list[str]:
    answer = dora.client.get(address, headers=WISH)
    assert answer.status_code == 200, address
    return english(answer.text, but=OWN | OF_DJANGO)


@pytest.mark.parametrize("view", ["changelist", "add", "change", "delete"])
def test_each_page_of_the_admin_speaks_chinese(shop, dora, view):
    found, seen = {}, 0
    for model in OURS:
        if address := address_of(dora, model, view):
            found[address], seen = leaks(dora, address), seen + 1
    assert seen >= 7
    assert {address: words for address, words in found.items() if words} == {}


def address_of(dora, model, view: str) -> str:
    """Where that page is, or "" where there is none: a ledger can't be added to."""
    thing = model._default_manager.first()
    of_one = view in ("change", "delete")
    if of_one and thing is None:
        return ""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"
    address = reverse(name, args=[thing.pk] if of_one else [])
    return address if dora.client.get(address).status_code == 200 else ""


def test_what_is_done_with_an_order(shop, dora):
    pages = ("change", "payment", "shipment", "cancellation", "refund", "packing-slip")
    found = {page: leaks(dora, f"/admin/orders/order/{shop.pk}/{page}/") for page in pages}
    assert {page: words for page, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "address",
    [
        *("", "password_change/", "auth/user/", "funnel/report/", "funnel/report/?by=source"),
        "funnel/spend/import/",
        "funnel/sources/",
    ],
)
def test_the_first_page_and_the_report(shop, dora, address):
    assert leaks(dora, f"/admin/{address}") == []


def test_the_control_finds_english():
    page = '<p>Save</p><p>存</p><img alt="A box"><input type="submit" value="Send it">'
    assert english(page) == ["Save", "A box", "Send it"]
