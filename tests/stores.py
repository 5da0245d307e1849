"""The databases of the tests: theirs alone, emptied quickly, and gone at the end."""

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import TransactionTestCase

# Written when the database is made, and the same for every test.
KEPT = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Nothing need outlive a power cut here, so nobody waits for the disk."""
    for config in settings.DATABASES.values():
        options = config["OPTIONS"]
        if "init_command" in options:
            options["init_command"] += "PRAGMA synchronous=OFF;"
        else:
            options["options"] += " -c synchronous_commit=off"


@pytest.fixture(scope="session", autouse=True)
def _emptied_where_there_is_something():
    """After a test that committed, Django truncates every table and makes all permissions anew,
    which takes PostgreSQL over a second; a test fills a dozen tables with a few rows each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


def empty(case: TransactionTestCase) -> None:
    """Delete what the test left in the databases that it used."""
    for alias in case._databases_names(include_mirrors=False):
        connection = connections[alias]
        tables = connection.introspection.django_table_names(only_existing=True)
        quoted = [connection.ops.quote_name(name) for name in sorted({*tables} - KEPT)]
        with transaction.atomic(alias), connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"EXISTS(SELECT 1 FROM {it})" for it in quoted))
            for table, filled in zip(quoted, cursor.fetchone(), strict=True):
                if filled:
                    cursor.execute(f"DELETE FROM {table}")
