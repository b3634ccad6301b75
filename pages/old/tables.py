"""Old addresses as a CSV table: all of them out, many of them in, all or none."""

import csv
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pages.old.forms import leads_to, redirect_to
from pages.spreadsheets import plain
from publishing import old_paths, redirects
from publishing.models import Redirect
from publishing.publishable import Publishable
from publishing.registry import by_kind

COLUMNS = ["old_address", "leads_to"]
MOST_BYTES = 20_000_000
# How many lines one query brings.
BATCH = 500
# Beyond this many, further errors are only counted.
ERRORS_SHOWN = 50


@dataclass
class Outcome:
    """What came of a table: how many addresses are new, which lines are wrong and why. With errors, nothing was written."""

    added: int = 0
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)


class _NothingError(Exception):
    """Leaves the transaction so that nothing of a table with errors stays."""


def rows() -> Iterator[list[str]]:
    """Yield the table of all old addresses, a line at a time."""
    yield COLUMNS
    ordered = Redirect.objects.order_by("path").iterator(chunk_size=BATCH)
    while batch := list(islice(ordered, BATCH)):
        yield from lines(batch)


def lines(batch: list[Redirect]) -> Iterator[list[str]]:
    """Yield the lines of some redirects; their records are read in one query for each kind."""
    found = records_of(batch)
    for redirect in batch:
        yield [redirect.path, leads_to(redirect, found.get(redirect.record))]


def records_of(batch: list[Redirect]) -> dict[uuid.UUID | None, Publishable]:
    """Return the records that some redirects lead to, by key."""
    found: dict[uuid.UUID | None, Publishable] = {}
    for kind in {redirect.kind for redirect in batch if redirect.kind}:
        keys = [redirect.record for redirect in batch if redirect.kind == kind]
        found |= by_kind(kind).model._default_manager.in_bulk(keys)
    return found


def take(content: bytes, *, replace: bool = False) -> Outcome:
    """Read a table and write all of it, or nothing if a line is wrong."""
    outcome = Outcome()
    try:
        table = read(content)
    except ValidationError as error:
        outcome.errors = list(error.messages)
        return outcome
    seen: dict[str, int] = {}
    try:
        with transaction.atomic():
            for number, (path, to) in table:
                take_line(outcome, seen, number, path, to, replace=replace)
            if outcome.errors:
                raise _NothingError
    except _NothingError:
        outcome.added = outcome.unchanged = 0
    return outcome


def read(content: bytes) -> list[tuple[int, tuple[str, str]]]:
    """Return (number of the line, (old address, where it leads)) of each line that is not empty."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=";" if ";" in first and "," not in first else ",", strict=True)
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        if head != COLUMNS:
            raise ValidationError(
                _("The first line has to name two columns, old_address and leads_to; it names: %(found)s."),
                params={"found": ", ".join(head)[:200] or "–"},
            )
        return [(reader.line_num, checked(row, reader.line_num)) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ValidationError(_("Line %(number)s cannot be read as CSV."), params={"number": reader.line_num}) from error


def checked(row: list[str], number: int) -> tuple[str, str]:
    """Return the two cells of a line."""
    if len(row) != len(COLUMNS):
        raise ValidationError(_("Line %(number)s has %(count)s columns instead of two."), params={"number": number, "count": len(row)})
    return plain(row[0].strip()), plain(row[1].strip())


def take_line(outcome: Outcome, seen: dict[str, int], number: int, path: str, to: str, *, replace: bool) -> None:
    """Write one line, or say what is wrong with it."""
    try:
        spelled = old_paths.normal(path)
        if spelled in seen:
            raise ValidationError(_("The same old address as in line %(number)s."), params={"number": seen[spelled]})
        seen[spelled] = number
        redirects.refuse_answered(path)
        if redirects.lead(path, redirect_to(to), replace=replace):
            outcome.added += 1
        else:
            outcome.unchanged += 1
    except ValidationError as error:
        outcome.errors.append(_("Line %(number)s: %(error)s") % {"number": number, "error": " ".join(error.messages)})
