"""A chronology as a table (CSV, RFC 4180): one row an event, in UTF-8, with no cell that a spreadsheet would compute."""

import csv
import io
from collections.abc import Callable
from typing import Any, BinaryIO

from chronicle.exports import words
from chronicle.exports.chosen import Chosen
from chronicle.exports.parts import Told, events_of
from publishing.cells import BOM, joined, neutral, with_details

NAME, CONTENT_TYPE = "events.csv", "text/csv; charset=utf-8; header=present"


def bound(event: Told, edge: str) -> str:
    """Return the first or the last day on which it can have been, "" where that end is open."""
    said: Any = event.date.as_data()[edge] if event.date else None
    return said or ""


def points(event: Told) -> str:
    """Return the latitudes and longitudes of its places."""
    return joined([f"{at.point[1]:g}, {at.point[0]:g}" if at.point else "" for at in event.stops])


def people(event: Told) -> str:
    """Return who took part, each with the role."""
    return joined([with_details(words.person(each), each.role) for each in event.people])


# {column: what stands in it}; docs/api.md says what each means.
COLUMNS: dict[str, Callable[[Told, str], str]] = {
    "id": lambda event, _language: str(event.event.pk),
    "url": lambda event, _language: event.url,
    "title": lambda event, _language: event.title,
    "title_language": lambda event, _language: event.lang,
    "lead": lambda event, _language: event.lead,
    "kind": lambda event, _language: event.event.kind,
    "status": lambda event, _language: event.event.status,
    "date": lambda event, _language: str(event.date or ""),
    "earliest": lambda event, _language: bound(event, "earliest"),
    "latest": lambda event, _language: bound(event, "latest"),
    "date_in_words": lambda event, _language: event.date_words,
    "date_as_printed": lambda event, _language: event.date_as_printed,
    "year_inferred": lambda event, _language: "yes" if event.event.year_inferred else "no",
    "places": lambda event, _language: joined([at.place.label for at in event.stops]),
    "coordinates": lambda event, _language: points(event),
    "participants": lambda event, _language: people(event),
    "statements": lambda event, language: joined([words.statement(each, language) for each in event.statements]),
    "outcomes": lambda event, language: joined([words.outcome(each, language) for each in event.outcomes]),
    "tags": lambda event, _language: joined(event.tags),
    "sources": lambda event, _language: joined([words.source(each) for each in event.sources]),
    "changed": lambda event, _language: event.changed.isoformat(timespec="seconds"),
    "version": lambda event, _language: str(event.version or ""),
}


def write(file: BinaryIO, chosen: Chosen) -> None:
    """Write the table."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    lines.write(BOM)
    writer.writerow([*COLUMNS, "rights"])
    for event in events_of(chosen.rows, chosen.language):
        writer.writerow([neutral(value(event, chosen.language)) for value in COLUMNS.values()] + [neutral(chosen.rights)])
        file.write(lines.getvalue().encode())
        lines.seek(0)
        lines.truncate()
    file.write(lines.getvalue().encode())
