"""The same event many times at once, against a running shop."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from shop.orders.models import Order
from shop.outbox.models import Message
from shop.payments.models import ProviderEvent
from tests.payments.conftest import WEBHOOK, event, signature

pytestmark = pytest.mark.django_db(transaction=True)


def test_localstripe_pays_a_running_shop(stripe, live_server, card_order, intent):
    stripe.send_webhooks_to(live_server.url)
    stripe.confirm(intent)
    assert stripe.next_answer(intent) == 200
    assert Order.objects.get().status == "paid"


def test_twenty_at_once_is_one_transition_and_one_mail(stripe, live_server, card_order, intent):
    stripe.confirm(intent)
    body = event("payment_intent.succeeded", intent)
    headers = {"Stripe-Signature": signature(body)}

    def post(_) -> int:
        url = live_server.url + WEBHOOK
        return httpx.post(url, content=body, headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post, range(20)))
    assert answers == [200] * 20
    assert ProviderEvent.objects.count() == 1
    assert card_order.entries.filter(text="Paid").count() == 1
    assert Message.objects.filter(kind="order_paid").count() == 1
