"""What the cards of people, offices and places say."""

from actors import wording
from actors.models import Actor, Office, Place
from library.cards import subjects
from library.cards.drawing import Said
from publishing.capitals import capfirst


def register() -> None:
    """Make them known to those who draw cards. Somebody without a page has none."""
    subjects.register_records(Actor, "actor", of_actor, "portrait", has_profile=True)
    subjects.register_records(Office, "office", of_office)
    subjects.register_records(Place, "place", of_place)


def of_actor(actor: Actor, language: str) -> Said:
    """Return what the card of a person says."""
    told = actor.is_available_in(language)
    return Said(
        capfirst(actor.title_in(language)[0]),
        language,
        capfirst(str(Actor._meta.verbose_name)),
        lead=getattr(actor, f"summary_{language}") if told else "",
        picture=subjects.shown(actor.portrait, language) if told else None,
    )


def of_office(office: Office, language: str) -> Said:
    """Return what the card of an office says; its mark stands with its name."""
    kind = office.get_kind_display() if office.kind != Office.Kind.OTHER else Office._meta.verbose_name
    summary = getattr(office, f"summary_{language}") if office.is_available_in(language) else ""
    return Said(capfirst(wording.office_name(office, language)[0]), language, capfirst(str(kind)), lead=summary)


def of_place(place: Place, language: str) -> Said:
    """Return what the card of a place says; its mark stands before its name."""
    note = getattr(place, f"status_note_{language}") if place.is_available_in(language) else ""
    return Said(capfirst(wording.place_name(place, language)[0]), language, capfirst(str(place.get_kind_display())), lead=note)
