"""Whatever the owner edits in the admin is on the page at once, kept or not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.catalogue.models import Picture, StockMovement
from shop.offers.models import LimitedOffer
from shop.page.models import Storefront, Testimonial
from tests.page.test_admin import no_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept_for_long(settings):
    settings.PAGE_CACHE_SECONDS = 3600


@pytest.fixture
def shot(variant):
    size = {"width": 800, "height": 1000, "widths": [160, 400, 800]}
    return Picture.objects.create(token="ab12", alt="A box", product=variant.product, **size)


def test_the_storefront(full_page, edit, see):
    assert "Tea for you" not in see()
    edit(Storefront.objects.get(), tagline_en="Tea for you")
    assert "Tea for you" in see()


def test_the_delivery_promise(full_page, edit, see):
    see()
    edit(Storefront.objects.get(), delivery_promise_en="By tomorrow noon")
    assert "By tomorrow noon" in see()


def test_the_page(full_page, edit, see):
    see()
    edit(full_page, title="Another title")
    assert "<title>Another title</title>" in see()


def test_a_section_in_its_page(full_page, edit, see):
    see()
    edit(full_page, **{"sections-3-heading": "Retold"})
    assert "Retold" in see()


def test_a_section_by_itself(full_page, edit, see):
    see()
    edit(full_page.sections.get(kind="story"), heading="Retold")
    assert "Retold" in see()


def test_an_item(full_page, edit, see):
    see()
    edit(full_page.sections.get(kind="trust"), **{"items-0-heading": "Sent on Tuesdays"})
    assert "Sent on Tuesdays" in see()


def test_a_question(full_page, edit, see):
    see()
    edit(full_page, **{"questions-0-question": "Is it ground?"})
    assert "Is it ground?" in see()


def test_a_testimonial(full_page, edit, see):
    see()
    edit(Testimonial.objects.get(), words="Better than good.")
    assert "Better than good." in see()


def test_a_product(full_page, variant, edit, see):
    see()
    edit(variant.product, name_en="Evening Mist")
    assert "Evening Mist" in see()


def test_a_variants_price(full_page, variant, edit, see):
    see()
    edit(variant.product, **{"variants-0-price": "345"})
    assert "NT$345" in see()


def test_a_variants_stock_by_delta(full_page, variant, edit, see):
    assert "3 left" not in see()
    edit(variant.product, **{"variants-0-change_by": "-7", "variants-0-why": "broken"})
    assert "3 left" in see()
    assert StockMovement.objects.filter(delta=-7).exists()


def test_a_limited_offer(full_page, variant, dora, edit, see):
    see()
    now = timezone.now()
    offer = LimitedOffer.objects.create(
        label="Lot", price=300, starts_at=now, ends_at=now + timedelta(days=1)
    )
    offer.variants.add(variant)
    days = {"starts_at": "2026-01-01T10:00", "ends_at": "2099-01-01T10:00"}
    edit(offer, label_en="Last of the lot", **days)
    assert "Last of the lot" in see()
    assert "<b>NT$300</b>" in see()


def test_a_picture(full_page, shot, edit, see):
    assert 'alt="A box"' in see()
    edit(shot, alt_en="A green box")
    assert 'alt="A green box"' in see()


def test_a_delivery_method_in_a_frame_of_the_shops(full_page, variant, delivery, edit, ben):
    ben.add(variant)
    assert "NT$80" in ben.client.get("/checkout/order/").text
    edit(delivery, price="90")
    assert "NT$90" in ben.client.get("/checkout/order/").text


def test_what_is_deleted(full_page, dora, see):
    assert "The story" in see()
    section = full_page.sections.get(kind="story")
    dora.client.post(f"/admin/page/section/{section.pk}/delete/", {"post": "yes"})
    assert "The story" not in see()


def test_what_is_ticked_in_a_list(full_page, dora, see):
    see()
    ids = {f"form-{n}-id": one.pk for n, one in enumerate(full_page.sections.order_by("position"))}
    rows = {"form-TOTAL_FORMS": 8, "form-INITIAL_FORMS": 8, "_save": "Save"}
    dora.client.post("/admin/page/section/", {**rows, **ids, **no_rows("x")})
    assert "The story" not in see()


# Refused


def test_what_was_refused_leaves_the_kept_page_alone(full_page, dora, form_of, see):
    see()
    full_page.sections.filter(kind="story").update(heading="Changed elsewhere")
    place, fields = form_of(full_page)
    assert dora.client.post(place, {**fields, "title": ""}).status_code == 200
    assert "Changed elsewhere" not in see()


def test_a_stranger_at_the_login_leaves_the_kept_page_alone(full_page, visitor, see):
    see()
    full_page.sections.filter(kind="story").update(heading="Changed elsewhere")
    assert "/admin/login/" in visitor.post("/admin/page/page/")["Location"]
    assert "Changed elsewhere" not in see()
