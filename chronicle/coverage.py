"""What is written about an event: an app above tells it by `register` in its `apps.ready`, since the chronicle does not know its texts."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from chronicle.models import Event
from publishing.record_page import Label


@dataclass(frozen=True)
class Text:
    """A text about an event. `notice` says in which language it can be read, when that is not the page's; `hreflang` names it."""

    title: str
    url: str
    lang: str
    date: str
    iso: str
    # What the text does with the event: "announces".
    relation: str
    notice: str = ""
    hreflang: str = ""


@dataclass(frozen=True)
class Coverage:
    """The newest texts about an event; `more` lists all of them, where there are others."""

    texts: list[Text] = field(default_factory=list)
    more: Label | None = None


@dataclass(frozen=True)
class Source:
    """What an app knows of events."""

    # Returns the newest texts about an event as pages of a language list them, texts that are not in it too or not.
    newest: Callable[[Event, str, bool], Coverage]
    # Returns [(key of a public text, what it does with the event)], the newest first, not more than a page of the API.
    keys: Callable[[Event], list[tuple[uuid.UUID, str]]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app tell what it knows."""
    _sources.append(source)


def newest(event: Event, language: str, *, untranslated: bool) -> Coverage:
    """Return the newest texts about an event. One query for each app that knows some."""
    found = [source.newest(event, language, untranslated) for source in _sources]
    return Coverage([text for each in found for text in each.texts], next((each.more for each in found if each.more), None))


def keys(event: Event) -> list[tuple[uuid.UUID, str]]:
    """Return the newest public texts about an event, and what each does with it."""
    return [pair for source in _sources for pair in source.keys(event)]
