"""A limited offer on the page: price, what it is compared with, its end, and its countdown."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from shop.catalogue.models import Variant
from shop.catalogue.stock import adjust
from shop.offers.models import LimitedOffer

pytestmark = pytest.mark.django_db
END = datetime(2026, 11, 26, 18, tzinfo=ZoneInfo("Asia/Taipei"))
HTMX = {"hx-request": "true"}
ASK = "/products/morning-mist/?page=coffee"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(END - timedelta(hours=1), tick=False) as clock:
        yield clock


@pytest.fixture
def offer(variant):
    made = LimitedOffer.objects.create(
        label="Last of the lot", percent=25, starts_at=END - timedelta(days=2), ends_at=END
    )
    made.products.add(variant.product)
    return made


@pytest.fixture
def larger(variant):
    box = Variant.objects.create(product=variant.product, sku="MM-30", option="30 bags", price=880)
    adjust(box, 3, by="Dora")
    return box


def test_the_price_is_lower_and_the_ordinary_one_struck_through(full_page, offer, see):
    html = see()
    assert "<span>NT$240</span> <s>NT$320</s>" in html
    assert 'class="from-price">from NT$240<' in html


def test_its_end_is_said_without_javascript(full_page, offer, see):
    html = see()
    assert "Last of the lot" in html
    assert 'until <time datetime="2026-11-26T18:00:00+08:00">26 November, 18:00</time>' in html


def test_what_ticks_is_silent_for_screen_readers(full_page, offer, see):
    assert '<span class="countdown__left" aria-hidden="true"></span>' in see()


def test_a_kept_page_says_what_time_it_is_now(full_page, offer, see, clock):
    assert 'data-now="2026-11-26T09:00:00+00:00"' in see()
    clock.shift(2)
    assert 'data-now="2026-11-26T09:00:02+00:00"' in see()


def test_what_is_in_it_is_named_where_not_all_is(full_page, offer, larger, see):
    offer.products.clear()
    offer.variants.add(larger)
    html = see()
    assert "Last of the lot: 30 bags</span>" in html
    assert "NT$880</s> <b>NT$660</b>" in html
    assert "<b>NT$320</b>" in html


def test_no_offer_no_countdown(full_page, see):
    html = see()
    assert "countdown" not in html
    assert "data-changes" not in html


def test_an_open_page_asks_at_the_end(full_page, offer, see, visitor, clock):
    assert f'data-changes="2026-11-26T18:00:00+08:00" hx-get="{ASK}"' in see()
    clock.move_to(END)
    answer = visitor.get(ASK, headers=HTMX)
    assert "<b>NT$320</b>" in answer.text
    assert '<span hx-swap-oob="innerHTML:.from-price">from NT$320</span>' in answer.text
    assert "countdown" not in answer.text
    assert "Morning Mist: from NT$320 now." in answer["HX-Trigger"]


def test_what_was_chosen_stays_chosen(full_page, offer, larger, visitor):
    answer = visitor.get(f"{ASK}&variant={larger.pk}", headers=HTMX)
    assert f'value="{larger.pk}" required data-most="3" checked' in answer.text
    assert "3 left" in answer.text


def test_what_sold_out_meanwhile_does_not(full_page, offer, larger, variant, visitor):
    adjust(larger, -3, by="Dora")
    answer = visitor.get(f"{ASK}&variant={larger.pk}", headers=HTMX)
    assert f'value="{variant.pk}" required data-most="5" checked' in answer.text


@pytest.mark.parametrize("address", ["/products/other/?page=coffee", ASK + "x", "/products/x/"])
def test_what_is_not_there_is_not_found(full_page, offer, visitor, address):
    assert visitor.get(address, headers=HTMX).status_code == 404


def test_by_itself_its_address_leads_to_the_card(full_page, offer, visitor):
    assert visitor.get(ASK).url == "/#product-morning-mist"


def test_asking_is_no_visit(full_page, offer, visitor):
    from funnel.models import Event

    visitor.get(ASK, headers=HTMX)
    assert not Event.objects.exists()


def test_machines_read_the_same_price_and_its_end(full_page, offer, see):
    data = re.search(r'ld\+json">(.*?)</script>', see(), re.S)[1]
    (product,) = [one for one in json.loads(data)["@graph"] if one["@type"] == "Product"]
    (priced,) = product["offers"]
    assert (priced["price"], priced["priceValidUntil"]) == ("240", "2026-11-26T18:00:00+08:00")
