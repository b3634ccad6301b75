"""The tags of an event or an agreement: each leads to its archive, where there is one in the language."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from chronicle.models import Agreement, AgreementTag, Event, EventTag
from library import counts
from publishing import languages
from publishing.navigation import address_of_slug
from publishing.record_page import Label

# Of which kinds of records the archive of a tag holds lists.
ARCHIVED = {"article", "event", "agreement"}


def tags_of(record: Event | Agreement, language: str) -> list[Label]:
    """Return the tags of a record in the order of their names. One query."""
    through: Any = EventTag if isinstance(record, Event) else AgreementTag
    rows = knowing_archives(through.objects.filter(content_object=record), [language]).order_by("tag__name")
    found = []
    for row in rows:
        text, lang = languages.filled(row.tag, "label", language)
        url = address_of_slug("news:tag", language, languages.filled(row.tag, "slug", language)[0]) if row.has_archive else ""
        found.append(Label(text, url, languages.other(lang, language)))
    return found


def knowing_archives(rows: Any, codes: Sequence[str]) -> Any:  # Any: rows of tags of one model
    """Return rows with their tags, in one order, each with `has_archive`: whether anything is listed under the tag in one of some languages."""
    now = timezone.now()
    archived: list[Any] = [model._default_manager for model in counts.through_models() if model.kind in ARCHIVED]
    listed = [Exists(manager.listed_in(code, now).filter(tag=OuterRef("tag"))) for manager in archived for code in codes]
    return rows.select_related("tag").annotate(has_archive=Q(*listed, _connector=Q.OR)).order_by("id")
