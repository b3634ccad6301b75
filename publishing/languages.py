"""The site's languages, and which of them a value is taken from."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


def codes() -> list[str]:
    """Return the language codes of the site (BCP 47), the first being the default."""
    return [code for code, _name in settings.LANGUAGES]


def active() -> str:
    """Return the site language of the running thread, never one the site does not publish in."""
    language = get_language()
    return language if language in codes() else codes()[0]


def preference(language: str | None = None) -> tuple[str, ...]:
    """Return `language` (the active one by default), then the others in the site's order."""
    return _preferred(language or active(), tuple(codes()))


@lru_cache
def _preferred(first: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return first, *(code for code in known if code != first)


def filled(record: models.Model, name: str, language: str | None = None) -> tuple[str, str]:
    """Return (value, language) of the first language in which the translated field `name` has a value, or ("", first)."""
    for code in preference(language):
        if value := getattr(record, f"{name}_{code}"):
            return value, code
    return "", preference(language)[0]


def fallback(name: str, field: object) -> Callable[[models.Model], str]:
    """Read a translated field with fallback: the `attrgetter` of `TranslatedField` for texts that have no translation yet."""
    return lambda record: filled(record, name)[0]


def other(language: str, page: str) -> str:
    """Return `language` for a `lang` attribute if it is not that of the page, else ""."""
    return "" if language == page else language
