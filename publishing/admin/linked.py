"""What changed on one record, offered to another one that began from it: on the forms of both, taken or left by a button.

Apps above a record type register what its forms offer, and what their buttons do (`publishing.admin.acts.register`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest

from publishing.drafts import Work
from publishing.publishable import Publishable


@dataclass(frozen=True)
class Line:
    """One value, or one place of a text: what stands there, what would, and a few words around."""

    label: str
    was: str
    now: str
    before: str = ""
    after: str = ""
    language: str = ""


@dataclass(frozen=True)
class Offer:
    """A change of one record that the other could follow."""

    label: str
    was: str
    now: str
    # What would change where; none for a value that stands in the other as it was.
    lines: Sequence[Line]
    # What the buttons send.
    token: str
    # Whether a button could make the change.
    may_take: bool = True
    language: str = ""


@dataclass(frozen=True)
class Offers:
    """What one record offers another one."""

    # Whose form would change: this one, or the other.
    is_here: bool
    # What the other record is, and its form.
    kind: str
    title: str
    url: str
    offers: Sequence[Offer]


# Yields what stands on a form.
Source = Callable[[HttpRequest, Work], Iterable[Offers]]
_sources: dict[type[models.Model], list[Source]] = {}


def register(model: type[Publishable], source: Source) -> None:
    """Let the forms of a record type show offers; again changes nothing."""
    if source not in _sources.setdefault(model, []):
        _sources[model].append(source)


def offered(request: HttpRequest, work: Work) -> list[Offers]:
    """Return what the form of a stored record shows."""
    return [offers for source in _sources.get(type(work.record), ()) for offers in source(request, work)]
