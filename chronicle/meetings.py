"""Who met whom: the events at which two people or offices stood on different sides, or together where it had none.

Those count that took place, at which people meet, and in which both had a part that brings them together: who travelled or received
together did not meet there, who only supported it was not there for that, and who only spoke need not have been there. What belongs
to one visit counts as one meeting, in the year of the visit, however many parts are recorded.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from actors import facts, wording
from actors.models import Actor, Office, Tenure
from chronicle.appearances import public
from chronicle.capacities import LONGEST, said
from chronicle.event_page import NOTICES, When, when
from chronicle.models import Attendance, Event, Participant
from publishing import languages, navigation
from publishing.capitals import capfirst
from publishing.paging import Cursor, Stretch
from publishing.partial_dates import Certainty
from publishing.record_page import Label, label, notice

# So many meetings stand on a page.
SIZE = 50
UNREAD = [f"event__{name}_{code}" for name in ("body", "lead") for code in languages.codes()]
OTHER = "event__attendances__"


@dataclass(frozen=True)
class Party:
    """One of the two: the column of `Attendance` in which it stands, and its key."""

    field: str
    key: uuid.UUID


@dataclass(frozen=True)
class Capacity:
    """As what somebody was there, `lang` only where it differs from the page's; "" where that is not known."""

    text: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Shown:
    """An event at which two met; `within` is what it is part of. What cannot be read in the page's language says where it can."""

    event: Event
    title: Label
    when: When | None
    kind: str
    spot: Label | None
    within: Label | None
    capacities: tuple[Capacity, Capacity]
    notice: str
    hreflang: str


@dataclass(frozen=True)
class Pair:
    """Two whose meetings are asked for, in the lists of a language."""

    a: Party
    b: Party
    language: str
    untranslated: bool
    at: Any = field(default_factory=timezone.now)

    @cached_property
    def rows(self) -> Any:  # Any: a queryset
        """Return the rows of the second at the events at which both met."""
        rows = faced(Attendance.objects.filter(**{self.b.field: self.b.key}), self.a, self.at)
        return rows.listed_in(self.language, self.at, untranslated=self.untranslated)

    def years(self) -> list[tuple[int | None, int, int]]:
        """Return (year or None, meetings, events of them), the last year first. One query."""
        found = self.rows.order_by().values("year").annotate(number=Count("whole", distinct=True), events=Count("event"))
        return [(row["year"], row["number"], row["events"]) for row in found.order_by(F("year").desc(nulls_last=True))]

    def stretch(self, stretch: Stretch) -> list[Any]:  # Any: attendances, with what was annotated
        """Return the rows of a page, from its cursor on, and one more where there are others. One query."""
        rows = self.rows.select_related("event__parent", "spot").defer(*UNREAD)
        if stretch.after is not None:
            at, key = stretch.after.at, stretch.after.key
            rows = rows.filter(Q(at__gt=at) | Q(event__gt=key), at__gte=at).order_by("at", "event_id")
        elif stretch.before is not None:
            at, key = stretch.before.at, stretch.before.key
            rows = rows.filter(Q(at__lt=at) | Q(event__lt=key), at__lte=at).order_by("-at", "-event_id")
        else:
            rows = rows.order_by("-at", "-event_id")
        return list(rows[: stretch.size + 1])


def faced(rows: Any, party: Party, at: Any) -> Any:  # Any: querysets; a moment
    """Keep the rows of those who met somebody at the event, with nobody in between whom the public does not see.

    Who was there for an office did not meet it, nor an office who spoke for it.
    """
    actors, offices = Actor.objects.live(at).values("pk"), Office.objects.live(at).values("pk")
    differs = (
        Q(side__lt=F(f"{OTHER}side")) | Q(side__gt=F(f"{OTHER}side")) | Q(side=Attendance.Side.EITHER, **{f"{OTHER}side": Attendance.Side.EITHER})
    )
    own = Q(**{f"{OTHER}{party.field}": party.key, f"{OTHER}side__gt": Attendance.Side.NONE})
    by = Q(**{f"{OTHER}by__isnull": True}) | Q(**{f"{OTHER}by__in": actors})
    through = Q(**{f"{OTHER}through__isnull": True}) | Q(**{f"{OTHER}through__in": offices})
    strangers = apart("actor", f"{OTHER}by") & apart("office", f"{OTHER}through")
    link = "by" if party.field == "actor" else "through"
    not_for_it = Q(**{f"{link}__isnull": True}) | ~Q(**{link: party.key})
    return public(rows.filter(own, by, through, strangers, differs, not_for_it, side__gt=Attendance.Side.NONE), at)


def apart(name: str, other: str) -> Q:
    """Return the condition that two columns do not name the same. Without a negation, which would leave the join."""
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{other}__isnull": True}) | Q(**{f"{name}__lt": F(other)}) | Q(**{f"{name}__gt": F(other)})


def cursor_of(row: Attendance) -> Cursor:
    """Return where a meeting stands."""
    return Cursor(row.at, row.event_id)


def shown(rows: Sequence[Attendance], pair: Pair) -> list[Shown]:
    """Return meetings as a page prints them. Two queries."""
    language = pair.language
    capacities = capacities_of([row.event for row in rows], (pair.a, pair.b), language)
    found = []
    for row in rows:
        event, parent = row.event, row.event.parent
        is_here, readable = event.is_available_in(language), event.language_for(language)
        found.append(
            Shown(
                event=event,
                title=label(event, language) if is_here else read_elsewhere(event, readable, language),
                when=when(event, language),
                kind=str(event.get_kind_display()) if event.kind != Event.Kind.OTHER else "",
                spot=facts.public_place(row.spot, language),
                within=label(parent, language) if parent is not None and parent.is_live else None,
                capacities=(capacities(event, pair.a), capacities(event, pair.b)),
                notice="" if is_here else notice(NOTICES, readable),
                hreflang="" if is_here else readable,
            )
        )
    return found


def read_elsewhere(event: Event, readable: str, language: str) -> Label:
    """Return an event with the way to where it can be read."""
    found = label(event, language)
    return Label(found.label, navigation.record_address(event, readable), found.lang)


def capacities_of(events: Sequence[Event], parties: Sequence[Party], language: str) -> Callable[[Event, Party], Capacity]:
    """Return what tells as what a party was at one of these events: as printed, else by its title on the day. Two queries."""
    people = [party.key for party in parties if party.field == "actor"]
    offices = {party.key for party in parties if party.field == "office"}
    rows = Participant.objects.filter(event__in=[event.pk for event in events]).filter(
        Q(actor__in=people) | Q(post__isnull=False, actor__isnull=True) | Q(tenure__post__office__in=offices) | Q(post__office__in=offices)
    )
    by_event: dict[uuid.UUID, list[Participant]] = {}
    for row in rows.select_related("actor", "post__office", "tenure__actor", "tenure__post__office").order_by("position", "id"):
        by_event.setdefault(row.event_id, []).append(row)
    tenures: dict[uuid.UUID, list[Tenure]] = {}
    for tenure in Tenure.objects.public().filter(actor__in=people).select_related("post__office").in_order():
        tenures.setdefault(tenure.actor_id, []).append(tenure)

    def told(event: Event, party: Party) -> Capacity:
        there = by_event.get(event.pk, [])
        return of_office(there, party, language) if party.field == "office" else of_person(event, there, party, tenures, language)

    return told


def of_office(rows: Sequence[Participant], party: Party, language: str) -> Capacity:
    """Return who was there for an office, or in which post; "" where it was there itself."""
    for row in rows:
        post = row.post or (row.tenure.post if row.tenure else None)
        if post is not None and post.office_id == party.key and (row.actor is None or row.actor.is_live):
            text, code = row.actor.title_in(language) if row.actor is not None else wording.post_title(post, language)
            return Capacity(text, languages.other(code, language))
    return Capacity()


def of_person(event: Event, rows: Sequence[Participant], party: Party, tenures: dict[uuid.UUID, list[Tenure]], language: str) -> Capacity:
    """Return as what somebody was there: as printed, by the tenure or the post that the row names, or by the title of the day."""
    held = tenures.get(party.key, [])
    for row in (row for row in rows if row.actor_id == party.key):
        text, code = said(row, "capacity", event, language)
        if not text and row.tenure is not None and row.tenure in held:
            text, code = wording.tenure_title(row.tenure, language)
        if text:
            return Capacity(text, languages.other(code, language))
    date: Any = event.date
    if not date or date.upper - date.lower > LONGEST:
        return Capacity()
    sure = [(tenure, min(tenure.certainty_on(day) for day in (date.lower, date.upper))) for tenure in held]
    best = max((certainty for _tenure, certainty in sure), default=Certainty.NO)
    titles = [wording.tenure_title(tenure, language) for tenure, certainty in sure if certainty == best and best > Certainty.NO]
    if not titles:
        return Capacity()
    return Capacity(capfirst(", ".join(dict.fromkeys(title for title, _code in titles))), languages.other(titles[0][1], language))
