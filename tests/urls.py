"""The addresses of the site, and those of the type of record that only the tests have."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config.urls import *  # noqa: F403

urlpatterns = [*urlpatterns, *i18n_patterns(path("", include("tests.desk_type.urls")))]  # noqa: F405
