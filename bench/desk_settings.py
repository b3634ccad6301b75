"""Settings of the desk's benchmark: the project's own, with the tests' type of record and the stock admin beside ours."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.desk_type"]  # noqa: F405
ROOT_URLCONF = "bench.desk_stock"
