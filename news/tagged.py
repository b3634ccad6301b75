"""Events and agreements under a tag: the latest of them under its articles, and all of them in lists of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from chronicle import event_dates
from chronicle.models import Agreement, AgreementTag, EventTag
from library.models import Tag, TaggedRow
from news.archives import Lists
from publishing import date_words, languages, navigation
from publishing.date_words import Piece
from publishing.paging import Cursor, Page, Stretch, asked_for, page_from
from publishing.record_page import Label, label

# So many stand under the articles; a list of their own has all of them.
SHOWN = 10
UNREAD = ("body", "lead", "sought")


@dataclass(frozen=True)
class Other:
    """A kind of record that has tags beside articles; `date` is the column that says when it was."""

    rows: type[TaggedRow]
    title: str | Promise
    all: str | Promise
    date: str


OTHERS = {
    "event": Other(EventTag, gettext_lazy("Events"), gettext_lazy("All events with this tag"), "date"),
    "agreement": Other(AgreementTag, gettext_lazy("Agreements"), gettext_lazy("All agreements with this tag"), "validity"),
}


@dataclass(frozen=True)
class Entry:
    """An event or an agreement under a tag; of an agreement, the date is that of its validity, which not every one has."""

    name: Label
    when: tuple[Piece, ...]
    lacks_date: bool


@dataclass(frozen=True)
class Section:
    """The latest records of a kind under a tag; `more` leads to all of them, "" where these are all."""

    kind: str
    title: str
    entries: list[Entry]
    more: str
    all: str


def sections(tag: Tag, kept: dict[str, int], lists: Lists) -> list[Section]:
    """Return what else than articles has a tag, of the kinds of which any is counted. One query for each of them."""
    found = []
    for kind, other in OTHERS.items():
        rows = read(rows_of(tag, kind, lists), Stretch(size=SHOWN), lists) if kept.get(kind) else []
        if rows:
            more = address(tag, kind, lists.language) if len(rows) > SHOWN else ""
            found.append(Section(kind, str(other.title), entries(rows[:SHOWN], kind, lists.language), more, str(other.all)))
    return found


def page_of(request: HttpRequest, tag: Tag, kind: str, lists: Lists) -> Page:
    """Return the page of a tag's records of a kind that the request asks for. One query; Http404 if nothing lies beyond its cursor."""
    stretch, time = Stretch(*asked_for(request)), f"listed_at_{lists.language}"
    found = read(rows_of(tag, kind, lists), stretch, lists)
    page = page_from(found, stretch, request.path, lambda row: Cursor(getattr(row, time), row.content_object_id))
    page.rows = entries(page.rows, kind, lists.language)
    return page


def rows_of(tag: Tag, kind: str, lists: Lists) -> Any:  # Any: rows of tags of one model
    """Return the rows that put public records of a kind under a tag, with the records."""
    model: Any = OTHERS[kind].rows
    columns = {field.name for field in model._meta.get_field("content_object").related_model._meta.concrete_fields}
    unread = [f"{name}_{code}" for name in UNREAD for code in languages.codes()]
    rows = model.objects.filter(tag=tag).listed_in(lists.language, timezone.now(), untranslated=lists.untranslated)
    return rows.select_related("content_object").defer(*(f"content_object__{name}" for name in unread if name in columns))


def read(rows: Any, stretch: Stretch, lists: Lists) -> list[Any]:  # Any: rows of tags of one model
    """Return the rows of a stretch, those listed last first, and one more as a sign that there are others."""
    time, key = f"listed_at_{lists.language}", "content_object_id"
    if (cursor := stretch.after) is not None:
        rows = rows.filter(Q(**{f"{time}__gt": cursor.at}) | Q(**{f"{key}__gt": cursor.key}), **{f"{time}__gte": cursor.at})
        return list(rows.order_by(time, key)[: stretch.size + 1])
    if (cursor := stretch.before) is not None:
        rows = rows.filter(Q(**{f"{time}__lt": cursor.at}) | Q(**{f"{key}__lt": cursor.key}), **{f"{time}__lte": cursor.at})
    return list(rows.order_by(f"-{time}", f"-{key}")[: stretch.size + 1])


def entries(rows: Sequence[Any], kind: str, language: str) -> list[Entry]:  # Any: as of `read`
    """Return the records of rows as lists print them."""
    found = []
    for record in (row.content_object for row in rows):
        when = event_dates.pieces(record, language) if kind == "event" else validity(record, language)
        found.append(Entry(label(record, language), when, lacks_date=kind == "event" and not when))
    return found


def validity(agreement: Agreement, language: str) -> tuple[Piece, ...]:
    """Return from when to when an agreement is valid, () where that is not known."""
    dates: Any = agreement.validity  # a PartialDate, which mypy takes for text
    return date_words.pieces(dates, language) if dates else ()


def address(tag: Tag, kind: str, language: str) -> str:
    """Return the address of all records of a kind under a tag."""
    return navigation.address_of_slug(f"news:tag_{kind}s", language, languages.filled(tag, "slug", language)[0])
