import pytest
from django.db import transaction

from shop.outbox.delivery import queue
from shop.outbox.models import Message

pytestmark = pytest.mark.django_db


def test_a_key_is_queued_once():
    assert queue("hello", to="ben@example.com", key="hello:1") is True
    assert queue("hello", to="ben@example.com", key="hello:1") is False
    assert Message.objects.count() == 1


def test_a_second_call_does_not_harm_the_transaction_around_it():
    queue("hello", to="ben@example.com", key="hello:1")
    with transaction.atomic():
        queue("hello", to="ben@example.com", key="hello:1")
        queue("hello", to="ben@example.com", key="hello:2")
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_queued():
    with transaction.atomic():
        queue("hello", to="ben@example.com", key="hello:1")
        transaction.set_rollback(True)
    assert not Message.objects.exists()
