import pytest

from shop.customers.models import Consent, Customer

pytestmark = pytest.mark.django_db


def remember(email: str = "ben@gmail.com", **changed) -> Customer:
    person = {"name": "Ben Lin", "phone": "0912 345 678", "country": "TW", **changed}
    return Customer.objects.remember(email=email, **person)


def test_one_mailbox_is_one_customer():
    first = remember()
    again = remember("B.E.N+coffee@Gmail.com", name="Benjamin Lin", phone="")
    assert first.pk == again.pk
    assert Customer.objects.get().name == "Benjamin Lin"


def test_a_phone_is_kept_in_one_form():
    assert remember().phone_key == "+886912345678"


def test_another_mailbox_is_another_customer():
    remember()
    remember("ada@example.com")
    assert Customer.objects.count() == 2


def test_dora_sees_who_bought_and_what_they_agreed_to(dora, ben, variant):
    ben.buy(variant)
    customer = Customer.objects.get()
    Consent.objects.create(customer=customer, kind="marketing", wording="News twice a month")
    assert "Ben Lin" in dora.client.get("/admin/customers/customer/?q=ben").content.decode()
    page = dora.client.get(f"/admin/customers/customer/{customer.pk}/change/").content.decode()
    assert "News twice a month" in page


def test_a_customer_leads_to_their_orders(dora, ben, ada, variant):
    ben.buy(variant)
    ada.buy(variant)
    customer = Customer.objects.get(name="Ben Lin")
    page = dora.client.get(f"/admin/customers/customer/{customer.pk}/change/").content.decode()
    orders = f"/admin/orders/order/?customer__id__exact={customer.pk}"
    assert orders in page
    assert "consents" not in page
    listed = dora.client.get(orders).context["cl"].queryset
    assert [order.name for order in listed] == ["Ben Lin"]


def test_customers_are_only_read(dora, storefront):
    customer = remember()
    page = f"/admin/customers/customer/{customer.pk}/"
    assert dora.client.post(f"{page}change/", {"name": "X"}).status_code == 403
    assert dora.client.post(f"{page}delete/", {"post": "yes"}).status_code == 403


def test_a_stranger_sees_nobody(cleo):
    assert cleo.client.get("/admin/customers/customer/").status_code == 302


def test_consent_is_taken_back_and_stays_on_record(dora):
    customer = remember()
    Consent.objects.create(customer=customer, kind=Consent.Kind.MARKETING, wording="News.")
    data = {"action": "withdraw_consent", "_selected_action": [customer.pk]}
    for _ in range(2):
        assert dora.client.post("/admin/customers/customer/", data).status_code == 302
    consent = Consent.objects.get()
    assert consent.withdrawn_at
    assert Consent.objects.withdraw() == 0
