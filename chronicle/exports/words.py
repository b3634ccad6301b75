"""The facts of an event as plain text: no claim without its speaker, no person without the capacity that is known."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actors.facts import Receipt
from chronicle.exports.parts import Told
from chronicle.facts import OutcomeShown, PersonShown, StatementShown
from publishing import date_words
from publishing.capitals import capfirst


def title(event: Told) -> str:
    """Return the title, and how the event stands where it was not simply held."""
    return f"{event.title} ({event.status})" if event.status else event.title


def date(event: Told) -> str:
    """Return the date in words, with those that the source prints."""
    said = event.date_words or event.date_as_printed
    if event.date_words and event.date_as_printed:
        said = f"{event.date_words} ({event.date_as_printed})"
    return _("%(date)s; the year is inferred") % {"date": said} if said and event.event.year_inferred else said


def person(shown: PersonShown) -> str:
    """Return somebody who took part."""
    capacity = _("formerly %(capacity)s") % {"capacity": shown.capacity} if shown.is_former and shown.capacity else shown.capacity
    return ", ".join(filter(None, (shown.name.label if shown.name else "", capacity)))


def statement(shown: StatementShown, language: str) -> str:
    """Return what somebody said, behind whoever said it; verbatim words between the quotation marks of the language."""
    by = shown.by.label if shown.by else shown.attribution
    opening, closing = ("„", "“") if language == "ka" else ("“", "”")
    text = shown.text or shown.original
    quoted = f"{opening}{text}{closing}" if shown.is_verbatim or not shown.text else text
    return f"{by}: {quoted}" + (f" ({shown.gloss})" if shown.gloss else "")


def outcome(shown: OutcomeShown, language: str) -> str:
    """Return what came of it, when, and how far it has come."""
    text = shown.text or ", ".join(link.label for link in shown.links)
    when = date_words.words(shown.date, language) or shown.date_words
    return f"{f'{capfirst(when)}: ' if when else ''}{text} [{shown.status}]"


def source(shown: Receipt) -> str:
    """Return a source."""
    return ", ".join(filter(None, (shown.title, shown.publisher, shown.url or shown.archived_url)))


def sections(event: Told, language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (heading, lines) of all that is told of an event, beside its title and its date; the lead has no heading."""
    if event.lead:
        yield "", event.lead.splitlines()
    found = {
        _("Who took part"): [capfirst(person(each)) for each in event.people],
        _("What was said"): [statement(each, language) for each in event.statements],
        _("What came of it"): [outcome(each, language) for each in event.outcomes],
        _("Sources"): [source(each) for each in event.sources],
    }
    yield from ((heading, lines) for heading, lines in found.items() if lines)
