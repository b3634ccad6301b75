"""Rows of records that name one thing each: added to many records at once, and taken away."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.admin.sites import AdminSite
from django.db import models

from publishing.bulk_changes.fields import Direction, Given, OfForm, Words, several
from publishing.desk import Desk, desk_of
from publishing.publishable import Publishable
from publishing.state import Part, Schema, row_keys, without_row
from publishing.state import State as FormState
from publishing.values import initial
from publishing.wording import Wording

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class NamingRows(OfForm):
    """Rows that name one thing each, as the mentions of an article."""

    def __init__(self, prefix: str, targets: Sequence[str], acts: "Mapping[Direction, StrOrPromise]") -> None:
        self.code = self.prefix = prefix
        # The fields of a row of which one is filled.
        self.targets = targets
        self.acts = acts

    def inputs(self, model: Any, direction: Direction, site: AdminSite) -> dict[str, forms.Field]:
        """Ask for things of each kind."""
        rows = self.schema(desk_of(model))[self.prefix].model
        return {name: several(cast("models.Field", rows._meta.get_field(name)), site) for name in self.targets}

    def schema(self, desk: Desk) -> Schema:
        """Return the rows alone."""
        return {"": Part({}, desk.model), self.prefix: desk.schema[self.prefix]}

    def after(self, model: type[Publishable], value: FormState, direction: Direction, given: Given) -> FormState:
        """Add a row for each thing that no row names yet, or take those away that name it."""
        part = self.schema(desk_of(model))[self.prefix]
        chosen = [(name, key) for name in self.targets for key in given[name]]
        naming = {row: self.named_by(value, row) for row in row_keys(value, self.prefix)}
        if direction == Direction.REMOVE:
            for row in [row for row, named in naming.items() if named in chosen]:
                value = without_row(value, self.prefix, row)
            return value
        out, rows = dict(value), list(naming)
        for name, key in chosen:
            if (name, key) not in naming.values():
                rows.append(str(uuid.uuid4()))
                fresh = {each: initial(field) for each, field in part.fields.items()} | {name: key}
                out |= {f"{self.prefix}/{rows[-1]}/{each}": each_value for each, each_value in fresh.items()}
        return {**out, self.prefix: rows}

    def named_by(self, value: FormState, row: str) -> tuple[str, str]:
        """Return which field of a row is filled, and with which key."""
        return next(((name, str(key)) for name in self.targets if (key := value.get(f"{self.prefix}/{row}/{name}"))), ("", ""))

    def words(self, model: type[Publishable], values: Sequence[FormState]) -> Words:
        """Name what the rows name."""
        schema = self.schema(desk_of(model))
        wording, fields = Wording(schema, *values), schema[self.prefix].fields

        def said(value: FormState) -> list[str]:
            named: Iterable[tuple[str, str]] = (self.named_by(value, row) for row in row_keys(value, self.prefix))
            return [text for name, key in named if name for text in wording.words(fields[name], key)]

        return said
