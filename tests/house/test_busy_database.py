"""A database that is locked, full or away: 503 with Retry-After, wherever it is met."""

import threading
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import close_old_connections, connection, connections

from shop.cart.models import Cart

pytestmark = pytest.mark.django_db(transaction=True)

needs_sqlite = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="how SQLite does it"
)
needs_postgres = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="how PostgreSQL does it"
)


@contextmanager
def another_connection():
    """Statements sent from another thread, on a connection of its own."""
    done, ready = threading.Event(), threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE cart_cart, django_session IN ACCESS EXCLUSIVE MODE")
            ready.set()
            done.wait(60)
            cursor.execute("ROLLBACK")
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait(10)
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.fixture
def locked():
    """The shop's database is held by somebody else, and we wait but a moment for it."""
    with another_connection():
        with connection.cursor() as cursor:
            sqlite = connection.vendor == "sqlite"
            cursor.execute("PRAGMA busy_timeout=50" if sqlite else "SET lock_timeout=50")
        yield
    connection.close()


def assert_busy(response):
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "no-store" in response["Cache-Control"]


def test_in_a_view(ben, variant, locked):
    assert_busy(ben.add(variant))


def test_a_fragment_gets_it_too(ben, variant, locked):
    data = {"variant": variant.pk, "quantity": 1}
    assert_busy(ben.client.post("/cart/lines/", data, headers={"hx-request": "true"}))


def test_afterwards_all_is_well_and_nothing_half_done(ben, variant, storefront):
    with another_connection():
        with connection.cursor() as cursor:
            sqlite = connection.vendor == "sqlite"
            cursor.execute("PRAGMA busy_timeout=50" if sqlite else "SET lock_timeout=50")
        assert_busy(ben.add(variant))
    assert not Cart.objects.exists()
    assert ben.add(variant).status_code in (200, 302)
    assert Cart.objects.count() == 1


def test_in_the_session(dora, settings, locked):
    """Saved by a middleware after the view: Django makes a 500 of it, we a 503."""
    settings.SESSION_SAVE_EVERY_REQUEST = True
    dora.client.raise_request_exception = False
    assert_busy(dora.client.get("/admin/password_change/"))


@needs_sqlite
def test_a_full_disk(ben, variant):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    answers = {ben.add(variant).status_code}
    try:
        for _ in range(2000):  # what earlier tests left free is filled first
            if 503 in answers:
                break
            answers.add(ben.__class__().add(variant).status_code)
    finally:
        connection.close()
    assert answers == {302, 503}


@needs_postgres
def test_a_server_that_hangs_up(ben, variant):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    hang_up(pid)
    ben.client.raise_request_exception = False
    assert ben.add(variant).status_code in (200, 302, 503)
    close_old_connections()  # as Django does between two requests (but not in tests)
    assert ben.add(variant).status_code in (200, 302)


def hang_up(pid: int) -> None:
    def end() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        connections.close_all()

    thread = threading.Thread(target=end)
    thread.start()
    thread.join()
