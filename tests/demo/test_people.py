"""Invented buyers can pass the step that asks who they are."""

from random import Random

import pytest

from shop.checkout.forms import DeliveryForm
from shop.demo.people import invent

pytestmark = pytest.mark.django_db


def test_what_they_type_is_taken(storefront):
    for number in range(60):
        contact = invent(Random(number), unique=str(number)).contact
        form = DeliveryForm(contact, storefront=storefront)
        assert form.is_valid(), form.errors
        assert contact["address"].count("Section") == contact["address"].count("Road") == 1
