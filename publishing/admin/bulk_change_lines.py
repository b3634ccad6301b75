"""Lines of a bulk change in words: what a thing is called, what it has, what it would have or had."""

import copy
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from publishing import presence
from publishing.bulk_changes.fields import Changeable
from publishing.bundles.entries import name_of
from publishing.publishable import Publishable
from publishing.rights import Anybody, as_seen_by, may, may_open
from publishing.seen import with_draft_titles
from publishing.state import State as FormState


@dataclass(frozen=True)
class Words:
    """One choice of a field, and whether only this side has it."""

    text: str
    is_own: bool


@dataclass(frozen=True)
class Line:
    """What a bulk change would do to a thing, or did."""

    name: str
    url: str = ""
    # The record, if it is one that may be opened.
    record: Publishable | None = None
    before: Sequence[Words] = ()
    after: Sequence[Words] = ()
    # What becomes of it; "" where there is nothing to do.
    outcome: Any = ""
    reason: str = ""


def things_of(model: Any, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Any]:
    """Return things by their keys, records with the titles of their drafts. One query."""
    things = model._default_manager.all()
    return (with_draft_titles(things) if issubclass(model, Publishable) else things).in_bulk(list(keys))


def named(model: Any, keys: Iterable[uuid.UUID], by: Anybody) -> dict[uuid.UUID, str]:
    """Return what somebody may call things. One query."""
    return {key: name(thing, by) for key, thing in things_of(model, keys).items()}


def name(thing: Any, by: Anybody) -> str:
    """Return what somebody may call a thing."""
    return name_of(thing, by) if isinstance(thing, Publishable) else str(thing)


def url_of(thing: Any, by: Anybody) -> str:
    """Return the address of a thing's form, for who may open it."""
    if isinstance(thing, Publishable) and not may_open(by, thing):
        return ""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def may_read(by: Anybody, thing: Any) -> bool:
    """Tell whether somebody may know what the draft of a thing says."""
    return not isinstance(thing, Publishable) or may(by, "change", thing)


def sides(words: Callable[[FormState], list[str]], before: FormState, after: FormState) -> tuple[list[Words], list[Words]]:
    """Return two values in words, each choice with whether the other one lacks it."""
    was, would = words(before), words(after)
    return [Words(text, text not in would) for text in was], [Words(text, text not in was) for text in would]


def shown(field: Changeable, model: Any, things: Sequence[Any], after: Callable[[FormState], FormState], request: HttpRequest) -> list[Line]:
    """Return a line for each of these things, as it stands. A fixed number of queries."""
    by = request.user
    refused = field.refusals(things, by)
    readable = [thing for thing in things if may_read(by, thing)]
    if issubclass(model, Publishable):
        presence.attach(readable, but=by)
    values = field.values(readable)
    wished = {key: after(value) for key, value in values.items()}
    words = field.words(model, [*values.values(), *wished.values()])
    lines = []
    for thing in things:
        record = as_seen_by(by, copy.copy(thing)) if isinstance(thing, Publishable) and may_open(by, thing) else None
        before, would = sides(words, values[thing.pk], wished[thing.pk]) if thing.pk in values else ([], [])
        idle = thing.pk in values and values[thing.pk] == wished[thing.pk]
        reason = refused.get(thing.pk, "")
        outcome = "" if idle or reason else field.outcome(thing)
        lines.append(Line(name(thing, by), url_of(thing, by), record, before, would, outcome, reason))
    return lines
