"""The first and the last day of partial dates against the dates themselves, of every model that has some."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from publishing.fields.dates import EDGES, EdtfField, bound
from publishing.partial_dates import PartialDate

CHUNK = 2000


@dataclass(frozen=True)
class Wrong:
    """A row whose bounds do not follow from its date, with what they should be; or whose text is no date."""

    field: EdtfField
    key: Any  # a primary key
    text: Any  # a PartialDate, or text that is none
    stored: tuple[dt.date | None, dt.date | None]
    should: tuple[dt.date | None, dt.date | None]

    def __str__(self) -> str:
        row = f"{self.field.model._meta.label} {self.key}: {self.field.name}"
        if self.text and not isinstance(self.text, PartialDate):
            return f"{row} “{self.text}” is no date"
        return (
            f"{row} “{self.text or ''}” is said to be from {self.stored[0]} to {self.stored[1]}, should be from {self.should[0]} to {self.should[1]}"
        )


def fields() -> Iterator[EdtfField]:
    """Yield every field of partial dates that has columns in the database."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            yield from (field for field in model._meta.local_fields if isinstance(field, EdtfField))


def out_of_step() -> Iterator[Wrong]:
    """Yield what is wrong, row by row; of 100,000 rows a chunk at a time is held."""
    for field in fields():
        names = [f"{field.name}_{edge}" for edge in EDGES]
        said = ~Q(**{field.name: ""}) | Q(**{f"{names[0]}__isnull": False}) | Q(**{f"{names[1]}__isnull": False})
        rows: models.QuerySet[Any, Any] = field.model._base_manager.filter(said).order_by("pk").values_list("pk", field.name, *names)
        for key, text, *stored in rows.iterator(chunk_size=CHUNK):
            lower, upper = (bound(text, edge) for edge in EDGES)
            if (lower, upper) != tuple(stored) or (text and not isinstance(text, PartialDate)):
                yield Wrong(field, key, text, (stored[0], stored[1]), (lower, upper))


def differences() -> Iterator[str]:
    """Yield each row that would be sorted or filtered by another date than it says."""
    yield from map(str, out_of_step())


def fix() -> None:
    """Derive the bounds again; text that is no date stays, for somebody to look at, and has none."""
    for wrong in list(out_of_step()):
        bounds = {f"{wrong.field.name}_{edge}": day for edge, day in zip(EDGES, wrong.should, strict=True)}
        wrong.field.model._base_manager.filter(pk=wrong.key).update(**bounds)
