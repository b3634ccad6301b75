"""The tags of an event or an agreement: each leads to the archive of its articles, if there is one."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from chronicle.models import Agreement, AgreementTag, Event, EventTag
from library import counts
from publishing import languages
from publishing.navigation import address_of_slug
from publishing.record_page import Label


def tags_of(record: Event | Agreement, language: str) -> list[Label]:
    """Return the tags of a record in the order of their names. One query."""
    through: Any = EventTag if isinstance(record, Event) else AgreementTag
    archives = [model for model in counts.through_models() if model.kind == "article"]
    rows = through.objects.filter(content_object=record).select_related("tag").order_by("tag__name")
    for model in archives:
        rows_of: Any = model._default_manager
        listed = rows_of.listed_in(language, timezone.now()).filter(tag=OuterRef("tag"))
        rows = rows.annotate(has_archive=Exists(listed))
    found = []
    for row in rows:
        text, lang = languages.filled(row.tag, "label", language)
        url = address_of_slug("news:tag", language, languages.filled(row.tag, "slug", language)[0]) if row.has_archive else ""
        found.append(Label(text, url, languages.other(lang, language)))
    return found
