"""What stands on the front page: what an editor picked, as far as it is public now, and beside it what the site finds by itself.

A pick that the public does not see (withdrawn, trashed, not yet out) leaves no gap: what would stand there without it does.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from library.pictures import picture_of
from news.archives import Lists
from news.items import Item, ItemRows, newest_rows
from pages.found import Day, Subject, day_of, liveliest_chronology, subject, subjects_found
from pages.latest import Strip, strip
from pages.models import FrontPage, Highlight, Topic
from pages.models.front import ENTRIES, HIGHLIGHTS
from pages.picked import article_rows, chosen, is_shown, of_record
from pages.topic_page import made
from publishing import languages
from publishing.prepared import Given, Prepared
from publishing.remembered import Stamp

# Articles in the list of the newest ones.
NEWEST = 6
# What of a record that is named no list prints.
UNREAD = {"event": ("body", "sought"), "chronology": ("introduction",), "page": ("body",)}


@dataclass(kw_only=True)
class Front:
    """The front page, prepared for its template."""

    note: str = ""
    lead: Item | None = None
    highlights: list[Item] = field(default_factory=list)
    newest: list[Item] = field(default_factory=list)
    # Topics, or the tags used most where there is no topic.
    subjects: list[Subject] = field(default_factory=list)
    strip: Strip | None = None
    day: Day | None = None

    @property
    def has_side(self) -> bool:
        """Whether anything stands beside the news."""
        return bool(self.strip or self.subjects or self.day)


@lru_cache
def fronts_by(column: str) -> Prepared:
    """Return the query for the front page with a given value in a column of which no two are alike."""
    fronts = FrontPage.objects.filter(**{column: Given("value", FrontPage._meta.get_field(column))})
    return Prepared(fronts.select_related("event__image", "chronology").defer(*unread("event", "chronology")).order_by())


def standing(language: str) -> FrontPage | None:
    """Return the front page that stands in a language: of those that can be read there now, the one that became public last. One query."""
    fronts = FrontPage.objects.available_in(language).select_related("event__image", "chronology")
    return fronts.defer(*unread("event", "chronology")).in_force().first()


def unread(*relations: str) -> list[str]:
    """Return the columns of records that are named which no list prints."""
    return [f"{relation}__{name}_{code}" for relation in relations for name in UNREAD[relation] for code in languages.codes()]


def composed(record: FrontPage | None, lists: Lists, under: Stamp | None = None) -> Front:
    """Return the front page with the picks of a record, or without any; what the site finds by itself may be known `under` a change."""
    rows = highlights_of(record)
    keys = {row.article_id for row in rows if row.article_id}
    if record is not None and record.article_id:
        keys.add(record.article_id)
    # As many more as picks may take out of the list.
    newest = newest_rows(ItemRows(Lists.listed, lists), NEWEST + 1 + len(keys))
    listed = {row["id"]: row for row in [*article_rows(keys - {row["id"] for row in newest}, lists), *newest]}
    known = made(list(listed.values()), lists.language, under)
    front = Front(note=note_of(record, lists.language), lead=lead_of(record, known, lists))
    used = {record.article_id, record.event_id} if record is not None and front.lead is not None else set()
    is_said = record is not None and record.is_available_in(lists.language)
    front.highlights, shown = highlighted(rows, known, lists, used, is_said=is_said)
    used |= shown
    left = [row["id"] for row in newest if row["id"] not in used]
    if front.lead is None and left:
        front.lead, left = known[left[0]], left[1:]
    front.newest = [known[key] for key in left[:NEWEST]]
    front.subjects = subjects_of(record, lists, under)
    front.strip = strip_of(record, lists, under)
    front.day = day_of(lists, under)
    return front


def note_of(record: FrontPage | None, language: str) -> str:
    """Return the note to readers in a language."""
    return getattr(record, f"lead_{language}") if record is not None and record.is_available_in(language) else ""


def highlights_of(record: FrontPage | None) -> Sequence[Any]:  # Any: rows of highlights
    """Return the highlights of a record with what they name, but for articles. One query."""
    if record is None:
        return []
    rows = Highlight.objects.filter(front=record).select_related("event", "chronology", "page").order_by("position", "id")
    return list(rows.defer(*unread("event", "chronology", "page")))


def lead_of(record: FrontPage | None, articles: Mapping[uuid.UUID, Item], lists: Lists) -> Item | None:
    """Return the first story that was picked, None where the public does not see it."""
    if record is None:
        return None
    if record.article_id is not None:
        return articles.get(record.article_id)
    if record.event is None or not is_shown(record.event, lists):
        return None
    return of_record(record.event, lists.language, picture_of(record.event.image, lists.language))


def highlighted(
    rows: Sequence[Any], articles: Mapping[uuid.UUID, Item], lists: Lists, but: Collection[uuid.UUID | None], *, is_said: bool
) -> tuple[list[Item], set[uuid.UUID]]:
    """Return the highlights that the public sees, each once and none that stands above, and their keys; their headings if these are said yet."""
    found, shown = [], set[uuid.UUID]()
    for row in rows:
        key = next(key for name in HIGHLIGHTS if (key := getattr(row, f"{name}_id")) is not None)
        item = chosen(row, HIGHLIGHTS, articles, lists) if key not in but and key not in shown else None
        if item is not None:
            heading = getattr(row, f"heading_{lists.language}") if is_said else ""
            found.append(replace(item, title=heading, title_lang="") if heading else item)
            shown.add(key)
    return found, shown


def subjects_of(record: FrontPage | None, lists: Lists, under: Stamp | None) -> list[Subject]:
    """Return the topics that were pinned, as far as the public sees any; else what the site finds. One query for those that were."""
    pinned: list[Topic] = []
    if record is not None:
        rows = Topic.objects.filter(fronts__front=record).order_by("fronts__position", "fronts__id")
        pinned = list(rows.defer(*(f"introduction_{code}" for code in languages.codes())))
    found = [subject(topic, lists.language) for topic in dict.fromkeys(pinned) if is_shown(topic, lists)]
    return found or subjects_found(lists, under)


def strip_of(record: FrontPage | None, lists: Lists, under: Stamp | None) -> Strip | None:
    """Return the last entries of the chronology that was picked, else of the one that grows most."""
    size = record.entries if record is not None else ENTRIES
    if not size:
        return None
    picked = record.chronology if record is not None and record.chronology is not None and is_shown(record.chronology, lists) else None
    chronology = picked or liveliest_chronology(lists, under)
    return strip(chronology, lists, size) if chronology is not None else None
