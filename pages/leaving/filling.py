"""The rows of an archive, written table after table in batches. In the one transaction of the whole reading."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models

from library.models import DocumentFile, Image
from pages.leaving import checks, files
from pages.leaving.archive import Archive, Part
from pages.leaving.parts import ACCOUNTS, columns, files_of, part_of, tables, why_not_column
from pages.leaving.rows import RowError, row_of, said_in
from publishing import listing
from publishing.models import SiteSettings
from publishing.publishable import Publishable
from publishing.registry import ListedRows, record_types

# Rows in one statement, and bytes of them in memory.
BATCH, BATCH_BYTES = 200, 4 * 1024**2


class Filling:
    """One walk through the rows of an archive."""

    def __init__(self, archive: Archive, *, by: User) -> None:
        self.archive, self.by = archive, by
        self.done = 0
        self.listed: dict[type[models.Model], ListedRows] = {rows.model: rows for known in record_types() for rows in known.listed_rows}

    def look(self) -> Iterator[int]:
        """Read every row and write none; yield how many were read."""
        yield from self.walk(write=False)

    def fill(self) -> Iterator[int]:
        """Write every row; yield how many were written."""
        yield from self.walk(write=True)

    def walk(self, *, write: bool) -> Iterator[int]:
        """Go through the tables in their order."""
        for model in tables():
            if part := self.archive.parts.get(part_of(model)):
                for rows in self.batches(model, part):
                    if write:
                        self.store(model, part, rows)
                    self.done += len(rows)
                    yield self.done

    def batches(self, model: type[models.Model], part: Part) -> Iterator[list[models.Model]]:
        """Yield the rows of a table, a batch at a time."""
        known = columns(model)
        rows: list[models.Model] = []
        size = count = 0
        for count, line in enumerate(self.archive.lines(part), 1):
            try:
                rows.append(self.row(model, known, line))
            except (RowError, ValidationError) as error:
                why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                raise self.archive.refused(f"“{part.name}”, line {count}: {why}") from error
            size += len(line)
            if len(rows) == BATCH or size > BATCH_BYTES:
                yield rows
                rows, size = [], 0
        if rows:
            yield rows
        if count != part.rows:
            raise self.archive.refused(f"“{part.name}” has {count} rows, its manifest says {part.rows}.")

    def row(self, model: type[models.Model], known: dict[str, models.Field], line: bytes) -> models.Model:
        """Return a row as it will be stored."""
        row = row_of(model, known, said_in(line))
        checks.refuse(row)
        for name in files_of(model):
            self.refuse_file(str(getattr(row, name)))
        if isinstance(row, DocumentFile):
            self.refuse_document(row)
        if isinstance(row, SiteSettings):
            for name in files.named_by_settings(row):
                self.refuse_file(name)
        for field in model._meta.concrete_fields:
            if field.null and why_not_column(field) == ACCOUNTS:
                setattr(row, field.attname, self.by.pk)
        if isinstance(row, Publishable):
            listing.derive(row)
        return row

    def refuse_file(self, name: str) -> None:
        """Refuse the name of a file that the archive does not bring."""
        if name and name not in self.archive.missing and files.in_archive(files.kind_of(name), name) not in self.archive.media:
            raise RowError(f"the file “{name[:100]}” is not in the archive")

    def refuse_document(self, row: DocumentFile) -> None:
        """Refuse a document whose file is another one than the row says."""
        part = self.archive.media.get(files.in_archive("documents", row.file.name or ""))
        if part is not None and ((row.digest, row.bytes) != (part.sha256, part.bytes) or not part.name.endswith(f".{row.kind}")):
            raise RowError("its file is another one than it says")

    def store(self, model: type[models.Model], part: Part, rows: list[models.Model]) -> None:
        """Write a batch; what no two rows can be together, the database says."""
        if model is Image:
            self.refuse_sizes(part, rows)
        if (through := self.listed.get(model)) is not None:
            along(through, rows)
        moments = {field.attname: [getattr(row, field.attname) for row in rows] for field in columns(model).values() if stamps(field)}
        try:
            model._base_manager.bulk_create(rows)
            if moments:
                # Django writes the moment of writing there.
                for name, values in moments.items():
                    for row, value in zip(rows, values, strict=True):
                        setattr(row, name, value)
                model._base_manager.bulk_update(rows, list(moments))
        except (IntegrityError, DataError, UnicodeError) as error:
            raise self.archive.refused(f"“{part.name}”, around line {self.done + 1}: these rows cannot stand together: {error}") from error

    def refuse_sizes(self, part: Part, rows: Sequence[Any]) -> None:  # Any: images
        """Refuse an image whose picture has another size than it says."""
        for row in rows:
            if any(size != (row.width, row.height) for size in files.sizes(row)):
                raise self.archive.refused(f"“{part.name}”: the picture of {row.pk} is not {row.width} × {row.height} pixels.")


def stamps(field: models.Field) -> bool:
    """Tell whether Django writes the moment of writing into a column."""
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def along(through: ListedRows, rows: Sequence[Any]) -> None:  # Any: rows of a through-model
    """Give rows that put a record into a list the columns of the record."""
    field = through.model._meta.get_field(through.record)
    records: dict[Any, Any] = field.related_model._base_manager.in_bulk({getattr(row, field.attname) for row in rows})
    for row in rows:
        if record := records.get(getattr(row, field.attname)):
            for name, value in listing.columns(record).items():
                setattr(row, name, value)
