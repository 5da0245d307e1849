import pytest
from django.utils import timezone

from shop.offers.models import Coupon

pytestmark = pytest.mark.django_db
ADD = "/admin/offers/coupon/add/"


def typed(**changed) -> dict:
    return {"code": "MIST", "kind": "percent", "active": "on", "minimum_spend": "0", **changed}


def wrong(answer) -> dict:
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


@pytest.fixture(autouse=True)
def _currency(storefront):
    storefront.currency = "USD"
    storefront.save()


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ({"kind": "percent", "percent": "15"}, 15),
        ({"kind": "fixed", "amount": "19.99"}, 1999),
        ({"kind": "free_delivery", "percent": "15", "amount": "3"}, 0),
    ],
)
def test_what_it_gives_is_typed_as_people_say_it(dora, data, value):
    assert dora.client.post(ADD, typed(**data)).status_code == 302
    assert Coupon.objects.get().value == value


def test_the_code_is_stored_as_it_is_compared(dora):
    dora.client.post(ADD, typed(code=" mist 10 ", percent="5"))
    assert Coupon.objects.get().code == "MIST10"


def test_has_a_link_to_copy_and_says_how_often_it_was_used(dora, coupon, settings):
    settings.SITE_URL = "https://shop.example"
    Coupon.objects.update(used=3, total_limit=5)
    html = dora.client.get("/admin/offers/coupon/").content.decode()
    assert "https://shop.example/?coupon=WELCOME10" in html
    assert "3 of 5" in html


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "running"),
        ({"active": False}, "off"),
        ({"starts_at": timezone.now() + timezone.timedelta(days=1)}, "not yet"),
        ({"ends_at": timezone.now() - timezone.timedelta(days=1)}, "over"),
        ({"total_limit": 3, "used": 3}, "used up"),
    ],
)
def test_says_how_it_stands(dora, coupon, changed, state):
    Coupon.objects.update(**changed)
    assert f'"field-state">{state}<' in dora.client.get("/admin/offers/coupon/").content.decode()


def test_saving_never_writes_back_an_old_count_of_uses(dora, coupon):
    from shop.offers.admin import CouponAdmin

    stale = Coupon.objects.get()
    Coupon.objects.claim(coupon.pk)
    form = type("Form", (), {"changed_data": ["active"]})()
    stale.active = False
    CouponAdmin(Coupon, None).save_model(None, stale, form, change=True)
    coupon.refresh_from_db()
    assert (coupon.used, coupon.active) == (1, False)


def test_changes_what_was_typed(dora, coupon):
    address = f"/admin/offers/coupon/{coupon.pk}/change/"
    assert 'value="10"' in dora.client.get(address).content.decode()
    data = typed(code="WELCOME10", kind="fixed", amount="5", minimum_spend="20.50")
    dora.client.post(address, data)
    coupon.refresh_from_db()
    assert (coupon.kind, coupon.value, coupon.minimum_spend) == ("fixed", 500, 2050)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "percent"),
        ({"percent": "0"}, "percent"),
        ({"percent": "101"}, "percent"),
        ({"percent": "1e1"}, "percent"),
        ({"kind": "fixed"}, "amount"),
        ({"kind": "fixed", "amount": "0"}, "amount"),
        ({"kind": "fixed", "amount": "-5"}, "amount"),
        ({"percent": "5", "minimum_spend": "a lot"}, "minimum_spend"),
        ({"percent": "5", "code": "  "}, "code"),
        ({"percent": "5", "code": "welcome 10"}, "code"),
        ({"percent": "5", "kind": "gift"}, "kind"),
        ({"percent": "5", "total_limit": "0"}, "total_limit"),
        (
            {
                "percent": "5",
                "starts_at": "2026-05-02T00:00",
                "ends_at": "2026-05-01T00:00",
            },
            "ends_at",
        ),
    ],
)
def test_says_what_is_wrong(dora, coupon, data, field):
    assert field in wrong(dora.client.post(ADD, typed(**data)))
    assert Coupon.objects.count() == 1


def test_refuses_a_limit_below_what_was_used(dora, coupon):
    Coupon.objects.update(used=3)
    data = typed(code="WELCOME10", percent="10", total_limit="2")
    answer = dora.client.post(f"/admin/offers/coupon/{coupon.pk}/change/", data)
    assert "used 3 times" in str(wrong(answer))


def test_refuses_kindly_to_delete_what_was_used(dora, ben, variant, coupon):
    ben.add(variant)
    ben.client.post("/cart/coupon/", {"code": "welcome10"})
    ben.order_step()
    ben.delivery_step()
    ben.pay()
    answer = dora.client.post(f"/admin/offers/coupon/{coupon.pk}/delete/", {"post": "yes"})
    assert "Switch it off instead" in answer.content.decode()
    assert Coupon.objects.exists()


def test_no_minimum_spend_is_none(dora):
    dora.client.post(ADD, typed(percent="5", minimum_spend=""))
    assert Coupon.objects.get().minimum_spend == 0
