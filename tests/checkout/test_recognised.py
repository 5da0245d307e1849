"""Who consented and orders is known again in another browser; nobody else is."""

import pytest
from django.core.management import call_command

from funnel.models import Identity, Journey, Purchase

pytestmark = pytest.mark.django_db


def consenting(buyer):
    buyer.client.get("/")
    buyer.client.post("/funnel/consent/", {"consent": "yes"})
    return buyer


@pytest.fixture
def phone(buyer):
    phone = buyer(email="B.en@gmail.com")
    phone.client.defaults["REMOTE_ADDR"] = "192.0.2.1"
    return consenting(phone)


@pytest.fixture
def laptop(buyer):
    laptop = buyer(email="ben@gmail.com")
    laptop.client.defaults["REMOTE_ADDR"] = "198.51.100.2"
    return laptop


def test_two_browsers_of_one_mailbox_are_one_visitor(phone, laptop, variant):
    phone.buy(variant)
    consenting(laptop).buy(variant)

    assert Journey.objects.values("visitor").distinct().count() == 1
    (visitor,) = set(Purchase.objects.values_list("visitor", flat=True))
    assert visitor == phone.client.cookies["visitor"].value
    call_command("check_invariants")


def test_without_consent_they_stay_two(phone, laptop, variant):
    phone.buy(variant)
    laptop.client.get("/")
    laptop.buy(variant)

    assert Journey.objects.values("visitor").distinct().count() == 2
    assert Identity.objects.count() == 1


def test_who_consents_at_the_last_step_is_recognised_by_the_order(phone, laptop, variant):
    phone.buy(variant)
    laptop.client.get("/")
    laptop.add(variant)
    laptop.order_step()
    laptop.delivery_step()
    consenting(laptop).pay()

    assert Journey.objects.values("visitor").distinct().count() == 1


def test_an_address_alone_tells_nobody(phone, laptop, variant):
    """Or whoever types another's would put their own visits among the other's."""
    phone.buy(variant)
    consenting(laptop).add(variant)
    laptop.order_step()
    laptop.delivery_step()
    assert Journey.objects.values("visitor").distinct().count() == 2
