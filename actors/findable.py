"""What of people, offices and places may be found."""

from collections.abc import Iterator

from actors.models import Actor, Office, Place
from publishing.searching import index


def register() -> None:
    """Let them be found, by every name on record."""
    index.register(Actor, index.Source(lead="summary", names=names, date=index.dateless, has_page=has_page))
    index.register(Office, index.Source(lead="summary", names=names, date=index.dateless))
    index.register(Place, index.Source(names=names_of_place, date=index.dateless))


def has_page(actor: Actor) -> bool:
    """Tell whether a person has a page: of others the public sees the name only where somebody else's page prints it."""
    return actor.has_profile


def names(record: Actor | Office, _language: str) -> Iterator[str]:
    """Yield the other names of a person or an office, in all languages: they are facts, and public with the record."""
    lent = record.lent("names")
    yield from (row.name for row in (record.names.order_by("position", "id") if lent is None else lent))


def names_of_place(place: Place, language: str) -> list[str]:
    """Return the other names of a place in a language: they are part of its text there."""
    return getattr(place, f"also_{language}").split(",")
