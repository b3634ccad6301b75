"""The settings of the tests: the project's own, under an environment that a value from outside overrules."""

import os
import tempfile

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="matiane-tests-"))
os.environ.setdefault("STATIC_ROOT", tempfile.mkdtemp(prefix="matiane-tests-static-"))
# The browser's driver keeps an event loop in the thread of the tests, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.desk_type"]  # noqa: F405
ROOT_URLCONF = "tests.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and "redis" in CACHES["default"]["BACKEND"].lower():  # noqa: F405
    # Workers that run side by side have databases of their own, so they need caches of their own.
    CACHES["default"]["LOCATION"] = CACHES["default"]["LOCATION"].rsplit("/", 1)[0] + "/" + worker.removeprefix("gw")  # noqa: F405
