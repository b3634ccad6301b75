"""The settings of the tests, for a site of its own process that notes how often it makes a page, and takes its time."""

from tests.settings import *  # noqa: F403 - the same but for this

MIDDLEWARE = [*MIDDLEWARE, "tests.publishing.herd.Noting"]  # noqa: F405
