"""“3 left” is the stock of now, from the owner's threshold on, and said wherever one buys."""

import pytest

from shop.catalogue.stock import adjust
from shop.page.document import forget_pages
from shop.page.models import Section, Storefront

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def shown(ben, variant, page):
    """`shown()` → what card, cart, drawer and step 1 say."""
    Section.objects.create(page=page, kind="products", heading="Choose")
    ben.add(variant)

    def look() -> list[str]:
        forget_pages()
        get = ben.client.get
        answers = [
            *(get("/"), get("/cart/"), get("/cart/", headers=HTMX)),
            *(get("/checkout/order/"), get("/checkout/order/", headers=HTMX)),
        ]
        return [answer.text for answer in answers]

    return look


def test_it_is_said_everywhere(shown, variant):
    adjust(variant, -7, by="Dora")
    assert ["3 left" in text for text in shown()] == [True] * 5
    adjust(variant, -1, by="Dora")
    assert ["2 left" in text for text in shown()] == [True] * 5


def test_many_are_not_counted_out(shown):
    assert [" left<" in text for text in shown()] == [False] * 5


def test_the_owner_sets_from_when_on(shown, variant):
    adjust(variant, -7, by="Dora")
    Storefront.objects.update(low_stock=2)
    assert [" left<" in text for text in shown()] == [False] * 5


def test_a_changed_quantity_says_it_anew(ben, variant, shown):
    adjust(variant, -7, by="Dora")
    shown()
    line = ben.client.get("/cart/").context["quote"].lines[0].item.line_id
    adjust(variant, -1, by="Dora")
    answer = ben.client.post(f"/cart/lines/{line}/", {"quantity": 2}, headers=HTMX)
    assert "2 left" in answer.text


def test_who_wants_more_reads_what_there_is(ben, variant, shown):
    adjust(variant, -7, by="Dora")
    line = ben.client.get("/cart/").context["quote"].lines[0].item.line_id
    answer = ben.client.post(f"/cart/lines/{line}/", {"quantity": 4}, headers=HTMX)
    assert "Only 3 left. We count 3." in answer.text
