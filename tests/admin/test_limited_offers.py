from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from shop.offers.models import LimitedOffer

pytestmark = pytest.mark.django_db
ADD = "/admin/offers/limitedoffer/add/"


@pytest.fixture
def typed(variant, page):
    """What Dora types for an offer of the box, with changes."""

    def data(**changed) -> dict:
        kept = {
            "label_en": "Last of the lot",
            "active": "on",
            "percent": "25",
            "price": "",
            "starts_at": "2026-11-24T18:00",
            "ends_at": "2026-11-26T18:00",
            "products": [],
            "variants": [variant.pk],
        }
        return {**kept, **changed}

    return data


def change_address() -> str:
    return f"/admin/offers/limitedoffer/{LimitedOffer.objects.get().pk}/change/"


def wrong(answer) -> dict:
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def test_percent_off_a_variant(dora, typed, variant):
    assert dora.client.post(ADD, typed()).status_code == 302
    offer = LimitedOffer.objects.get()
    assert (offer.percent, offer.price, list(offer.variants.all())) == (25, None, [variant])


def test_a_price_for_a_product(dora, typed, variant):
    data = typed(percent="", price="299", products=[variant.product.pk], variants=[])
    assert dora.client.post(ADD, data).status_code == 302
    assert LimitedOffer.objects.get().price == 299


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"percent": ""}, "percent"),
        ({"percent": "25", "price": "299"}, "percent"),
        ({"percent": "0"}, "percent"),
        ({"percent": "100"}, "percent"),
        ({"percent": "", "price": "-1"}, "price"),
        ({"percent": "", "price": "0"}, "price"),
        ({"percent": "", "price": "320"}, "price"),
        ({"percent": "", "price": "400"}, "price"),
        ({"variants": []}, "products"),
        ({"ends_at": "2026-11-24T18:00"}, "ends_at"),
        ({"ends_at": ""}, "ends_at"),
        ({"label_en": " "}, "label_en"),
    ],
)
def test_says_what_is_wrong(dora, typed, data, field):
    assert field in wrong(dora.client.post(ADD, typed(**data)))
    assert not LimitedOffer.objects.exists()


def test_says_what_it_costs_anyway(dora, typed):
    problem = wrong(dora.client.post(ADD, typed(percent="", price="400")))["price"][0]
    assert problem == (
        "Morning Mist · 10 bags costs NT$320 anyway; in the offer it would be NT$400."
    )


def test_says_what_each_costs_ordinarily_in_the_offer_and_now(dora, typed, variant):
    with time_machine.travel("2026-11-25T12:00+08:00", tick=False):
        dora.client.post(ADD, typed())
        html = dora.client.get(change_address()).content.decode()
    assert "Morning Mist · 10 bags: NT$320 → NT$240; now NT$240" in html
    with time_machine.travel("2026-11-26T18:00+08:00", tick=False):
        dora.client.force_login(dora)
        html = dora.client.get(change_address()).content.decode()
    assert "NT$320 → NT$240; now NT$320" in html


def test_can_be_changed_and_switched_off_in_the_list(dora, typed):
    dora.client.post(ADD, typed())
    offer, address = LimitedOffer.objects.get(), change_address()
    assert 'value="25"' in dora.client.get(address).content.decode()
    dora.client.post(address, typed(percent="30"))
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": offer.pk, "_save": "1"}
    dora.client.post("/admin/offers/limitedoffer/", rows)
    offer.refresh_from_db()
    assert (offer.percent, offer.active) == (30, False)


@pytest.mark.parametrize(
    ("start", "end", "active", "state"),
    [
        (-1, 1, True, "running"),
        (1, 2, True, "planned"),
        (-2, -1, True, "over"),
        (-1, 1, False, "off"),
    ],
)
def test_says_how_it_stands(dora, page, variant, start, end, active, state):
    now = timezone.now()
    offer = LimitedOffer.objects.create(
        label="Lot",
        price=299,
        active=active,
        starts_at=now + timedelta(days=start),
        ends_at=now + timedelta(days=end),
    )
    offer.variants.add(variant)
    html = dora.client.get("/admin/offers/limitedoffer/").content.decode()
    assert f'"field-state">{state}<' in html
    assert "NT$299" in html
    assert "Morning Mist · 10 bags" in html


def test_what_is_in_it_is_ticked(dora, variant):
    """Two lists with arrows between them are nothing for a phone."""
    html = dora.client.get(ADD).content.decode()

    for name in ("products", "variants"):
        assert f'<input type="checkbox" name="{name}"' in html
    assert "SelectFilter" not in html
