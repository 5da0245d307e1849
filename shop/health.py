"""What load balancers and monitors ask: is the process alive, and can it sell?"""

import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LEAST_FREE = 32 * 1024 * 1024  # bytes; below this SQLite can soon not even delete


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks no database, so that a busy one doesn't get it killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Each database answers, is migrated and can be written to; 503 with `Retry-After` if not."""
    answers = {f"{alias} {name}": ask(alias) for alias in connections for name, ask in ASKED}
    ready = not any(answers.values())
    response = JsonResponse(
        {"ready": ready, "checks": {name: wrong or "ok" for name, wrong in answers.items()}},
        status=200 if ready else 503,
    )
    if not ready:
        response["Retry-After"] = "5"
    return response


def _guarded(ask: Callable[[str], str]) -> Callable[[str], str]:
    """What is wrong in a few words, or "". A stranger gets no details of an error."""

    def asked(alias: str) -> str:
        try:
            return ask(alias)
        except (DatabaseError, OSError) as error:
            return type(error).__name__

    return asked


def migrated(alias: str) -> str:
    return "" if _up_to_date(alias) else "migrations are missing"


_found_up_to_date: set[str] = set()


def _up_to_date(alias: str) -> bool:
    """Migrations are only ever added with new code, so a yes holds for the process's life."""
    if alias not in _found_up_to_date and not pending_migrations(alias):
        _found_up_to_date.add(alias)
    return alias in _found_up_to_date


def pending_migrations(alias: str) -> list[str]:
    """Names of the migrations that this code has and the database lacks."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def writable(alias: str) -> str:
    """Take the write lock and let it go (nothing is written); see that the disk has room."""
    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW transaction_read_only")
            if cursor.fetchone()[0] != "off":
                return "read-only"
            return ""
    name = connection.settings_dict["NAME"]
    if _folder(name) and shutil.disk_usage(_folder(name)).free < LEAST_FREE:
        return "the disk is full"
    return ""


@cache
def _folder(name: object) -> str:
    """The folder of a SQLite file; empty for a database in memory."""
    path = settings.BASE_DIR / str(name)
    return str(path.parent) if path.exists() else ""


ASKED = [("migrated", _guarded(migrated)), ("writable", _guarded(writable))]
