"""The parts of a record's form: one per language, one for what all languages share, one per kind of row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.admin.options import ModelAdmin
from django.db import models

from publishing import languages
from publishing.admin.beside import Source
from publishing.admin.printed import Cell, Rows, Span


@dataclass(frozen=True)
class Panel:
    """One part, which the page shows as a tab."""

    label: Any
    language: str = ""
    cells: list[Cell | Span] = field(default_factory=list)
    # Those that few records need.
    further: list[Cell | Span] = field(default_factory=list)
    rows: Rows | None = None
    # The text of another language, to be read beside it.
    source: Source | None = None

    @property
    def place(self) -> str:
        """The id of its first input."""
        return next((getattr(cell, "id", "") for cell in self.cells), "")

    @property
    def opens_further(self) -> bool:
        """Whether something is wrong in what few records need."""
        return any(cell.errors for cell in self.further)

    @property
    def is_off(self) -> bool:
        """Whether everything in it may be read and nothing changed."""
        cells = [*self.cells, *self.further] if self.rows is None else [cell for row in self.rows.rows for cell in (*row.cells, *row.further)]
        return all(cell.is_off for cell in cells) and (self.rows is None or self.rows.blank is None)


def language_of(names: Sequence[str], model: type[models.Model]) -> str:
    """Return the language of a part if all its fields are in one, else ""."""
    columns = [model._meta._forward_fields_map.get(name) for name in names]
    codes = {getattr(column, "_translated_field_language_code", "") for column in columns}
    return codes.pop() if len(codes) == 1 else ""


def fieldsets(model_admin: ModelAdmin) -> list[tuple[Any, dict[str, Any]]]:
    """Return the fieldsets of a record: its translated fields language by language, then the others."""
    names = dict(settings.LANGUAGES)
    found = [(names[code], {"fields": [f"{name}_{code}" for name in model_admin.translated_fields]}) for code in languages.codes()]
    return [*found, (model_admin.common_label, {"fields": list(model_admin.common_fields)})]
