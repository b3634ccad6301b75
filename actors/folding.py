"""Names as search compares them, against the names themselves."""

from collections.abc import Iterator

from django.db import models

from actors.models import Actor, ActorName, Office, OfficeName, Place, Post
from publishing.fields.folded import FoldedField

MODELS: list[type[models.Model]] = [Place, Actor, ActorName, Office, OfficeName, Post]


def out_of_step() -> Iterator[tuple[models.Model, str]]:
    """Yield (row, what its column should say) where it says something else."""
    for model in MODELS:
        column = model._meta.get_field("folded")
        for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
            if isinstance(column, FoldedField) and row.__dict__["folded"] != (should := column.folded(row)):
                yield row, should


def differences() -> Iterator[str]:
    """Yield each row that could not be found by its name."""
    for row, should in out_of_step():
        yield f"{row._meta.model_name} {row.pk}: is folded to {row.__dict__['folded']!r}, should be {should!r}"


def fix() -> None:
    """Fold the names again."""
    for row, should in list(out_of_step()):
        type(row)._base_manager.filter(pk=row.pk).update(folded=should)
