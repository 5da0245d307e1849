"""Building the demo shop where there is nothing, something, or somebody else's shop."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from shop.catalogue.models import Product, Variant
from shop.checkout.settle import mark_paid
from shop.demo import build, texts, texts_zh
from shop.demo.people import DOMAIN
from shop.offers.models import LimitedOffer
from shop.orders.models import Order
from shop.page.models import Page, Storefront, Testimonial
from tests.conftest import Buyer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pictures")]


def test_a_shop_with_orders_of_its_own_is_left_alone(ben, variant):
    ben.buy(variant)
    with pytest.raises(CommandError, match="1 order that no simulation placed"):
        call_command("demo", no_serve=True)
    assert Product.objects.count() == 1


def test_a_missing_picture_stops_it(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "PICTURES", tmp_path)
    with pytest.raises(FileNotFoundError):
        build.build_shop()
    assert not Storefront.objects.exists()


def test_what_the_owner_renamed_stays_renamed():
    build.build_shop()
    Storefront.objects.update(name="Dora's")
    Product.objects.filter(slug="night-haze").update(name="Night")
    build.build_shop()
    assert Storefront.objects.get().name == "Dora's"
    assert Product.objects.filter(name="Night").exists()


def test_pictures_keep_their_order_and_words():
    build.build_shop()
    shots = Product.objects.get(slug="morning-mist").pictures.all()
    assert [shot.alt for shot in shots] == [shot.alt for shot in texts.MORNING_MIST.pictures]


def test_a_paid_order_verifies_a_testimonial_of_its_product():
    build.build_shop()
    ada = Buyer(email=f"ada@{DOMAIN}")
    ada.buy(Variant.objects.get(sku="MIST-10"))
    mark_paid(Order.objects.get(), by="Dora")
    build.verify_testimonials()
    assert {review.product.slug for review in Testimonial.objects.exclude(order=None)} == {
        "morning-mist"
    }


def test_a_limited_offer_runs_for_days_when_the_demo_is_first_looked_at():
    opened = timezone.now() - timedelta(days=30, hours=1)
    with time_machine.travel(opened, tick=False):
        build.build_shop()
    offer = LimitedOffer.objects.get()
    now = timezone.now()
    assert offer.starts_at < now < now + timedelta(days=5) < offer.ends_at
    assert timezone.localtime(offer.ends_at).hour == 18
    assert "Making room for the next lot" in Client().get("/").text
    assert "新一批到貨前" in Client().get("/zh/").text
    build.build_shop()
    assert LimitedOffer.objects.count() == 1


def test_a_page_of_the_owner_stays_the_one_at_the_front(page):
    build.build_shop()
    assert Page.objects.get(is_default=True) == page


def test_it_speaks_chinese_too(client):
    build.build_shop()
    page = client.get("/zh/").text
    for words in ("霧山咖啡", "晨霧", "柚子與茉莉", "30 包", texts_zh.QUESTIONS[0].question):
        assert words in page
    assert "Morning Mist" not in page
    assert "晨霧" not in client.get("/").text


def test_a_demo_of_old_learns_chinese(monkeypatch):
    monkeypatch.setattr(build, "PAGES", (texts,))
    monkeypatch.setattr(build, "add_chinese", lambda: None)
    build.build_shop()
    monkeypatch.undo()
    Product.objects.filter(slug="night-haze").update(name_en="Night")
    build.build_shop()
    assert Page.objects.get(slug="zh").sections.count() == len(texts_zh.SECTIONS)
    assert Product.objects.get(slug="morning-mist").name_zh_hant == "晨霧"
    assert not Product.objects.get(slug="night-haze").name_zh_hant


def test_both_pages_share_their_pictures():
    build.build_shop()
    english, chinese = (Page.objects.get(slug=slug) for slug in ("coffee", "zh"))
    shown = [{s.picture_id for s in page.sections.all()} for page in (english, chinese)]
    assert shown[0] == shown[1]


def test_the_pages_are_each_others_translations():
    build.build_shop()
    first, other = Page.objects.order_by("-is_default")
    assert other.translation_of == first
