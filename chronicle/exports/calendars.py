"""A chronology as a calendar (RFC 5545, with the names of RFC 7986): the events whose date is known to the day, and no others.

A calendar knows no months and no doubts, so what is known less exactly stays out; how many these are is said in the calendar.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import ngettext

from chronicle.exports import words
from chronicle.exports.chosen import Chosen
from chronicle.exports.parts import Told, events_of
from chronicle.models import Event

NAME, CONTENT_TYPE = "calendar.ics", "text/calendar; charset=utf-8"
# One plain day, or from one to another.
EXACT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?$"
STATUS = {
    Event.Status.HELD: "CONFIRMED",
    Event.Status.PLANNED: "TENTATIVE",
    Event.Status.ALLEGED: "TENTATIVE",
    Event.Status.CANCELLED: "CANCELLED",
    Event.Status.NOT_HELD: "CANCELLED",
}
# How often programs should ask again.
REFRESH = dt.timedelta(hours=12)
END = b"END:VCALENDAR\r\n"


def write(file: BinaryIO, chosen: Chosen) -> None:
    """Write a calendar."""
    exact = chosen.rows.filter(event__date__regex=EXACT)
    file.write(calendar(chosen, left_out=chosen.rows.exclude(event__date__regex=EXACT).count()).to_ical().removesuffix(END))
    for event in events_of(exact, chosen.language):
        file.write(entry(event, chosen.language).to_ical())
    file.write(END)


def calendar(chosen: Chosen, *, left_out: int) -> Any:  # Any: icalendar.Calendar
    """Return the head of a calendar."""
    from icalendar import Calendar, vDuration, vText, vUri  # noqa: PLC0415 - half of it is time zones, which no page needs

    found = Calendar()
    about = "\n\n".join(filter(None, (chosen.lead, left_out_in_words(left_out, chosen.url), chosen.rights)))
    found.add("version", "2.0")
    found.add("prodid", f"-//Matiane//{chosen.language.upper()}")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("uid", str(uuid.uuid5(chosen.chronology.pk, chosen.own_url)))
    for name in ("name", "x-wr-calname"):
        found.add(name, vText(chosen.title))
    for name in ("description", "x-wr-caldesc"):
        found.add(name, vText(about))
    found.add("url", vUri(chosen.url))
    found.add("source", vUri(chosen.own_url), parameters={"VALUE": "URI"})
    found.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(REFRESH))
    return found


def left_out_in_words(count: int, url: str) -> str:
    """Return how many events are not in the calendar, and where they are; "" where all are."""
    if not count:
        return ""
    text = ngettext(
        "%(count)d event whose day is not known is left out; it stands at %(url)s.",
        "%(count)d events whose day is not known are left out; they stand at %(url)s.",
        count,
    )
    return text % {"count": count, "url": url}


def entry(event: Told, language: str) -> Any:  # Any: icalendar.Event
    """Return an event; its date is known to the day."""
    from icalendar import Event as Entry  # noqa: PLC0415
    from icalendar import vUri  # noqa: PLC0415

    record: Any = event.event
    found = Entry()
    found.add("uid", uid(record, language))
    found.add("dtstamp", event.changed)
    found.add("last-modified", event.changed)
    found.add("created", record.live_at)
    found.add("sequence", max(event.version - 1, 0))
    found.add("dtstart", record.date_lower)
    if record.date_upper < dt.date.max:
        # The day after the last: the end is no part of it.
        found.add("dtend", record.date_upper + dt.timedelta(days=1))
    found.add("summary", words.title(event), parameters={"LANGUAGE": event.lang})
    found.add("description", "\n\n".join([*paragraphs(event, language), event.url]))
    found.add("status", STATUS[Event.Status(record.status)])
    found.add("transp", "TRANSPARENT")
    found.add("class", "PUBLIC")
    found.add("url", vUri(event.url))
    with_place(found, event)
    if categories := [*filter(None, (event.kind,)), *event.tags]:
        found.add("categories", categories)
    if record.parent is not None and record.parent.is_live:
        found.add("related-to", uid(record.parent, language), parameters={"RELTYPE": "PARENT"})
    found.add("x-edtf", str(event.date))
    return found


def paragraphs(event: Told, language: str) -> Iterator[str]:
    """Yield what is told of an event: its date where a calendar cannot say all of it, and the lines of each list under their heading."""
    if event.event.year_inferred:
        yield words.date(event)
    for heading, lines in words.sections(event, language):
        yield "\n".join([f"{heading}:", *(f"– {line}" for line in lines)]) if heading else "\n".join(lines)


def with_place(entry: Any, event: Told) -> None:  # Any: icalendar.Event
    """Add where it was; a point only where it was in one place."""
    if event.stops:
        entry.add("location", ", ".join(dict.fromkeys(at.place.label for at in event.stops)))
    if len(points := {at.point for at in event.stops}) == 1 and (point := points.pop()) is not None:
        entry.add("geo", (point[1], point[0]))


def uid(event: Event, language: str) -> str:
    """Return the permanent id of an event in one language, which is that of its entry in feeds."""
    return str(uuid.uuid5(event.pk, language))
