"""The settings of the tests: the project's own, under an environment that a value from outside overrules."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
# Tests ask more than any reader; those of the limits set their own.
os.environ.setdefault("API_RATE", "0")
os.environ.setdefault("API_KEY_RATE", "0")
# A worker of a test makes no dump unless the test is about that.
os.environ.setdefault("DUMP_EVERY", "0")
for name in ("DATA_DIR", "STATIC_ROOT"):
    if name not in os.environ:
        os.environ[name] = tempfile.mkdtemp(prefix="matiane-tests-")
        atexit.register(shutil.rmtree, os.environ[name], ignore_errors=True)
if not os.environ["DATA_DIR"].endswith(worker := os.environ.get("PYTEST_XDIST_WORKER", "")):
    # Workers that run side by side inherit the folder, and need files of their own.
    os.environ["DATA_DIR"] += f"/{worker}"
# The browser's driver keeps an event loop in the thread of the tests, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from config.settings import *  # noqa: E402, F403 - it reads what is set above

INSTALLED_APPS = [*INSTALLED_APPS, "tests.desk_type"]  # noqa: F405
ROOT_URLCONF = "tests.urls"
MIDDLEWARE = ["tests.idle.Counting", *MIDDLEWARE]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if worker and "redis" in CACHES["default"]["BACKEND"].lower():  # noqa: F405
    # Workers that run side by side have databases of their own, so they need caches of their own.
    CACHES["default"]["LOCATION"] = CACHES["default"]["LOCATION"].rsplit("/", 1)[0] + "/" + worker.removeprefix("gw")  # noqa: F405
