"""Buyers are spoken to in the language of the page they came from; owners as they please."""

import pytest

from shop.page.models import Page, Storefront

pytestmark = pytest.mark.django_db
CHINESE, ENGLISH = '<html lang="zh-hant">', '<html lang="en">'
WISH = {"accept-language": "zh-TW,zh;q=0.9"}


@pytest.fixture
def chinese(full_page):
    return Page.objects.create(title="霧山", slug="zh", language="zh-hant", published=True)


@pytest.mark.parametrize("address", ["/", "/cart/", "/checkout/order/", "/no/such/page/"])
def test_a_browsers_wish_alone_changes_nothing(chinese, visitor, address):
    assert ENGLISH in visitor.get(address, headers=WISH).text


def test_nor_that_of_who_comes_from_a_page(chinese, visitor):
    visitor.get("/zh/")
    assert CHINESE in visitor.get("/cart/", headers={"accept-language": "en"}).text


def test_who_goes_on_to_the_other_page_goes_on_in_its_language(chinese, visitor):
    visitor.get("/zh/")
    visitor.get("/")
    assert ENGLISH in visitor.get("/cart/").text


def test_where_no_page_was_seen_the_shop_speaks_its_own_language(chinese, visitor):
    Storefront.objects.update(language="zh-hant")
    assert CHINESE in visitor.get("/cart/").text


def test_each_of_two_open_pages_keeps_its_language(chinese, ben, variant):
    ben.client.get("/")
    ben.client.get("/zh/")  # in another tab
    on_the_first = {"x-page-language": "en", "hx-request": "true"}
    choice = {"variant": variant.pk, "quantity": 1}
    cart = ben.client.post("/cart/lines/", choice, headers=on_the_first)
    assert "Your cart" in cart.text
    assert ENGLISH in ben.client.get("/checkout/order/").text


def test_no_cookie_where_none_is_needed(chinese, visitor):
    visitor.get("/", headers=WISH)
    assert "language" not in visitor.cookies


def test_dora_is_spoken_to_as_her_browser_asks(dora, storefront):
    assert CHINESE[:-1] in dora.client.get("/admin/", headers=WISH).text
    assert ENGLISH[:-1] in dora.client.get("/admin/", headers={"accept-language": "en"}).text


def test_or_as_she_chooses(dora, storefront):
    choice = {"language": "zh-hant", "next": "/admin/orders/order/"}
    assert dora.client.post("/admin/language/", choice).url == "/admin/orders/order/"
    assert CHINESE[:-1] in dora.client.get("/admin/", headers={"accept-language": "en"}).text


def test_her_looking_at_a_page_changes_nothing_in_the_admin(chinese, dora):
    dora.client.get("/zh/")
    assert ENGLISH[:-1] in dora.client.get("/admin/").text


# Refused


@pytest.mark.parametrize("rubbish", ["xx", "zh", "' or 1=1", "A" * 3000, "zh_hant"])
def test_a_language_that_is_none(chinese, visitor, rubbish):
    visitor.cookies["language"] = rubbish
    headers = {"x-page-language": rubbish, "hx-request": "true"}
    assert visitor.post("/cart/lines/", headers=headers).status_code == 422
    assert ENGLISH in visitor.get("/cart/").text
