"""What the kernel must know of a record type; each type registers itself in its `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models

from publishing.publishable import Listed, Publishable


@dataclass(frozen=True)
class ListedRows:
    """A model whose rows put a record in somebody's list: which key names the record, which what lists it."""

    model: type[Listed]
    record: str
    # "" where rows may name things of several kinds, of which nothing is counted: no label of the record, as a tag is one.
    target: str = ""
    # Whether one of the record type's `after` writes these rows whole; then no step has to read them before.
    is_left_to_after: bool = False


@dataclass(frozen=True)
class Keeping:
    """How the published versions of a record type are kept and shown (`publishing.editions`)."""

    # Returns what the page of a record shows in a language, as JSON: words, and keys of what may stop being public.
    keep: Callable[[Any, str], dict[str, Any]]  # Any: a record of this type; values of a page
    # Returns what the template prints, from what was kept; it copes with what older releases kept.
    show: Callable[[dict[str, Any], str], dict[str, Any]]
    template: str


@dataclass(frozen=True)
class RecordType:
    """One kind of record."""

    model: type[Publishable]
    # The word for it in the change log, in addresses and in the API.
    kind: str
    # The URL name that takes a slug.
    url_name: str
    # Slugs that would shadow other addresses of the section.
    reserved_slugs: frozenset[str] = frozenset()
    # Through-models that carry the listing columns.
    listed_rows: tuple[ListedRows, ...] = field(default=())
    # How its published versions are kept; None for a type that keeps none.
    keeping: Keeping | None = None
    # Run at the end of every step of a record, inside its transaction; what they do outside the database waits for the commit.
    after: tuple[Callable[[Any], None], ...] = ()  # Any: a record of this type
    # Why there is no feed of it; "" for a type that has one.
    no_feed: str = ""


_types: dict[type[models.Model], RecordType] = {}
# {model: the steps that apps above take after its own}
_followers: dict[type[models.Model], list[Callable[[Any], None]]] = {}  # Any: a record of this type


def register(record_type: RecordType) -> None:
    """Make a record type known to the kernel; a kind may be registered once."""
    if any(known.kind == record_type.kind for known in _types.values() if known.model is not record_type.model):
        raise ValueError(f"The kind {record_type.kind!r} is registered already.")
    followers = [step for step in _followers.get(record_type.model, ()) if step not in record_type.after]
    _types[record_type.model] = replace(record_type, after=(*record_type.after, *followers))


def follow(model: type[Publishable], step: Callable[[Any], None]) -> None:  # Any: a record of this type
    """Let an app above take a step of its own at the end of every step of a record, registered by now or later; twice is once."""
    _followers.setdefault(model, []).append(step)
    if model in _types:
        register(_types[model])


def record_type(record: Publishable | type[Publishable]) -> RecordType:
    """Return the type of a record or model; KeyError if its app did not register it."""
    return _types[record if isinstance(record, type) else type(record)]


def record_types() -> list[RecordType]:
    """Return every registered type, in the order of registration."""
    return list(_types.values())


def by_kind(kind: str) -> RecordType:
    """Return the type called `kind`; KeyError if there is none."""
    for known in _types.values():
        if known.kind == kind:
            return known
    raise KeyError(kind)
