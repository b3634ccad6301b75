"""Events in the timelines of the people and offices that were there, and of the places where they were: once, with what was said by them."""

import uuid
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import DateTimeField, Q, UUIDField
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actors import facts
from actors.models import Actor, Office
from actors.timeline import Asked, Entry, Line, Source
from chronicle import event_dates
from chronicle.capacities import said
from chronicle.event_page import NOTICES
from chronicle.models import Attendance, Event, Participant, Statement
from publishing import languages, navigation
from publishing.capitals import capfirst
from publishing.date_words import Piece
from publishing.paging import CURSOR_AT, CURSOR_KEY, Cursor, Stretch
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, notice
from publishing.registry import record_type

RECORD, UNTIL = Given("record", UUIDField()), Given("until", DateTimeField())
# So many of the other side are named; of more it is told that there are others.
NAMED = 3
# So much of a statement is printed.
LONGEST = 240
UNREAD = {
    "event": ("body", "lead"),
    "actor": ("biography", "summary"),
    "by": ("biography", "summary"),
    "office": ("description", "summary"),
    "spot": ("status_note",),
}
RELATED = ("event", "actor", "office", "by", "through", "spot", "statement")
Role, Side = Participant.Role, Attendance.Side


def public(rows: Any, at: Any) -> Any:  # Any: a queryset, and a moment or what stands for one
    """Keep rows that need nobody whom the public does not see at a moment."""
    actors, offices = Actor.objects.live(at).values("pk"), Office.objects.live(at).values("pk")
    return rows.filter(Q(by__isnull=True) | Q(by__in=actors), Q(through__isnull=True) | Q(through__in=offices))


@lru_cache(maxsize=64)
def rows_of(kind: str, language: str, where: str, size: int, *, untranslated: bool) -> Prepared:
    """Return the query for the events of a stretch of a timeline of a kind of record, each with its own row and the first rows of each side."""
    own = Attendance.objects.filter(**{kind: RECORD}).listed_in(language, UNTIL, untranslated=untranslated)
    own = public(own, UNTIL)
    if where == "before":
        own = own.filter(Q(at__lt=CURSOR_AT) | Q(event__lt=CURSOR_KEY), at__lte=CURSOR_AT)
    if where == "after":
        own = own.filter(Q(at__gt=CURSOR_AT) | Q(event__gt=CURSOR_KEY), at__gte=CURSOR_AT)
    order = ("at", "event_id") if where == "after" else ("-at", "-event_id")
    shown = own.order_by(*order)[: size + 1].values("event")
    mine = Q(**{kind: RECORD})
    rows = Attendance.objects.filter(mine | Q(rank__lte=NAMED, place__isnull=True), event__in=shown).select_related(*RELATED)
    unread = [f"{name}__{column}_{code}" for name, columns in UNREAD.items() for column in columns for code in languages.codes()]
    return Prepared(rows.defer(*unread).order_by(*order, "side", "rank"))


def rows_in(stretch: Stretch, kind: str, record: uuid.UUID, until: Any, language: str, *, untranslated: bool) -> list[Attendance]:
    """Return the rows of a stretch, event by event. One query."""
    given: dict[str, object] = {"record": record, "until": until}
    where, cursor = ("after", stretch.after) if stretch.after else ("before", stretch.before)
    if cursor is not None:
        given |= {"cursor_at": cursor.at, "cursor_key": cursor.key}
    return rows_of(kind, language, where if cursor else "", stretch.size, untranslated=untranslated).records(**given)


def appearances(asked: Asked) -> list[Entry]:
    """Return the events of a stretch of a timeline. One query, read from one index."""
    kind = record_type(asked.record).kind
    found: dict[uuid.UUID, list[Attendance]] = {}
    for row in rows_in(asked.stretch, kind, asked.record.pk, timezone.now(), asked.language, untranslated=asked.untranslated):
        found.setdefault(row.event_id, []).append(row)
    return [entry(own_row(rows, kind, asked.record.pk), rows, asked) for rows in found.values()]


def own_row(rows: Sequence[Attendance], kind: str, record: uuid.UUID) -> Attendance:
    """Return the row of the record whose timeline it is, among those of an event."""
    return next(row for row in rows if getattr(row, f"{kind}_id") == record)


def entry(own: Attendance, rows: Sequence[Attendance], asked: Asked) -> Entry:
    """Return an event as a timeline prints it."""
    event, language = own.event, asked.language
    readable, is_here = event.language_for(language), event.is_available_in(language)
    title, lang = event.title_in(language)
    return Entry(
        place=Cursor(own.at, event.pk),
        when=event_dates.pieces(event, language) or (Piece(_("no date"), ""),),
        title=title,
        url=navigation.record_address(event, readable),
        lang=languages.other(lang, language),
        hreflang="" if is_here else readable,
        event=word_for(own),
        lines=tuple(lines(own, rows, asked, is_here=is_here)),
        beside=() if is_here else (Label(notice(NOTICES, readable), ""),),
    )


def word_for(own: Attendance) -> str:
    """Return what the record did there, or how the event stands where it was not simply held."""
    event = own.event
    if event.status != Event.Status.HELD or own.place_id:
        return capfirst(str(event.get_status_display() if event.status != Event.Status.HELD else event.get_kind_display()))
    words = {
        Role.VISITOR: _("Went there"),
        Role.DELEGATION: _("In the delegation"),
        Role.HOST: _("Received guests"),
        Role.COUNTERPART: _("Met guests") if own.side == Side.HOST else _("Took part"),
        Role.SIGNATORY: _("Signed"),
        Role.ATTENDEE: _("Took part"),
        Role.SUPPORTER: _("Supported it"),
    }
    return words.get(Role(own.role), _("Spoke")) if own.role else _("Spoke")


def lines(own: Attendance, rows: Sequence[Attendance], asked: Asked, *, is_here: bool) -> Iterator[Line]:
    """Yield what stands under an event: who was there for an office, where, with whom, and what the record said there."""
    language = asked.language
    if own.by is not None and own.by.is_live:
        yield Line(_("Represented by:"), (facts.actor_label(own.by, language),))
    if own.spot_id != own.place_id and (spot := facts.public_place(own.spot, language)):
        yield Line(_("Where:"), (spot,))
    named = others(own, rows, language)
    if named:
        yield Line(word_of_others(own), tuple(named[:NAMED]), more=len(named) > NAMED)
    if own.statement is not None and is_here:
        text, lang = said(own.statement, "text", own.event, language)
        if text:
            shown = Truncator(text).chars(LONGEST)
            yield Line(
                labels=(speaker(asked),),
                url=f"{navigation.record_address(own.event, language)}#statement-{own.statement.pk}" if own.statements > 1 or shown != text else "",
                text=shown,
                lang=languages.other(lang, language),
                is_verbatim=own.statement.mode == Statement.Mode.VERBATIM,
            )


def speaker(asked: Asked) -> Label:
    """Return the one whose timeline it is, by name only."""
    record: Any = asked.record
    found = facts.office_label(record, asked.language) if isinstance(record, Office) else facts.actor_label(record, asked.language)
    return Label(found.label, "", found.lang)


def word_of_others(own: Attendance) -> str:
    """Return what those are to the record whom an entry names beside it."""
    if own.place_id:
        return _("Who took part:")
    return {Side.GUEST: _("Met:"), Side.HOST: _("Guests:")}.get(Side(own.side), _("With:"))


def others(own: Attendance, rows: Sequence[Attendance], language: str) -> list[Label]:
    """Return those of the other side whom the public sees, people before the offices for which nobody is named."""
    facing = [row for row in rows if row.pk != own.pk and row.place_id is None and row.role and faces(own, row)]
    told_by_post = {row.through_id for row in facing if row.through_id}
    found = []
    for row in facing:
        if row.actor is not None:
            is_public = row.actor.is_live and (row.through is None or row.through.is_live)
            if is_public and row.actor_id != own.by_id and not (own.office_id and row.through_id == own.office_id):
                found.append(facts.actor_label(row.actor, language))
        elif row.office is not None and row.by_id is None and row.office_id not in told_by_post and row.office_id != own.through_id:
            found += filter(None, [facts.public_office(row.office, language)])
    return found


def faces(own: Attendance, other: Attendance) -> bool:
    """Tell whether two who were at an event stand on different sides of it, as far as it has sides."""
    return own.side in (Side.NONE, Side.EITHER) or other.side != own.side


SOURCE = Source(entries=appearances, feeds=frozenset())
