"""Whom a person or an office met most. An app above tells it: `register(source)` in its `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from actors.models import Actor, Office
from publishing import languages, site
from publishing.record_page import Label
from publishing.remembered import Stamp, stamp


@dataclass(frozen=True)
class Met:
    """Somebody who was met, how often, and where all these meetings are listed."""

    who: Label
    number: int
    url: str


@dataclass(frozen=True)
class Asked:
    """Whose acquaintances are asked for, in which language, with texts that are not in it or without; what was read may be known `under` a change."""

    record: Actor | Office
    language: str
    untranslated: bool
    under: Stamp | None


# Returns whom the record met, the most first.
Source = Callable[[Asked], list[Met]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app tell whom people and offices met."""
    _sources.append(source)


def acquaintances_of(request: HttpRequest, record: Actor | Office) -> list[Met]:
    """Return whom a record met most."""
    asked = Asked(record, languages.active(), site.of(request).list_untranslated, stamp(request))
    return [met for source in _sources for met in source(asked)]
