"""Places that a public record names and the public does not see: pages leave them out without a word, so the editor is told."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from actors.checks import Notice, form_of
from actors.models import Place
from publishing.publishable import Publishable
from publishing.state import State as FormState


def unseen_places(record: Publishable, state: FormState) -> list[Notice]:
    """Return a notice for each place that the form of a live record names and that is not public. One query, none without places."""
    if not record.is_live:
        return []
    found = Place.objects.filter(pk__in=set(places_named(record, state))).exclude(pk__in=Place.objects.live().values("pk"))
    text = _("“%(place)s” is not public, so readers do not see it named here. Publish the place too, if they should.")
    return [Notice(text % {"place": place}, [form_of(place)]) for place in found.in_order()]


def places_named(record: Publishable, state: FormState) -> Iterator[uuid.UUID]:
    """Yield the keys of the places in the form of a record and in its rows."""
    own = "parent" if isinstance(record, Place) else "place"
    for name, value in state.items():
        if value and (name == own or name.endswith("/place")) and (key := key_of(value)):
            yield key


def key_of(value: Any) -> uuid.UUID | None:  # Any: what a form holds
    """Return the key that a form names; None for what is none."""
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None
