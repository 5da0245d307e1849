from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from shop import health


@pytest.fixture(autouse=True)
def _forget():
    health._found_up_to_date.clear()
    yield
    health._found_up_to_date.clear()


def test_alive_asks_no_database(client):
    """Without the `db` fixture any query would fail this test."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_looks_at_each_store(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert set(response.json()["checks"]) == {
        f"{alias} {asked}" for alias in connections for asked in ("migrated", "writable")
    }


@pytest.mark.django_db
def test_not_ready_with_migrations_missing(client):
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("outbox")
    MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response.json()["checks"]["default migrated"] == "migrations are missing"


@pytest.mark.django_db(transaction=True)
def test_not_ready_when_nothing_can_be_written(client):
    read_only(True)
    try:
        response = client.get("/readyz")
    finally:
        read_only(False)
    assert response.status_code == 503
    assert response.json()["ready"] is False


def read_only(yes: bool) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET default_transaction_read_only = {'on' if yes else 'off'}")
        else:
            cursor.execute(f"PRAGMA query_only = {int(yes)}")


@pytest.mark.django_db
@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite's file")
def test_not_ready_on_a_full_disk(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 2**62)
    assert Path(settings.DATABASES["default"]["NAME"]).exists()
    assert client.get("/readyz").json()["checks"]["default writable"] == "the disk is full"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_answered(client, address):
    assert client.post(address).status_code == 405
