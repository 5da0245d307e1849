"""Mails that go out, fail, wait and are parked: against a real SMTP server."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.utils import timezone

from shop.outbox import delivery
from shop.outbox.delivery import Mail, claim, deliver_due, queue
from shop.outbox.models import Message

pytestmark = pytest.mark.django_db

WRITERS = {"hello": lambda message: Mail("Hello", "plain", "<p>rich</p>", "shop@example.com")}


def add(key="hello:1", to="ben@example.com", kind="hello") -> Message:
    queue(kind, to=to, key=key)
    return Message.objects.get(key=key)


def later(**much) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**much), tick=True)


def test_a_mail_arrives_in_both_forms(postbox):
    add()
    assert deliver_due(WRITERS) == 1
    letter = message_from_bytes(postbox.letters[0].content, policy=policy.default)
    assert (letter["To"], letter["Subject"]) == ("ben@example.com", "Hello")
    assert letter["Reply-To"] == "shop@example.com"
    assert letter.get_body(["plain"]).get_content().strip() == "plain"
    assert letter.get_body(["html"]).get_content().strip() == "<p>rich</p>"


def test_a_sent_mail_is_not_sent_again(postbox):
    message = add()
    assert deliver_due(WRITERS) == 1
    assert deliver_due(WRITERS) == 0
    message.refresh_from_db()
    assert message.sent_at
    assert message.subject == "Hello"


def test_one_connection_serves_them_all(postbox):
    for number in range(5):
        add(f"hello:{number}")
    before = postbox.connections
    assert deliver_due(WRITERS) == 5
    assert postbox.connections == before + 1


def test_a_mail_waits_for_its_time(postbox):
    queue("hello", to="b@example.com", key="x", due_at=timezone.now() + timedelta(hours=1))
    assert deliver_due(WRITERS) == 0
    with later(hours=2):
        assert deliver_due(WRITERS) == 1


def test_a_subject_is_one_line(postbox):
    add()
    deliver_due({"hello": lambda message: Mail("Hi\r\nBcc: all@example.com", "x", "")})
    letter = message_from_bytes(postbox.letters[0].content, policy=policy.default)
    assert letter["Subject"] == "Hi Bcc: all@example.com"
    assert postbox.letters[0].rcpt_tos == ["ben@example.com"]


def test_a_temporary_no_is_tried_again_later(postbox):
    message = add()
    postbox.answers["ben@example.com"] = "451 come again"
    assert deliver_due(WRITERS) == 0
    message.refresh_from_db()
    assert "451 come again" in message.error
    assert message.due_at > timezone.now()
    postbox.answers.clear()
    with later(minutes=5):
        assert deliver_due(WRITERS) == 1


@pytest.mark.parametrize("answer", ["550 no such user", "553 what?"])
def test_a_refused_recipient_is_parked_at_once(postbox, answer):
    message = add()
    postbox.answers["ben@example.com"] = answer
    deliver_due(WRITERS)
    message.refresh_from_db()
    assert message.parked_at
    assert answer in message.error


def test_a_refused_mail_does_not_hold_up_the_others(postbox):
    add("hello:1", to="gone@example.com")
    add("hello:2")
    postbox.answers["gone@example.com"] = "550 no such user"
    assert deliver_due(WRITERS) == 1


def test_refused_content_is_parked_too(postbox):
    message = add()
    postbox.after_data = "554 spam"
    deliver_due(WRITERS)
    message.refresh_from_db()
    assert message.parked_at


def test_a_writer_that_fails_harms_only_its_mail(postbox):
    poison = add("poison:1", kind="poison")
    add()
    assert deliver_due({**WRITERS, "poison": lambda message: 1 / 0}) == 1
    poison.refresh_from_db()
    assert "ZeroDivisionError" in poison.error


def test_a_kind_that_nobody_writes_waits(postbox):
    message = add(kind="unknown")
    assert deliver_due(WRITERS) == 0
    message.refresh_from_db()
    assert "unknown" in message.error


def test_an_address_with_a_line_break_ends_parked_and_nowhere_else(postbox, settings):
    settings.MAIL_ATTEMPTS = 1
    message = add(to="ben@example.com\nBcc: all@example.com")
    deliver_due(WRITERS)
    message.refresh_from_db()
    assert message.parked_at
    assert postbox.letters == []


def test_a_poison_mail_is_parked_after_its_attempts(postbox, settings):
    settings.MAIL_ATTEMPTS = 3
    message = add(kind="poison")
    for hours in range(5):
        with later(hours=hours * 10):
            deliver_due({"poison": lambda message: 1 / 0})
    message.refresh_from_db()
    assert message.parked_at
    assert message.attempts == 3


def test_no_server_stops_the_batch_and_costs_one_mail_an_attempt(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    first, second = add("hello:1"), add("hello:2")
    assert deliver_due(WRITERS) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.attempts, second.attempts) == (1, 0)


def test_a_lease_keeps_other_workers_away():
    mine = add()
    theirs = Message.objects.get()
    assert claim(mine)
    assert not claim(theirs)
    assert not claim(mine)
    assert not Message.objects.due().exists()


def test_a_dead_workers_mail_is_taken_again(postbox):
    claim(add())
    assert deliver_due(WRITERS) == 0
    with later(minutes=3):
        assert deliver_due(WRITERS) == 1


def test_a_mail_that_kills_its_worker_is_parked(settings):
    settings.MAIL_ATTEMPTS = 2
    message = add()
    for minutes in range(3):
        with later(minutes=minutes * 10):
            claim(message)
    message.refresh_from_db()
    assert message.parked_at
    assert "died" in message.error


def test_a_mail_sent_again_after_a_crash_is_recognisable(postbox):
    message = add()
    deliver_due(WRITERS)
    Message.objects.update(sent_at=None)  # the worker died before it could write that down
    deliver_due(WRITERS)
    first, second = (message_from_bytes(letter.content) for letter in postbox.letters)
    assert first["Message-ID"] == second["Message-ID"] == delivery.message_id(message)


def test_two_mails_have_two_ids():
    assert delivery.message_id(add("a:1")) != delivery.message_id(add("a:2"))


def test_stop_ends_after_the_mail_at_hand(postbox):
    for number in range(3):
        add(f"hello:{number}")
    assert deliver_due(WRITERS, stop=lambda: bool(postbox.letters)) == 1


def test_waits_grow_and_end_at_six_hours():
    minutes = [delivery.wait(attempts) / timedelta(minutes=1) for attempts in (1, 2, 3, 7, 50)]
    for waited, middle in zip(minutes, (1, 3, 9, 360, 360), strict=True):
        assert 0.8 * middle <= waited <= 1.2 * middle
