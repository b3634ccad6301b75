"""What of the chronicle may be found. An event is dated by when it was."""

from collections.abc import Iterator
from operator import attrgetter

from django.db.models import QuerySet
from django.utils import timezone

from chronicle.appearances import public
from chronicle.models import Agreement, AgreementTag, Attendance, Chronology, Event, EventTag, Format, Party
from publishing.searching import aspects, index


def register() -> None:
    """Let events, agreements, formats and chronologies be found."""
    index.register(Event, index.Source(lead="lead", date=attrgetter("date")))
    index.register(Agreement, index.Source(lead="lead", names=names, date=index.dateless))
    index.register(Format, index.Source(lead="lead", names=names_of_format, date=index.dateless))
    index.register(Chronology, index.Source(lead="lead", date=index.dateless))
    aspects.register("tag", Event, aspects.Links(EventTag.objects.all, record="content_object", target="tag"))
    aspects.register("tag", Agreement, aspects.Links(AgreementTag.objects.all, record="content_object", target="tag"))
    for name in ("actor", "place"):
        aspects.register(name, Event, aspects.Links(told, record="event", target=name))
        aspects.register(name, Agreement, aspects.Links(Party.objects.all, record="agreement", target=name))


def told() -> QuerySet[Attendance]:
    """Return who was at events, and where these were, as far as the public is told."""
    return public(Attendance.objects.all(), timezone.now())


def names(agreement: Agreement, _language: str) -> Iterator[str]:
    """Yield what an agreement is also called, in all languages: titles are printed on it."""
    lent = agreement.lent("names")
    yield from (row.name for row in (agreement.names.order_by("position", "id") if lent is None else lent))


def names_of_format(record: Format, language: str) -> list[str]:
    """Return the other names of a format in a language: they are part of its text there."""
    return getattr(record, f"also_{language}").split(",")
