"""Which events an export holds: those that the page of the chronology lists, with what is said of the whole."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

from chronicle.filters import EventFilter
from chronicle.models import Chronology, Listing
from publishing import languages, navigation, site
from publishing.feeds import rights


@dataclass(frozen=True)
class Chosen:
    """The events of an export, and what it says of itself in its language."""

    chronology: Chronology
    language: str
    title: str
    lead: str
    # Of the page, and of the export itself.
    url: str
    own_url: str
    rights: str
    rows: QuerySet[Listing]


def chosen_by(request: HttpRequest, chronology: Chronology, filters: EventFilter) -> Chosen:
    """Return what an address asks for, by filters that could be understood."""
    language = languages.active()
    title, asked = chronology.title_in(language)[0], "; ".join(f"{name}: {value}" for name, value in filters.words())
    return Chosen(
        chronology=chronology,
        language=language,
        title=f"{title} ({asked})" if asked else title,
        lead=getattr(chronology, f"lead_{language}") if chronology.is_available_in(language) else "",
        url=navigation.absolute(f"{navigation.record_address(chronology, language)}{filters.query(language)}"),
        own_url=navigation.absolute(request.get_full_path()),
        rights=rights(site.of(request)),
        rows=filters.qs,
    )
