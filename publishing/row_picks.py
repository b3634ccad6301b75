"""Choices among the rows of the same form, stored or not."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from publishing.lines import Naming, lines
from publishing.picks import Pick, Picks, row_like
from publishing.state import Schema, State, row_keys


class PickRowWidget(forms.Select):
    """A list of the rows that the form has now; one that was chosen and is gone is shown as such. static/js/admin/row-choices.js keeps it so."""

    # Any: Django's choices of a field that names records, which know the field
    choices: Any

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # Any: as in Django
        """Name the rows."""
        return super().get_context(name, value, {**(attrs or {}), "data-chooses-row": self.choices.field.rows})

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[tuple[None, list[dict[str, Any]], int]]:
        """Return the rows as options."""
        field, chosen = self.choices.field, {str(key) for key in value}
        rows = {"": "", **{key: field.label_from_instance(row) for key, row in field.rows_known().items()}}
        rows |= {key: _("(no longer exists)") for key in chosen if key not in rows}
        options = [self.create_option(name, key, label, selected=key in chosen, index=at) for at, (key, label) in enumerate(rows.items())]
        return [(None, options, 0)]


class PickRow(Pick, forms.ModelChoiceField):
    """One of the rows of another kind, or of the same, in the same form: it may be as new as the row that names it."""

    def __init__(self, *args: Any, rows: str, naming: Naming | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The prefix of the rows that can be chosen, and what tells them apart.
        self.rows, self.naming = rows, naming or Naming()

    def know_rows(self, picks: Picks, schema: Schema, states: Sequence[State]) -> None:
        """Let the rows of these states be what can be chosen."""
        part = schema[self.rows]
        picks.found[self.pick_key] = {}
        for state in reversed(states):
            picks.know(self, [row_like(part, state, f"{self.rows}/{key}/", key, picks) for key in row_keys(state, self.rows)])
        said = lines(schema, self.rows, self.naming, picks, states)
        for key, row in self.rows_known(picks).items():
            row.__dict__["line"] = said.get(key, "")

    def label_from_instance(self, row: Any) -> str:  # Any: a row
        """Name a row by its line."""
        return row.__dict__.get("line") or str(row)

    def rows_known(self, picks: Picks | None = None) -> dict[str, models.Model]:
        """Return what can be chosen, by key."""
        return {key: row for key, row in (picks or self.picks).found.get(self.pick_key, {}).items() if row is not None}

    def to_python(self, value: Any) -> models.Model | None:  # Any: a key, or nothing
        """Return the row: with what the form says of it, whether it is stored or not."""
        if value in self.empty_values:
            return None
        if (row := self.rows_known().get(str(value))) is None:
            raise self.refusal(str(value))
        return row

    def validate(self, value: models.Model | None) -> None:
        """Ask for a choice where one is needed; that it exists is known."""
        forms.Field.validate(self, value)
