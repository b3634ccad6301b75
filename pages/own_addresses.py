"""Addresses that an owner types or pastes: which of them are this site's."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import get_language_from_path, override

from publishing import languages


def own_path(text: str) -> str:
    """Return the path of an address of this site that has a page, "" for any other."""
    path = text.strip().removeprefix(settings.SITE_URL)
    return path if found_at(path) else ""


def found_at(path: str) -> ResolverMatch | None:
    """Return what answers at a path that names its language, None if nothing does."""
    only = urlsplit(path).path
    language = get_language_from_path(only)
    if language not in languages.codes() or path.startswith("//"):
        return None
    try:
        with override(language):
            return resolve(only)
    except Resolver404:
        return None
