"""Settings of Matiane, from the environment. `.env.example` lists every name; production is the default."""

import os
import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.api_settings import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401 - settings, like all of these
from config.backup_settings import BACKUP_KEEP, BACKUP_PASSPHRASE, BACKUP_RECIPIENTS, BACKUP_TO, OPERATORS_EMAIL, SIGNING_SECRET  # noqa: F401
from config.bind import public_addresses
from config.database_settings import databases
from config.mail_settings import DIGEST_HOUR, EMAIL_CONFIG, MAIL_KEYS, SECRET_KEY_FALLBACKS  # noqa: F401 - as above
from config.page_query import PAGE_QUERY  # noqa: F401 - as above
from config.security_settings import *  # noqa: F403 - as above
from config.serving import *  # noqa: F403 - as above
from config.sign_in import *  # noqa: F403 - as above
from config.storage_settings import stores
from config.watch_settings import LOGGING, METRICS_TOKEN, SENTRY_DSN  # noqa: F401 - as above

env = environ.Env()

# Paths
BASE_DIR = Path(__file__).resolve().parent.parent
# Set by the operator: where the embedded database and the media live.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

# Security
# Set by a developer only. Off is the default, and production.
DEBUG = env.bool("DEBUG", default=False)
# Set by `make demo`: three known accounts, loopback addresses only.
DEMO = env.bool("DEMO", default=False)
# Set by whoever runs the demo: where it listens.
BIND = env.str("BIND", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
# Set by the operator: a long random text that signs sessions and tokens.
SECRET_KEY = env.str("SECRET_KEY", default="")
# Set by the operator: the host names this site answers to.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# Set by the operator: the address of the site as readers see it, without a trailing slash.
SITE_URL = env.str("SITE_URL", default="").rstrip("/")

if DEBUG or DEMO:
    SECRET_KEY = SECRET_KEY or "matiane-development-only-" + "not-a-secret-" * 4
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
    SITE_URL = SITE_URL or f"http://127.0.0.1:{PORT}"
if DEMO and (public := public_addresses(sys.argv, os.environ)):
    raise ImproperlyConfigured(
        f"The demo does not start: its passwords are known to everybody, so it listens on loopback addresses only, not on {', '.join(public)}."
    )


# What Django's own deployment check asks of a key.
KEY_LENGTH, KEY_LETTERS = 50, 5


def refuse_unsafe_production() -> None:
    """Raise ImproperlyConfigured that names every unsafe or missing value, all in one message."""
    wrong = []
    if len(SECRET_KEY) < KEY_LENGTH or len(set(SECRET_KEY)) < KEY_LETTERS or SECRET_KEY.startswith("django-insecure-"):
        wrong.append("SECRET_KEY: set a random text of 50 characters or more")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        wrong.append("ALLOWED_HOSTS: set the host names of the site, separated by commas, without '*'")
    if not SITE_URL.startswith("https://"):
        wrong.append("SITE_URL: set the public address of the site, beginning with https://")
    if wrong:
        raise ImproperlyConfigured("Matiane does not start: " + "; ".join(wrong) + ". See docs/operations.md.")


if not (DEBUG or DEMO):
    refuse_unsafe_production()

SECURE = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SECURE and env.bool("SSL_REDIRECT", default=True)
# A load balancer and a proxy ask from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|generation|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
# A form of seventy rows posts over five hundred fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# Pictures beyond these limits are refused: by size while they arrive, by pixels before they are decoded.
IMAGE_MAX_BYTES = 20 * 1024 * 1024
IMAGE_MAX_PIXELS = 50_000_000
# Documents beyond this are refused in the same way.
DOCUMENT_MAX_BYTES = 30 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "library.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Apps
INSTALLED_APPS = [
    "accounts",
    "syndication",
    "pages",
    "news",
    "chronicle",
    "actors",
    "library",
    "publishing",
    "config.apps.ConfigConfig",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "rest_framework",
    "taggit",
    "translated_fields",
]

# Middleware. The page cache stands before everything that reads a cookie.
MIDDLEWARE = [
    "config.watching.requests.WatchMiddleware",
    "publishing.headers.TrustedProxyMiddleware",
    "publishing.headers.RefusalsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "publishing.middleware.NulMiddleware",
    "syndication.middleware.ApiHeadersMiddleware",
    "pages.figures.counting.VisitsMiddleware",
    "publishing.moved.OldAddressMiddleware",
    "publishing.middleware.PageCacheMiddleware",
    "publishing.people.CSPMiddleware",
    "publishing.people.SessionMiddleware",
    "publishing.people.LocaleMiddleware",
    "publishing.read_only.ClosedMiddleware",
    "django.middleware.common.CommonMiddleware",
    "publishing.people.CsrfViewMiddleware",
    "accounts.middleware.AuthenticationMiddleware",
    "publishing.people.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Django looks for its own middleware by name; ours is a child of it (publishing/people.py).
SILENCED_SYSTEM_CHECKS = ["security.W003"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# Templates
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
                "publishing.context_processors.site",
                "library.cards.chosen.processor",
                "pages.menus.processor",
            ],
        },
    },
]
FORM_RENDERER = "publishing.rendering.InputRenderer"

# Database
DATABASES = databases(DATA_DIR)
# Pages are read from the replica where the operator has set one.
DATABASE_ROUTERS = ["publishing.reading.Router"] if len(DATABASES) > 1 else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Set by the operator of several machines; without it, each process remembers pages for itself, and those of a machine count together.
CACHES = dict.fromkeys(("default", "counts"), env.cache_url("CACHE_URL", default="locmemcache://"))
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # About 20 MB of pages in each process.
    CACHES["default"].setdefault("OPTIONS", {})["MAX_ENTRIES"] = 1000
    CACHES["counts"] = {"BACKEND": "publishing.file_counts.FileCounts", "LOCATION": DATA_DIR / "counts.sqlite3"}
elif CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["OPTIONS"] = {**CACHE_PATIENCE, **CACHES["default"].get("OPTIONS", {})}  # noqa: F405 - of config.serving
# Cards that were drawn: about 60 MB of the disk of each machine, thrown away after a month. They can always be drawn anew.
DRAWN = {"LOCATION": DATA_DIR / "cards", "TIMEOUT": 30 * 24 * 3600, "OPTIONS": {"MAX_ENTRIES": 2000}}
CACHES["cards"] = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", **DRAWN}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
vars().update(EMAIL_CONFIG)
# Readers are asked for their addresses only where mails go out: without a mail server they would stand in the log.
MAILS_READERS = DEBUG or DEMO or "console" not in EMAIL_CONFIG["EMAIL_BACKEND"]
# A mail server that hangs costs the reader who waits for it no more than this, in seconds.
EMAIL_TIMEOUT = 10
# Set by the operator: where mails to the editors go unless the site's settings say otherwise, and whom mails are from.
EDITORS_EMAIL = env.str("EDITORS_EMAIL", default="editors@example.org" if DEMO else "")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=EDITORS_EMAIL or "webmaster@localhost")

# Languages
LANGUAGES = [("en", _("English")), ("ka", _("Georgian"))]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.date_formats"
USE_TZ = True
# Set by the operator: decides every printed date, the edges of archives and what a scheduled time means.
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Tbilisi")

# Static files and media
STATIC_URL = "/static/"
# Set by the operator where maps are drawn on another file than ours; static/maps/README.md tells its form.
MAP_FILE = env.str("MAP_FILE", default=str(BASE_DIR / "static" / "maps" / "georgia.geojson"))
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Originals are never served: only the admin reads them, through a view that checks permission.
STORAGES = {
    **stores(DATA_DIR),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.storage.StaticStorage",
    },
}
WHITENOISE_MAX_AGE = 31_536_000 if not DEBUG else 0

# Libraries
TAGGIT_CASE_INSENSITIVE = True

# Matiane's own
# How many records a page of a list holds, on pages and in the API.
PAGE_SIZE, API_PAGE_SIZE = 15, 20
# Set by the operator: requests a minute that the API answers for one address, and for one key; 0 for no limit.
API_RATE, API_KEY_RATE = env.int("API_RATE", default=300), env.int("API_KEY_RATE", default=3000)
# Set by the operator: the WebSub hub that is told of changed feeds, if any. By a developer: whether partners may stand on this machine.
WEBSUB_HUB, PUSH_TO_LOOPBACK = env.str("WEBSUB_HUB", default=""), env.bool("PUSH_TO_LOOPBACK", default=DEMO)
# Set by the operator: after how many seconds the worker makes the dump of everything public anew, if something changed; 0 for no dump.
DUMP_EVERY = env.int("DUMP_EVERY", default=3600)
# Set by the operator: 0 where visits are counted from access logs, or by nobody.
COUNT_VISITS = env.bool("COUNT_VISITS", default=True)
