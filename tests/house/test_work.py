"""The worker: every job runs, none harms another, and it ends when it is told."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from shop import jobs
from shop.cart.models import Cart
from shop.jobs import Job
from shop.management.commands import work
from shop.outbox.models import Message

pytestmark = pytest.mark.django_db


def once(capsys) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        call_command("work", once=True)
    return ended.value.code, capsys.readouterr().out


def test_once_says_what_it_did(ben, variant, capsys):
    ben.buy(variant)
    code, said = once(capsys)
    assert code == 0
    assert "mails sent: 1" in said
    assert Message.objects.get().sent_at


def test_each_job_is_named(capsys):
    said = once(capsys)[1]
    assert [line.partition(":")[0] for line in said.splitlines()] == [job.name for job in jobs.JOBS]


def test_a_job_that_fails_stops_no_other(monkeypatch, capsys):
    broken = Job("broken", lambda stop: 1 / 0)
    monkeypatch.setattr(work, "JOBS", [broken, Job("fine", lambda stop: 7)])
    code, said = once(capsys)
    assert code == 1
    assert said == "broken: failed\nfine: 7\n"


def test_a_job_has_its_own_pace():
    often, seldom = Job("a", len), Job("b", len, timedelta(hours=1))
    last: dict[str, float] = {}
    assert list(work.due([often, seldom], last)) == [often, seldom]
    assert list(work.due([often, seldom], last)) == [often]


def test_nothing_is_begun_after_the_signal():
    assert work.run(Job("late", lambda stop: 1 / 0), lambda: True) == 0


def test_old_carts_are_forgotten_but_not_those_of_orders(ben, ada, variant, settings):
    ben.add(variant)
    ada.buy(variant)
    Cart.objects.update(updated_at=timezone.now() - timedelta(days=settings.CART_DAYS + 1))
    assert jobs.sweep_carts(lambda: False) == 1
    assert Cart.objects.get().order.name == "Ada Chen"


def test_a_cart_in_use_stays(ben, variant):
    ben.add(variant)
    assert jobs.sweep_carts(lambda: False) == 0


def test_old_sessions_are_forgotten(dora):
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert jobs.sweep_sessions(lambda: False) == 1
