"""System checks for settings that are dangerous or missing.

`loudou.E…` stops a shop from starting, `loudou.W…` is said aloud. Those of a real shop are asked by
`check --deploy`, and by `serve` when SITE_URL is https. Ids are never given to another meaning.
"""

import sqlite3
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register

EXTRAS = {
    # what the settings ask for: (the module it needs, the extra that brings it)
    "postgresql": ("psycopg", "postgres"),
    "redis": ("redis", "redis"),
    "storages": ("storages", "s3"),
    "anymail": ("anymail", "mail"),
}


def _error(number: int, text: str, hint: str = "") -> CheckMessage:
    return Error(text, hint=hint, id=f"loudou.E{number:03d}")


def _warning(number: int, text: str, hint: str = "") -> CheckMessage:
    return Warning(text, hint=hint, id=f"loudou.W{number:03d}")


@register("loudou")
def always(app_configs, **kwargs) -> list[CheckMessage]:
    return [*debug_in_public(), *stripe(), *places(), *extras()]


@register("loudou", Tags.security, deploy=True)
def real_shop(app_configs, **kwargs) -> list[CheckMessage]:
    return [
        *keys(),
        *hosts(),
        *https(),
        *stripe_of_a_real_shop(),
        *mail(),
        *sqlite(),
        *stores(),
        *bank(),
    ]


def debug_in_public() -> Iterator[CheckMessage]:
    if settings.DEBUG and settings.HTTPS:
        yield _error(
            1,
            "DEBUG is on in a shop on https://: strangers would see its settings and code.",
            "Take DEBUG out of the environment.",
        )


def stripe() -> Iterator[CheckMessage]:
    keys = (settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY)
    if any(keys) and not all(keys):
        yield _error(2, "Stripe needs both STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY.")
    if any(keys) and not settings.STRIPE_WEBHOOK_SECRET:
        yield _error(
            3,
            "STRIPE_SECRET_KEY is set, but STRIPE_WEBHOOK_SECRET is not: "
            "paid orders would be heard of late.",
            f"Add {settings.SITE_URL}/payments/stripe/webhook/ in Stripe and copy its secret.",
        )
    if len({mode for key in keys if (mode := stripe_mode(key))}) > 1:
        yield _error(4, "One Stripe key is live and the other is a test key.")
    if stripe_mode(keys[0]) == "live" and not settings.HTTPS:
        yield _error(5, "A live Stripe key needs a shop on https://.", "Set SITE_URL.")


def stripe_mode(key: str) -> str:
    """`live` or `test`; empty without a key."""
    return "live" if "_live_" in key else "test" if key else ""


def sqlite() -> Iterator[CheckMessage]:
    """https://www.sqlite.org/wal.html#walresetbug"""
    uses_it = any("sqlite" in database["ENGINE"] for database in settings.DATABASES.values())
    if uses_it and (3, 7, 0) <= sqlite3.sqlite_version_info < (3, 51, 3):
        yield _warning(
            1,
            f"SQLite {sqlite3.sqlite_version} has a rare bug that can damage a database which "
            "several processes write to (fixed in 3.51.3).",
            "Take backups; grow into PostgreSQL or a newer SQLite.",
        )


def places() -> Iterator[CheckMessage]:
    try:
        ZoneInfo(settings.TIME_ZONE)
    except (KeyError, OSError, ValueError):
        yield _error(6, f"TIME_ZONE {settings.TIME_ZONE!r} is not known.", "Such as Asia/Taipei.")
    url = urlsplit(settings.SITE_URL)
    if url.scheme not in ("http", "https") or not url.hostname or url.path or url.query:
        yield _error(
            7,
            f"SITE_URL {settings.SITE_URL!r} is not the address of a site.",
            "Such as https://shop.example, without a path.",
        )


def extras() -> Iterator[CheckMessage]:
    asked_for = repr((settings.DATABASES, settings.CACHES, settings.STORAGES))
    asked_for += settings.EMAIL_BACKEND
    for word, (module, extra) in EXTRAS.items():
        if word in asked_for and not find_spec(module):
            yield _error(
                8,
                f"The settings ask for {module}, which is not installed.",
                f'pip install -e ".[{extra}]"',
            )


def keys() -> Iterator[CheckMessage]:
    own = settings.VAR_DIR / "development-secret-key"
    if own.exists() and own.read_text() == settings.SECRET_KEY:
        yield _error(
            9,
            "SECRET_KEY is not set: the one in use was made for development.",
            "Set it to 50 random characters, and keep it.",
        )
    elif len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        yield _error(10, "SECRET_KEY is short.", "Set it to 50 random characters.")


def hosts() -> Iterator[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS:
        yield _error(11, "ALLOWED_HOSTS takes every host (“*”).", "Name your own.")
    elif urlsplit(settings.SITE_URL).hostname not in settings.ALLOWED_HOSTS:
        yield _error(12, "ALLOWED_HOSTS doesn't hold the host of SITE_URL.")


def https() -> Iterator[CheckMessage]:
    if not settings.HTTPS:
        yield _error(13, "SITE_URL is not https://.", "Buyers type their address and card here.")
    elif settings.SECURE_SSL_REDIRECT and not settings.TRUSTED_PROXIES:
        yield _warning(
            2,
            "The shop redirects to https://, but trusts no proxy that could tell it is there.",
            "Behind a proxy that ends TLS, set TRUSTED_PROXIES=1.",
        )


def stripe_of_a_real_shop() -> Iterator[CheckMessage]:
    if not settings.STRIPE_SECRET_KEY:
        yield _warning(3, "No Stripe key is set: buyers can't pay by card.")
    elif stripe_mode(settings.STRIPE_SECRET_KEY) == "test":
        yield _warning(4, "The Stripe key is a test key: no card is really charged.")


def mail() -> Iterator[CheckMessage]:
    if settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2] in (
        "console",
        "filebased",
        "locmem",
        "dummy",
    ):
        yield _error(
            14,
            "Mails are printed or put into files, not sent.",
            "Set EMAIL_URL=smtp+tls://user:password@host:587",
        )
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        yield _warning(5, "DEFAULT_FROM_EMAIL is not an address that anyone can answer.")


def stores() -> Iterator[CheckMessage]:
    if settings.CACHE_URL.startswith("locmem"):
        yield Info(
            "Each process has a cache of its own: limits are counted per process.",
            hint="Set CACHE_URL=redis://… when the shop grows.",
            id="loudou.I001",
        )


def bank() -> Iterator[CheckMessage]:
    """The storefront's own account is in the database, which checks must not ask."""
    if not settings.BANK_TRANSFER_ACCOUNT:
        yield Info(
            "BANK_TRANSFER_ACCOUNT is not set.",
            hint="Set it, or the storefront's account in the admin, to take bank transfers.",
            id="loudou.I002",
        )
