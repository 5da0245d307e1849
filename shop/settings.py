"""One settings file, read from the environment. `.env.example` lists every name."""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
# A shop on https:// is real: nobody gets to see its error pages because a line was forgotten.
DEBUG = env.bool("DEBUG", not HTTPS)
VAR_DIR = BASE_DIR / env.str("VAR_DIR", "var")  # as all paths: absolute, or from here
VAR_DIR.mkdir(parents=True, exist_ok=True)


def development_key() -> str:
    """A key made once per checkout, so that restarts keep carts and sessions."""
    path = VAR_DIR / "development-secret-key"
    try:
        with path.open("x") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "") or development_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[urlsplit(SITE_URL).hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"],
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ATOMIC_REQUESTS = False

# `serve`: processes, and threads in each (so that one slow provider doesn't stop the page).
WEB_WORKERS = env.int("WEB_WORKERS", 2)
WEB_THREADS = env.int("WEB_THREADS", 4)

INSTALLED_APPS = [
    "modeltranslation",  # before the admin: it adds the columns that forms ask for
    "shop.admin.ShopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "reversion",
    "django_htmx",
    "csp",
    "shop",
    "shop.catalogue",
    "shop.delivery",
    "shop.customers",
    "shop.outbox",
    "shop.offers",
    "shop.cart",
    "shop.orders",
    "shop.payments",
    "shop.page",
    "funnel",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.middleware.PrivateMiddleware",
    "shop.middleware.CleanAddressMiddleware",
    "shop.middleware.BusyDatabaseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shop.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shop.middleware.StorefrontMiddleware",
]

ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop.middleware.storefront",
            ],
            "libraries": {"shop": "shop.lib.tags"},
        },
    }
]

# Stores. On SQLite the funnel has a file and a write lock of its
# own, so that a flood of events can't hold up an order.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA mmap_size=0; PRAGMA cache_size=-16000;"
    ),
}
# Compiling a report's statement took as long as running it.
POSTGRES_OPTIONS = {"options": "-c lock_timeout=3000 -c jit=off"}


def database(url: str) -> dict:
    """Django's settings for a database URL, with the options that orders rely on."""
    config = env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS}
        config["CONN_MAX_AGE"] = None
        file = BASE_DIR / config["NAME"]
        config["NAME"] = str(file)
        # A file for tests too: threads share no database that lives in memory.
        config["TEST"] = {"NAME": str(file.with_name(f"test-{file.name}"))}
    elif config["ENGINE"].endswith("postgresql"):
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **POSTGRES_OPTIONS}
        config.setdefault("CONN_MAX_AGE", 60)
        config["CONN_HEALTH_CHECKS"] = True
        config["DISABLE_SERVER_SIDE_CURSORS"] = True
    return config


DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'shop.sqlite3'}")
FUNNEL_DATABASE_URL = env.str(
    "FUNNEL_DATABASE_URL",
    f"sqlite:///{VAR_DIR / 'funnel.sqlite3'}"
    if DATABASE_URL.startswith("sqlite")
    else DATABASE_URL,
)
DATABASES = {"default": database(DATABASE_URL)}
FUNNEL_DATABASE = "default"
if FUNNEL_DATABASE_URL != DATABASE_URL:
    DATABASES["funnel"] = database(FUNNEL_DATABASE_URL)
    FUNNEL_DATABASE = "funnel"
DATABASE_ROUTERS = ["funnel.stores.FunnelRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.str("CACHE_URL", "locmemcache://")
CACHES = {"default": env.cache_url_config(CACHE_URL)}

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", "media")
S3_BUCKET = env.str("S3_BUCKET", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shop.static_files.HashedFiles"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": S3_BUCKET, "querystring_auth": False},
    }
WHITENOISE_MAX_AGE = 60  # seconds; files under hashed names are kept for ever
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hant", "繁體中文")]
# What the owner writes has a column per language; a blank one leaves the word to the others.
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(code for code, _language in LANGUAGES)


def MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME(name: str, code: str) -> str:
    """A field's label in the admin: `name (English)`."""
    return f"{name} ({dict(LANGUAGES)[code]})"


LOCALE_PATHS = [BASE_DIR / "shop" / "locale"]
FORMAT_MODULE_PATH = "shop.lib.formats"
TIME_ZONE = env.str("TIME_ZONE", "Asia/Taipei")
USE_TZ = True

# Mail. EMAIL_URL: smtp+tls://user:password@host:587, filemail:////folder, consolemail://
EMAIL_URL = env.str("EMAIL_URL", f"filemail:///{VAR_DIR / 'mails'}")  # its path has a slash, too
_email = env.email_url_config(EMAIL_URL)
EMAIL_BACKEND = env.str("EMAIL_BACKEND", _email.pop("EMAIL_BACKEND"))
for _name, _value in _email.items():
    globals()[_name] = _value
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 15)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Loudou <shop@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Payments
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", "")
STRIPE_PUBLISHABLE_KEY = env.str("STRIPE_PUBLISHABLE_KEY", "")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", "https://api.stripe.com")
STRIPE_JS_URL = env.str("STRIPE_JS_URL", "https://js.stripe.com/v3/")
STRIPE_PAYMENT_METHOD_TYPES = env.list("STRIPE_PAYMENT_METHOD_TYPES", default=[])
BANK_TRANSFER_ACCOUNT = env.str("BANK_TRANSFER_ACCOUNT", "")

# Periods
CARD_HOLD = timedelta(minutes=env.int("CARD_HOLD_MINUTES", 30))
TRANSFER_HOLD = timedelta(hours=env.int("TRANSFER_HOLD_HOURS", 72))
WORK_EVERY = timedelta(seconds=env.int("WORK_EVERY_SECONDS", 5))
MAIL_LEASE = timedelta(seconds=env.int("MAIL_LEASE_SECONDS", 120))
MAIL_ATTEMPTS = env.int("MAIL_ATTEMPTS", 8)
CART_DAYS = env.int("CART_DAYS", 30)
ORDERS_PER_HOUR = env.int("ORDERS_PER_HOUR", 30)
PREVIEW_TIME = timedelta(hours=env.int("PREVIEW_HOURS", 48))
SHARE_FONT = env.str("SHARE_FONT", "")
PAGE_CACHE_SECONDS = env.float("PAGE_CACHE_SECONDS", 5.0)

# Funnel
FUNNEL_WINDOW = timedelta(hours=env.int("FUNNEL_WINDOW_HOURS", 7 * 24))
FUNNEL_LANDING_BY = env.str("FUNNEL_LANDING_BY", "server")
LANDING_CDN_SECONDS = env.int("LANDING_CDN_SECONDS", 60)
FUNNEL_BEACONS_PER_MINUTE = env.int("FUNNEL_BEACONS_PER_MINUTE", 120)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# Security. HTTPS rules follow SITE_URL: a shop on https:// is strict, one on http:// can't be.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 3600 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
# Subdomains and the browsers' preload list are the owner's promise, hard to take back.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "shop.urls.csrf_failed"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "shop.lib.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # Robots ask for what isn't there all day long.
    "loggers": {"django.request": {"level": "ERROR"}},
}
