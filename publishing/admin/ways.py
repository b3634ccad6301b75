"""Where a form leads on to, beside its history and its copy: apps above a record type add ways of their own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest

from publishing.publishable import Publishable


@dataclass(frozen=True)
class Way:
    """A link over a form."""

    label: str
    url: str


# Yields what the editor may follow.
Ways = Callable[[HttpRequest, Publishable], Iterable[Way]]
_ways: dict[type[models.Model], list[Ways]] = {}


def register(model: type[Publishable], ways: Ways) -> None:
    """Let the forms of a record type lead on; again changes nothing."""
    if ways not in _ways.setdefault(model, []):
        _ways[model].append(ways)


def leading_on(request: HttpRequest, record: Publishable) -> list[Way]:
    """Return where the form of a stored record leads."""
    return [way for ways in _ways.get(type(record), ()) for way in ways(request, record)]
