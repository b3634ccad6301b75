"""What the cards of events, chronologies, formats and agreements say."""

from chronicle import event_dates
from chronicle.capacities import said
from chronicle.models import Agreement, Chronology, Event, Format
from library.cards import subjects
from library.cards.drawing import Said
from publishing.capitals import capfirst


def register() -> None:
    """Make them known to those who draw cards."""
    subjects.register_records(Event, "event", of_event, "image", "card_image")
    subjects.register_records(Chronology, "chronology", of_list)
    subjects.register_records(Format, "format", of_list)
    subjects.register_records(Agreement, "agreement", of_agreement, "image", "card_image")


def of_event(event: Event, language: str) -> Said:
    """Return what the card of an event says. That it did not simply take place stands first of all."""
    kind = event.get_kind_display() if event.kind != Event.Kind.OTHER else Event._meta.verbose_name
    status = event.get_status_display() if event.status != Event.Status.HELD else ""
    return Said(
        event.title_in(language)[0],
        language,
        " · ".join(filter(None, (capfirst(str(kind)), str(status)))),
        event_dates.words(event, language) or said(event, "date_words", event, language)[0],
        picture=subjects.picture_on(event, language),
    )


def of_list(record: Chronology | Format, language: str) -> Said:
    """Return what the card of a chronology or a format says."""
    lead = getattr(record, f"lead_{language}") if record.is_available_in(language) else ""
    return Said(record.title_in(language)[0], language, capfirst(str(record._meta.verbose_name)), lead=lead)


def of_agreement(agreement: Agreement, language: str) -> Said:
    """Return what the card of an agreement says."""
    kind = agreement.get_kind_display() if agreement.kind != Agreement.Kind.OTHER else Agreement._meta.verbose_name
    picture = subjects.picture_on(agreement, language)
    return Said(agreement.title_in(language)[0], language, capfirst(str(kind)), picture=picture)
