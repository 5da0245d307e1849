import logging

import pytest
from django.conf import settings

from shop.lib.logs import WithoutSecrets
from shop.lib.tokens import new_secret


@pytest.mark.parametrize("words", ["Busy at %s", "Service Unavailable: %s", "%s and %s"])
def test_the_secret_of_an_order_page_is_cut_out(words):
    secret = new_secret()
    path = f"/orders/{secret}/status/"
    record = logging.makeLogRecord({"msg": words, "args": (path,) * words.count("%s")})
    assert WithoutSecrets().filter(record)
    assert secret not in record.getMessage()
    assert "/orders/…/status/" in record.getMessage()


def test_everything_that_is_logged_goes_through_it():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secrets"]
