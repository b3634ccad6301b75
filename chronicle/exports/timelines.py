"""A chronology as a timeline that partners embed (TimelineJS 3, https://timeline.knightlab.com/docs/json-format.html)."""

import json
from typing import Any, BinaryIO

from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import ngettext

from chronicle.exports import words
from chronicle.exports.chosen import Chosen
from chronicle.exports.parts import Told, events_of
from publishing.partial_dates import PartialDate

NAME, CONTENT_TYPE = "timeline.json", "application/json"
# Values of every type, as JSON has them.
Data = dict[str, Any]


def write(file: BinaryIO, chosen: Chosen) -> None:
    """Write a timeline. What has no beginning that a year could be given is left out and counted."""
    left_out = 0
    file.write(b'{"scale":"human","events":[')
    is_first = True
    for event in events_of(chosen.rows, chosen.language):
        found = slide(event, chosen.language)
        if found is None:
            left_out += 1
            continue
        file.write((b"" if is_first else b",\n") + encoded(found))
        is_first = False
    file.write(b'],"title":' + encoded(title(chosen, left_out)) + b"}\n")


def encoded(data: Data) -> bytes:
    """Return data as JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def title(chosen: Chosen, left_out: int) -> Data:
    """Return the first slide: what this is, how much of it is not here, and under which terms it may be shown."""
    text = [chosen.lead, left_out_in_words(left_out), chosen.rights]
    return {
        "unique_id": f"chronology-{chosen.chronology.pk}",
        "text": {"headline": link(chosen.url, chosen.title), "text": format_html_join("", "<p>{}</p>", ((each,) for each in text if each))},
    }


def left_out_in_words(count: int) -> str:
    """Return how many events have no place on a timeline; "" where all have one."""
    if not count:
        return ""
    text = ngettext(
        "%(count)d event of which no beginning is known is left out.", "%(count)d events of which no beginning is known are left out.", count
    )
    return text % {"count": count}


def slide(event: Told, language: str) -> Data | None:
    """Return an event, None for one without a year to begin with. Its texts are HTML, and nothing in them is but our own."""
    start, end = bounds(event.date)
    if start is None:
        return None
    found: Data = {
        "unique_id": f"event-{event.event.pk}",
        "start_date": start,
        "display_date": str(escape(words.date(event))),
        "text": {"headline": link(event.url, words.title(event), event.lang if event.lang != language else ""), "text": text(event, language)},
    }
    # The last day counts: the timeline prints it, and draws the line up to it.
    if end is not None and end != start:
        found["end_date"] = end
    if event.kind:
        found["group"] = str(escape(event.kind))
    return found


def bounds(date: PartialDate | None) -> tuple[Data | None, Data | None]:
    """Return the beginning and the end as far as they are known, by year, month and day."""
    if date is None:
        return None, None
    return parts(date.start), parts(date.end) if date.is_interval else None


def parts(date: PartialDate | None) -> Data | None:
    """Return the longest plain beginning of a date; None where not even the year is known."""
    if date is None or not date.plain:
        return None
    return dict(zip(("year", "month", "day"), (int(part) for part in date.plain.split("-")), strict=False))


def link(url: str, label: str, lang: str = "") -> str:
    """Return a link to a page of this site."""
    return format_html('<a href="{}"{}>{}</a>', url, format_html(' lang="{}"', lang) if lang else "", label)


def text(event: Told, language: str) -> str:
    """Return what a slide says: the lead, and lists under their headings."""
    return format_html_join("", "{}", ((section(heading, lines),) for heading, lines in words.sections(event, language)))


def section(heading: str, lines: list[str]) -> str:
    """Return paragraphs, or with a heading a list."""
    if not heading:
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
    return format_html("<p>{}</p><ul>{}</ul>", heading, format_html_join("", "<li>{}</li>", ((line,) for line in lines)))
