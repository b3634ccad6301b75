"""What search engines read of an event or an agreement (schema.org): nothing that the page does not print."""

from typing import Any

from chronicle.models import Agreement, Event
from publishing import navigation
from publishing.partial_dates import PartialDate

STATUS = {Event.Status.CANCELLED: "https://schema.org/EventCancelled", Event.Status.NOT_HELD: "https://schema.org/EventCancelled"}


def event(record: Event, page: Any, language: str) -> dict[str, Any]:  # Any: `chronicle.event_page.EventPage`
    """Return an event. A date that is not plain has no counterpart in schema.org and stays on the page."""
    date: Any = record.date  # a PartialDate, which mypy takes for text
    known = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": page.short_url,
        "url": navigation.absolute(navigation.record_address(record, language)),
        "name": page.title,
        "description": page.description,
        "startDate": plain(date.start) if date else "",
        "endDate": plain(date.end) if date and date.is_interval else "",
        "eventStatus": STATUS.get(Event.Status(record.status), ""),
        "location": [{"@type": "Place", "name": stop.place.label} for stop in page.stops],
        "image": navigation.absolute(page.image.src) if page.image and page.image.partners_may_use else "",
    }
    return {name: value for name, value in known.items() if value}


def agreement(record: Agreement, page: Any, language: str) -> dict[str, Any]:  # Any: `chronicle.agreement_page.AgreementPage`
    """Return an agreement. Its parties and its stages have no counterpart that says no more than the page."""
    validity: Any = record.validity  # a PartialDate, which mypy takes for text
    known = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": page.short_url,
        "url": navigation.absolute(navigation.record_address(record, language)),
        "name": page.title,
        "alternateName": [name.name for name in page.names],
        "description": page.description,
        "dateCreated": plain(page.signed_on),
        "temporalCoverage": covered(validity),
        "image": navigation.absolute(page.image.src) if page.image and page.image.partners_may_use else "",
    }
    return {name: value for name, value in known.items() if value}


def covered(validity: PartialDate | None) -> str:
    """Return a time from one plain date to another, as ISO 8601 has it; "" for any other."""
    if validity is None or not validity.is_interval:
        return plain(validity)
    start, end = plain(validity.start), plain(validity.end)
    return f"{start}/{end}" if start and end else ""


def plain(date: PartialDate | None) -> str:
    """Return a date that is known without doubt, as far as it is known."""
    return date.plain if date and date.plain == date.text else ""
