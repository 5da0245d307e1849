"""The owner's mail log."""

import pytest
from django.utils import timezone

from shop.outbox.delivery import queue
from shop.outbox.models import Message

pytestmark = pytest.mark.django_db
LIST = "/admin/outbox/message/"


@pytest.fixture
def parked(storefront):
    queue("order_paid", to="ben@example.com", key="1", reference="AB12")
    Message.objects.update(
        parked_at=timezone.now(), attempts=8, error="550 no such user", created_at=timezone.now()
    )
    queue("order_paid", to="ada@example.com", key="2")
    return Message.objects.get(key="1")


@pytest.fixture
def sent(storefront):
    queue("order_paid", to="ben@example.com", key="3")
    Message.objects.filter(key="3").update(sent_at=timezone.now())
    return Message.objects.get(key="3")


def test_parked_ones_stand_first_with_their_reason(dora, parked):
    answer = dora.client.get(LIST)
    assert answer.context["cl"].result_list[0] == parked
    assert "One mail could not be delivered." in answer.content.decode()
    assert "550 no such user" in answer.content.decode()


def test_all_parked_ones_are_sent_again_by_one_button(dora, parked):
    dora.client.post(f"{LIST}parked/")
    parked.refresh_from_db()
    assert (parked.parked_at, parked.attempts, parked.error) == (None, 0, "")
    assert parked in Message.objects.due()


def test_chosen_ones_are_sent_again(dora, parked):
    data = {"action": "send_again", "_selected_action": [parked.pk]}
    answer = dora.client.post(LIST, data, follow=True)
    assert "goes out again" in answer.content.decode()
    assert parked in Message.objects.due()


@pytest.mark.parametrize(("state", "count"), [("parked", 1), ("waiting", 1), ("sent", 1), ("x", 3)])
def test_filters_by_state(dora, parked, sent, state, count):
    assert dora.client.get(f"{LIST}?state={state}").context["cl"].result_count == count


def test_a_mail_can_be_looked_at(dora, parked):
    html = dora.client.get(f"{LIST}{parked.pk}/change/").content.decode()
    assert "550 no such user" in html


def test_a_mail_leads_to_its_order(dora, order):
    mail = Message.objects.get(reference=order.number)
    html = dora.client.get(f"{LIST}{mail.pk}/change/").content.decode()
    address = f"/admin/orders/order/{order.number}/change/"
    assert address in html
    assert dora.client.get(address).context["order"] == order


def test_a_mail_that_went_nowhere_is_not_called_sent(dora, sent, settings):
    assert ">sent " in dora.client.get(LIST).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    html = dora.client.get(LIST).content.decode()
    assert ">kept " in html
    assert 'state=sent">kept, not sent' in html.replace("\n", "").replace("  ", "")


def test_a_sent_mail_is_not_sent_again_from_here(dora, sent):
    data = {"action": "send_again", "_selected_action": [sent.pk]}
    answer = dora.client.post(LIST, data, follow=True)
    assert "open the order" in answer.content.decode()
    assert not Message.objects.due().exists()


def test_nothing_is_edited(dora, parked):
    assert (
        dora.client.post(f"{LIST}{parked.pk}/change/", {"to": "x@example.com"}).status_code == 403
    )
    assert dora.client.get(f"{LIST}add/").status_code == 403


def test_reading_is_not_sending(dora, parked):
    assert dora.client.get(f"{LIST}parked/").status_code == 405


def test_eve_may_look_and_not_send(eve, parked):
    assert eve.client.get(LIST).status_code == 200
    assert eve.client.post(f"{LIST}parked/").status_code == 403
    parked.refresh_from_db()
    assert parked.parked_at


def test_a_stranger_is_sent_to_the_login(cleo, parked):
    assert cleo.client.get(LIST).status_code == 302


def test_rubbish_as_the_name_of_a_click(dora, order):
    mail = Message.objects.get()
    page = f"/admin/orders/order/{order.pk}/mails/{mail.pk}/"
    assert dora.client.post(page, {"once": "a\0b"}).status_code == 302


def test_kinds_are_words(dora, sent):
    page = dora.client.get(LIST).content.decode()
    assert "Order paid</a>" in page
    assert str(sent) == "Order paid → ben@example.com"


def test_the_list_is_narrowed_to_a_kind(dora, sent):
    queue("order_shipped", to="ada@example.com", key="4")
    answer = dora.client.get(LIST, {"kind": "order_shipped"})
    assert [mail.kind for mail in answer.context["cl"].result_list] == ["order_shipped"]
