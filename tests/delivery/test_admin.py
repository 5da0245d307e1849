import pytest

from shop.delivery.models import DeliveryMethod

pytestmark = pytest.mark.django_db
ADD = "/admin/delivery/deliverymethod/add/"


def typed(**changed) -> dict:
    return {"name_en": "By post", "price": "80", "position": "0", "active": "on", **changed}


def test_dora_adds_a_way_of_delivery(dora, storefront):
    dora.client.post(ADD, typed(free_from="1,000", countries="tw, jp"))
    method = DeliveryMethod.objects.get()
    assert (method.price, method.free_from, method.countries) == (80, 1000, "TW JP")


def test_the_list_shows_what_it_costs(dora, delivery):
    html = dora.client.get("/admin/delivery/deliverymethod/").content.decode()
    assert "NT$80" in html
    assert "NT$1,000" in html


def test_offers_what_goes_to_a_country(storefront):
    everywhere = DeliveryMethod.objects.create(name="Post", price=80)
    DeliveryMethod.objects.create(name="Shop", price=60, countries="JP KR")
    DeliveryMethod.objects.create(name="Old", price=0, active=False)
    offered = DeliveryMethod.objects.offered()
    assert [method for method in offered if method.goes_to("TW")] == [everywhere]
    assert all(method.goes_to("JP") for method in offered)
    assert len(offered) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", "1.5"),
        ("price", ""),
        ("free_from", "-1"),
        ("countries", "Taiwan"),
        ("countries", "TW, 台灣"),
        ("name_en", " \r\n"),
    ],
)
def test_says_what_is_wrong(dora, storefront, field, value):
    answer = dora.client.post(ADD, typed(**{field: value}))
    assert field in answer.context["adminform"].form.errors
    assert not DeliveryMethod.objects.exists()
