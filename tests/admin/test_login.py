"""Who tries many passwords is made to wait."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def tries(settings):
    """Tries a password of Dora's and returns the answer's status."""
    settings.TRUSTED_PROXIES = 1
    User.objects.create_superuser("dora", password="a long and good one")

    def one(password: str, address: str = "203.0.113.6") -> int:
        data, proxy = {"username": "dora", "password": password}, {"x-forwarded-for": address}
        return Client().post("/admin/login/?next=/admin/", data, headers=proxy).status_code

    return one


def test_a_guesser_waits_and_nobody_else(tries):
    assert [tries(f"guess {number}") for number in range(12)] == [200] * 10 + [429] * 2
    assert tries("a long and good one") == 429
    assert tries("a long and good one", "203.0.113.7") == 302


def test_right_ones_are_not_counted(tries):
    assert {tries("a long and good one") for _ in range(12)} == {302}
