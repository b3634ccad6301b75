"""Names as search compares them, against the names themselves."""

from collections.abc import Iterator

from django.db import models

from actors.models import Actor, ActorName, Office, OfficeName, Place, Post
from publishing.fields.folded import FoldedField

MODELS: list[type[models.Model]] = [Place, Actor, ActorName, Office, OfficeName, Post]


def out_of_step() -> Iterator[tuple[models.Model, str, str]]:
    """Yield (row, one of its columns, what that should say) where it says something else."""
    for model in MODELS:
        columns = [field for field in model._meta.concrete_fields if isinstance(field, FoldedField)]
        for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
            for column in columns:
                if row.__dict__[column.attname] != (should := column.folded(row)):
                    yield row, column.attname, should


def differences() -> Iterator[str]:
    """Yield each row that could not be found by its name."""
    for row, name, should in out_of_step():
        yield f"{row._meta.model_name} {row.pk}: {name} is {row.__dict__[name]!r}, should be {should!r}"


def fix() -> None:
    """Fold the names again."""
    for row, name, should in list(out_of_step()):
        type(row)._base_manager.filter(pk=row.pk).update(**{name: should})
