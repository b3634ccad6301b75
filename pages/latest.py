"""The last entries of a chronology, for pages that show some of them, and what happened on a day of the year."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from chronicle.chronology_page import Entry, entry
from chronicle.models import Chronology, Listing
from chronicle.paging import with_events
from news.archives import Lists
from publishing.record_page import Label, label

# What is planned stands among the last entries if it is as near as this.
AHEAD = dt.timedelta(days=30)


@dataclass(frozen=True)
class Strip:
    """The last entries of a chronology, the latest first."""

    chronology: Label
    entries: list[Entry] = field(default_factory=list)


def strip(chronology: Chronology, lists: Lists, size: int) -> Strip | None:
    """Return the last entries of a live chronology; None where its lists show none of them in a language. One query."""
    rows = Listing.objects.filter(chronology=chronology, lower__lte=timezone.localdate() + AHEAD)
    rows = rows.listed_in(lists.language, timezone.now(), untranslated=lists.untranslated)
    # By the key of the event: by the event itself, Django would order as events do.
    found = [row.event for row in with_events(rows).order_by("-lower", "-upper", "-event_id")[:size]]
    if not found:
        return None
    return Strip(label(chronology, lists.language), [entry(event, chronology, lists.language, [], []) for event in found])
