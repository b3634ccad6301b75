"""What a reference to a record says: the version that stands there now, at its permanent address."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from publishing import editions, navigation
from publishing.models import SiteSettings
from publishing.publishable import Publishable


@dataclass(frozen=True)
class Reference:
    """A record in one language as reference managers know it."""

    # Stays the same whatever becomes of the record: its short id and the language.
    key: str
    title: str
    # Names as the byline prints them; empty where the site itself speaks.
    authors: tuple[str, ...]
    site: str
    language: str
    published: dt.date
    # The version cited, counted from one, and the day it was made.
    version: int
    made: dt.date
    # The permanent address of that version.
    url: str


def reference(record: Publishable, language: str, settings: SiteSettings) -> Reference | None:
    """Return how one cites the text that stands in `language` now; None if no version of it was kept. One query."""
    newest = editions.open_versions(record.pk, language).first() if record.is_available_in(language) else None
    if newest is None:
        return None
    return Reference(
        key=f"{record.short_id}-{language}",
        title=newest.content.get("title") or record.title_in(language)[0],
        authors=tuple(author["name"] for author in newest.content.get("byline", ())),
        site=getattr(settings, f"name_{language}") or settings.name,
        language=language,
        published=timezone.localdate(getattr(record, f"published_at_{language}")),
        version=newest.number,
        made=timezone.localdate(newest.at),
        url=navigation.absolute(editions.address(record, language, newest.number)),
    )
