"""Several workers at once: each mail goes out once. The control takes the claim out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from shop.outbox import delivery
from shop.outbox.delivery import Mail, deliver_due, queue
from shop.outbox.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, MAILS = 4, 12
WRITERS = {"hello": lambda message: Mail("Hello", "plain", "")}


def deliver_at_once(postbox) -> Counter:
    """How often each recipient's mail arrived."""
    start = Barrier(WORKERS)

    def work(_number: int) -> int:
        try:
            start.wait(30)
            return deliver_due(WRITERS)
        finally:
            connections.close_all()

    for number in range(MAILS):
        queue("hello", to=f"buyer{number}@example.com", key=f"hello:{number}")
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    return Counter(letter.rcpt_tos[0] for letter in postbox.letters)


def test_each_mail_goes_out_once(postbox):
    arrived = deliver_at_once(postbox)
    assert len(arrived) == MAILS
    assert set(arrived.values()) == {1}
    assert Message.objects.filter(sent_at=None).count() == 0


def test_without_the_claim_they_go_out_twice(postbox, monkeypatch):
    monkeypatch.setattr(delivery, "claim", lambda message: True)
    assert max(deliver_at_once(postbox).values()) > 1
