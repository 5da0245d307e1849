"""System checks: each id says one thing, and a well-set shop passes them all."""

import re
from pathlib import Path

import pytest
from django.core.checks import run_checks

from shop import checks

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def real(settings):
    """Settings of a shop that is ready for buyers."""
    settings.DEBUG = False
    settings.SITE_URL, settings.HTTPS = "https://shop.example", True
    settings.ALLOWED_HOSTS = ["shop.example"]
    settings.SECRET_KEY = "abcdefghij" * 6
    settings.TRUSTED_PROXIES, settings.SECURE_SSL_REDIRECT = 1, True
    settings.STRIPE_SECRET_KEY = "sk_live_x"
    settings.STRIPE_PUBLISHABLE_KEY = "pk_live_x"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_x"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Shop <hello@shop.example>"
    settings.BANK_TRANSFER_ACCOUNT = "012-345"
    settings.CACHE_URL = "redis://127.0.0.1:6379/0"
    return settings


def ids(*, deploy: bool = True) -> set[str]:
    found = run_checks(tags=["loudou"], include_deployment_checks=deploy)
    return {message.id for message in found} - {"loudou.W001"}  # depends on the machine's SQLite


def test_a_real_shop_passes(real):
    assert ids() == set()


@pytest.mark.parametrize(
    ("id", "changed"),
    [
        ("loudou.E001", {"DEBUG": True}),
        ("loudou.E002", {"STRIPE_PUBLISHABLE_KEY": ""}),
        ("loudou.E003", {"STRIPE_WEBHOOK_SECRET": ""}),
        ("loudou.E004", {"STRIPE_PUBLISHABLE_KEY": "pk_test_x"}),
        ("loudou.E005", {"HTTPS": False}),
        ("loudou.E006", {"TIME_ZONE": "Mars/Olympus"}),
        ("loudou.E006", {"TIME_ZONE": "../etc/passwd"}),
        ("loudou.E007", {"SITE_URL": "shop.example"}),
        ("loudou.E007", {"SITE_URL": "https://shop.example/shop"}),
        ("loudou.E010", {"SECRET_KEY": "short"}),
        ("loudou.E010", {"SECRET_KEY": "x" * 80}),
        ("loudou.E011", {"ALLOWED_HOSTS": ["*"]}),
        ("loudou.E012", {"ALLOWED_HOSTS": ["other.example"]}),
        ("loudou.E013", {"HTTPS": False}),
        ("loudou.E014", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("loudou.W002", {"TRUSTED_PROXIES": 0}),
        ("loudou.W003", {"STRIPE_SECRET_KEY": "", "STRIPE_PUBLISHABLE_KEY": ""}),
        ("loudou.W004", {"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_PUBLISHABLE_KEY": "pk_test_x"}),
        ("loudou.W005", {"DEFAULT_FROM_EMAIL": "Shop <shop@localhost>"}),
        ("loudou.I001", {"CACHE_URL": "locmemcache://"}),
        ("loudou.I002", {"BANK_TRANSFER_ACCOUNT": ""}),
    ],
)
def test_each_danger_is_named(real, id, changed):
    for name, value in changed.items():
        setattr(real, name, value)
    assert id in ids()


def test_the_development_key_is_for_development(real, settings):
    path = settings.VAR_DIR / "development-secret-key"
    if not path.exists():
        path.write_text("made for development" * 4)
    real.SECRET_KEY = path.read_text()
    assert "loudou.E009" in ids()


@pytest.mark.parametrize(
    ("version", "warned"),
    [((3, 6, 23), False), ((3, 7, 0), True), ((3, 51, 2), True), ((3, 51, 3), False)],
)
def test_sqlite_with_the_wal_bug(real, monkeypatch, version, warned):
    real.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", version)
    assert bool(list(checks.sqlite())) is warned


def test_an_extra_that_is_not_installed(real):
    checks.EXTRAS["smoke"] = ("no_such_module", "smoke")
    real.EMAIL_BACKEND = "smoke.signals.EmailBackend"
    assert "loudou.E008" in ids()
    del checks.EXTRAS["smoke"]


def test_a_shop_in_development_is_left_in_peace(settings):
    settings.HTTPS = False
    assert ids(deploy=False) == set()


def test_an_id_has_one_meaning():
    code = (ROOT / "shop" / "checks.py").read_text()
    used = re.findall(r"_(error|warning)\(\s*(\d+),", code)
    assert len(used) == len(set(used))
